#include "text/ticket_text.h"

#include "text/normal_form.h"
#include "text/own_text.h"

namespace smartdesk::text {
namespace {

std::string_view joined(std::string_view subject, std::string_view body, std::string& buffer) {
  const auto own = own_text(body, buffer);
  if (subject.empty()) return own;
  if (own.empty()) return subject;
  const bool is_in_buffer = own.data() >= buffer.data() && own.data() < buffer.data() + buffer.size();
  if (is_in_buffer) {
    buffer.erase(static_cast<std::size_t>(own.data() - buffer.data()) + own.size());
    buffer.erase(0, static_cast<std::size_t>(own.data() - buffer.data()));
    buffer.insert(0, "\n").insert(0, subject);
    return buffer;
  }
  buffer.assign(subject);
  buffer += '\n';
  buffer += own;
  return buffer;
}

}  // namespace

std::string_view ticket_text(std::string_view subject, std::string_view body, std::string& buffer) {
  return composed(joined(subject, body, buffer), buffer);
}

std::string ticket_text(const NewTicket& ticket) {
  std::string buffer;
  return std::string(ticket_text(ticket.subject, ticket.body, buffer));
}

}  // namespace smartdesk::text
