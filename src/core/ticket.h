// A support ticket as other programs write it.

#pragma once

#include <string>

namespace smartdesk {

// A ticket from an import. Texts are UTF-8 without NUL. Subject or body is not empty; all other texts may be.
// core/ticket_fields.h lists each of them for all that read and write tickets.
struct NewTicket {
  std::string source;       // which system or file it comes from
  std::string external_id;  // its ID there; empty: its content identifies it
  std::string created_at;   // as in the source
  std::string created_on;   // the day of created_at, "2026-03-01"; empty if it cannot be read
  std::string product, customer, channel, language;
  std::string subject, body;
  std::string summary, tags;
  std::string custom;  // a JSON object of all other columns; empty: none
};

}  // namespace smartdesk
