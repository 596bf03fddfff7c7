#include "llm/client.h"

namespace smartdesk::llm {

std::string fingerprint(const ChatRequest& request) {
  std::string text = std::to_string(request.temperature) + ' ' + std::to_string(request.top_p) + ' ' +
                     std::to_string(request.seed) + ' ' + std::to_string(request.max_tokens) + ' ' +
                     std::to_string(request.think) + ' ' + std::to_string(request.frequency_penalty) + '\n' +
                     request.json_schema;
  for (const auto& message : request.messages) text += '\n' + message.role + '\n' + message.content;
  return text;
}

std::string_view name_of(LlmFault fault) {
  switch (fault) {
    case LlmFault::kUnreachable:
      return "unreachable";
    case LlmFault::kTimeout:
      return "timeout";
    case LlmFault::kBusy:
      return "busy";
    case LlmFault::kServer:
      return "server_error";
    case LlmFault::kCut:
      return "cut";
    case LlmFault::kEndless:
      return "endless";
    case LlmFault::kBadReply:
      return "bad_reply";
    case LlmFault::kModelMissing:
      return "model_missing";
    case LlmFault::kTooLong:
      return "too_long";
    case LlmFault::kRefused:
      return "refused";
  }
  return "";
}

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
