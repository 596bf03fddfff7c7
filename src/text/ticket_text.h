// The text of a ticket that is classified, trained on, cleaned, compared and shown to a language model.

#pragma once

#include <string>
#include <string_view>

#include "core/ticket.h"

namespace smartdesk::text {

// The subject, a line break and the own text of the body (text/own_text.h), in Unicode's composed form
// (text/normal_form.h), so that a letter is the same word however it was written; only one of them if the other is
// empty. Uses buffer if the result is no part of one of them. The result is valid as long as subject, body and buffer
// are. Cost: as own_text() and composed(), and a copy if neither is empty. Thread-safe.
std::string_view ticket_text(std::string_view subject, std::string_view body, std::string& buffer);

std::string ticket_text(const NewTicket& ticket);

}  // namespace smartdesk::text
