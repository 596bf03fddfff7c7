// Retries transient failures with exponential backoff, and stops sending to a server that fails repeatedly (circuit
// breaker).
// Sources: Brooker, "Exponential Backoff and Jitter", 2015 (full jitter); Nygard, "Release It!", 2007 (circuit
// breaker).

#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "llm/client.h"

namespace smartdesk::llm {

struct RetryOptions {
  int attempts = 4;         // per request, at least 1
  int first_wait_ms = 300;  // maximum wait before the second attempt; doubles with each further attempt
  int longest_wait_ms = 10'000;
  int breaker_after = 8;  // consecutive failures over all threads after which only one request at a time is sent
  int give_up_after_ms = 90'000;   // the server is given up after failing continuously for this long
  int give_up_refusals = 25;       // consecutive refusals after which the server is given up (wrong key, model deleted)
  int least_deadline_ms = 15'000;  // the deadline is eight times the slowest recent reply, and at least this
};

struct RetryCounts {
  std::uint64_t requests = 0, retries = 0;
};

// Wraps another client, which must outlive it. Thread-safe. Throws what the other client throws after the last attempt,
// and Error{kUnavailable} (not an LlmError) once the server is given up.
class RetryingClient final : public LlmClient {
 public:
  RetryingClient(LlmClient& client, const RetryOptions& options, const std::atomic<bool>* stopped);
  ~RetryingClient() override;

  ModelCard describe() override;
  ChatReply chat(const ChatRequest& request) override;
  std::vector<std::vector<float>> embed(std::span<const std::string> texts) override;

  RetryCounts counts() const;

 private:
  template <typename Ask>
  auto persist(const Ask& ask);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace smartdesk::llm
