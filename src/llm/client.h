// The interface to a language model: chat, embeddings, and the server's description of the model. LlmFault names every
// way in which a server can fail.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace smartdesk::llm {

struct ChatMessage {
  std::string role;  // system, user, assistant
  std::string content;
};

struct ChatRequest {
  std::vector<ChatMessage> messages;
  std::string json_schema;  // schema of the reply; empty: free text
  double temperature = 0;
  double top_p = 1;
  std::uint64_t seed = 42;
  int max_tokens = 512;          // of the reply
  double frequency_penalty = 0;  // against repetition; it also changes labels, so the default is 0
  bool think = false;            // let a thinking model think first; other models answer directly either way
  bool probabilities = false;    // request token probabilities, if the server supports them
  int deadline_ms = 0;           // for the whole reply, if shorter than the client's own; 0: the client's own
};

// Everything that a reply depends on except the model, as one text. Used as the key of a cached reply.
std::string fingerprint(const ChatRequest& request);

struct ChatToken {
  std::string text;
  double log_probability = 0;
  std::vector<std::pair<std::string, double>> likeliest;  // alternative tokens with their log probabilities
};

struct ChatReply {
  std::string content;
  std::string thinking;
  bool cut = false;  // max_tokens was reached
  int prompt_tokens = 0, output_tokens = 0;
  std::vector<ChatToken> tokens;  // of content; empty unless requested and supported
};

// The server's description of the model.
struct ModelCard {
  std::string server;    // "Ollama 0.24.0"
  std::string model;     // as requested
  std::string digest;    // of the weights; the model's name if the server does not report one
  bool present = true;   // false: the server answers, but it does not have the model
  bool can_chat = true;  // also true if the server does not report it
  bool can_embed = true;
  bool can_think = false;
  int context_tokens = 0;  // 0: unknown
  int parallel = 0;        // requests that the server handles at the same time; 0: unknown
};

enum class LlmFault {
  kUnreachable,   // no server answers
  kTimeout,       // a deadline passed
  kBusy,          // 429, 503
  kServer,        // 5xx, or an error in mid-stream
  kCut,           // the connection ended before the reply was complete
  kEndless,       // the reply does not end, or repeats itself
  kBadReply,      // not a model's reply: another content type, invalid JSON
  kModelMissing,  // the server does not have the model
  kTooLong,       // the prompt does not fit into the model's context
  kRefused,       // the server rejects the request: 400, 401, a redirect
};

// snake_case, for reports: "model_missing".
std::string_view name_of(LlmFault fault);

// Whether the same request may succeed when it is retried.
bool can_heal(LlmFault fault);

class LlmError : public Error {
 public:
  LlmError(LlmFault fault, const std::string& message, std::optional<int> retry_after_s = std::nullopt)
      : Error(ErrorCode::kUnavailable, message), fault_(fault), retry_after_s_(retry_after_s) {}
  LlmFault fault() const { return fault_; }
  std::optional<int> retry_after_s() const { return retry_after_s_; }

 private:
  LlmFault fault_;
  std::optional<int> retry_after_s_;
};

// One model on one server. Implementations are thread-safe and bound every wait. They throw LlmError, or
// Error{kInterrupted} after the user has requested a stop.
class LlmClient {
 public:
  virtual ~LlmClient() = default;

  // Queries the server. Does not throw for a missing model; `present` is false then.
  virtual ModelCard describe() = 0;

  // Returns a complete reply, or one that ends at max_tokens and has `cut` set.
  virtual ChatReply chat(const ChatRequest& request) = 0;

  // Returns one unit vector per text, all with the same number of dimensions. Texts beyond the model's context are
  // truncated.
  virtual std::vector<std::vector<float>> embed(std::span<const std::string> texts) = 0;
};

}  // namespace smartdesk::llm
