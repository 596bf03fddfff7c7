// Reads any bytes as a ticket and a language model's reply. The result is known labels with evidence from the ticket,
// or a fault with a message. The first zero byte ends the ticket.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "llm/label_prompt.h"
#include "llm/label_reply.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto cut = std::min(bytes.find('\0'), bytes.size());
  const auto ticket = bytes.substr(0, cut);
  llm::ChatReply reply;
  reply.content = bytes.substr(std::min(cut + 1, bytes.size()));
  reply.tokens = {{reply.content.substr(0, reply.content.size() / 2), -1, {}},
                  {reply.content.substr(reply.content.size() / 2), -0.5, {}}};
  const auto reading = llm::read_labels(reply, default_taxonomy(), ticket);
  if (!reading.labels && reading.fault.empty()) std::abort();
  if (reading.labels && ticket.find(reading.labels->evidence) == std::string_view::npos) std::abort();
  const auto request = llm::LabelPrompt(default_taxonomy()).ask(ticket, 200);
  if (request.messages.front().content.find("<|im_start|>") != std::string::npos) std::abort();
  return 0;
}
