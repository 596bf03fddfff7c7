// What classifiers read of a ticket.

#pragma once

#include <string>

#include "store/ticket_store.h"

namespace smartdesk {

// The subject, a line break, the body; just one of them where the other is empty.
inline std::string text_of(const NewTicket& ticket) {
  if (ticket.subject.empty() || ticket.body.empty()) return ticket.subject + ticket.body;
  return ticket.subject + "\n" + ticket.body;
}

}  // namespace smartdesk
