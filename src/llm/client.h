// The seam to a language model: chat, embeddings, and what the server says of the model. A server is slow, busy, wrong
// or gone now and then; every way it can fail has a name here.

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
  std::string json_schema;  // what the reply must be; empty: free text
  double temperature = 0;
  double top_p = 1;
  std::uint64_t seed = 42;
  int max_tokens = 512;          // of the reply
  double frequency_penalty = 0;  // against a model that runs in circles; also turns labels, so not to begin with
  bool think = false;            // let a thinking model think first; others answer at once either way
  bool probabilities = false;    // ask for each token's, where the server can give them
  int deadline_ms = 0;           // for the whole reply, if that is less than the client's own; 0: the client's own
};

// All that a reply depends on but the model, as one text: for a cached reply's key.
std::string fingerprint(const ChatRequest& request);

struct ChatToken {
  std::string text;
  double log_probability = 0;
  std::vector<std::pair<std::string, double>> likeliest;  // other tokens that could have stood here, with theirs
};

struct ChatReply {
  std::string content;
  std::string thinking;
  bool cut = false;  // max_tokens was reached
  int prompt_tokens = 0, output_tokens = 0;
  std::vector<ChatToken> tokens;  // of content; empty unless asked for and given
};

// What the server says of the model.
struct ModelCard {
  std::string server;    // "Ollama 0.24.0"
  std::string model;     // as asked for
  std::string digest;    // of its weights; the model's name where the server does not say
  bool present = true;   // false: the server is there, the model is not
  bool can_chat = true;  // where the server does not say, we find out
  bool can_embed = true;
  bool can_think = false;
  int context_tokens = 0;  // 0: not said
  int parallel = 0;        // requests that the server works on side by side; 0: not said
};

enum class LlmFault {
  kUnreachable,   // no server there
  kTimeout,       // a deadline passed
  kBusy,          // 429, 503
  kServer,        // 5xx, or an error in mid-stream
  kCut,           // the reply broke off before its end
  kEndless,       // the reply never ends, or runs in circles
  kBadReply,      // something else than a model's reply: another content type, broken JSON
  kModelMissing,  // the server does not have the model
  kTooLong,       // the prompt does not fit into the model's context
  kRefused,       // the server will not do it: 400, 401, a redirect
};

// snake_case, for reports: "model_missing".
std::string_view name_of(LlmFault fault);

// Whether the same request may well succeed a little later.
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

// One model on one server. Implementations are thread-safe, bound every wait, and throw LlmError, or
// Error{kInterrupted} once the user has asked to stop.
class LlmClient {
 public:
  virtual ~LlmClient() = default;

  // Asks the server; does not throw for a model that is not there (present is false then).
  virtual ModelCard describe() = 0;

  // A reply that is complete, or cut at max_tokens and marked so.
  virtual ChatReply chat(const ChatRequest& request) = 0;

  // One vector per text, all of one length, each of length 1. Texts longer than the model reads are cut.
  virtual std::vector<std::vector<float>> embed(std::span<const std::string> texts) = 0;
};

}  // namespace smartdesk::llm
