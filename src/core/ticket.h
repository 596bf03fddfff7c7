// A support ticket with its labels: what the generator makes and tables hold.

#pragma once

#include <string>

namespace smartdesk {

struct Ticket {
  std::string id, created_at, product, channel, customer;
  std::string subject, body;
  std::string sentiment, urgency, category, summary;
};

// What an import brings. Texts are UTF-8 without NUL; all may be empty but one of subject and body.
struct NewTicket {
  std::string source;       // which system or file it comes from
  std::string external_id;  // its number there; empty: told apart by what it says
  std::string created_at;   // as it came
  std::string created_on;   // its day, "2026-03-01"; empty: none that can be read. Follows from created_at
  std::string product, customer, channel, language;
  std::string subject, body;
  std::string summary, tags;
  std::string custom;  // a JSON object of all other columns; empty: none
};

// What classifiers read of a ticket: the subject, a line break, the body; just one of them where the other is empty.
inline std::string text_of(const NewTicket& ticket) {
  if (ticket.subject.empty() || ticket.body.empty()) return ticket.subject + ticket.body;
  return ticket.subject + "\n" + ticket.body;
}

}  // namespace smartdesk
