// Reads any bytes as the messages of a ticket: they have texts without NUL, and a conversation that arrives again is as
// it was; or the bytes are refused.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.h"
#include "formats/messages.h"
#include "store/conversation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  NewTicket ticket;
  try {
    ticket.messages = formats::parsed_messages(std::string_view(reinterpret_cast<const char*>(data), size), {"7"});
  } catch (const Error&) {
    return 0;
  }
  for (const auto& message : ticket.messages) {
    if (message.text.empty() || message.text.find('\0') != std::string::npos) std::abort();
  }
  const auto begun = store::begun(ticket, TextFrom::kFirst);
  const auto again = store::continued(begun, begun, TextFrom::kFirst);
  if (again.new_messages > 0 || again.has_other_messages || again.has_other_content) std::abort();
  return 0;
}
