#include "llm/client.h"

#include "core/enum_names.h"

namespace smartdesk::llm {
namespace {

constexpr EnumNames<LlmFault::kRefused> kFaults{"unreachable", "timeout",   "busy",          "server_error", "cut",
                                                "endless",     "bad_reply", "model_missing", "too_long",     "refused"};

}  // namespace

std::string fingerprint(const ChatRequest& request) {
  std::string text = std::to_string(request.temperature) + ' ' + std::to_string(request.top_p) + ' ' +
                     std::to_string(request.seed) + ' ' + std::to_string(request.max_tokens) + ' ' +
                     std::to_string(request.think) + ' ' + std::to_string(request.frequency_penalty) + '\n' +
                     request.json_schema;
  for (const auto& message : request.messages) text += '\n' + message.role + '\n' + message.content;
  return text;
}

std::string_view name_of(LlmFault fault) { return kFaults[fault]; }

bool can_heal(LlmFault fault) {
  switch (fault) {
    case LlmFault::kUnreachable:
    case LlmFault::kTimeout:
    case LlmFault::kBusy:
    case LlmFault::kServer:
    case LlmFault::kCut:
    case LlmFault::kBadReply:
      return true;
    default:
      return false;
  }
}

}  // namespace smartdesk::llm
