// Patience with a server: asks again what may heal, waits longer each time, and leaves a server alone that fails again
// and again.
// Sources: Brooker, "Exponential Backoff and Jitter", 2015 (full jitter); Nygard, "Release It!", 2007 (circuit
// breaker).

#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "llm/client.h"

namespace smartdesk::llm {

struct RetryOptions {
  int attempts = 4;         // of one request, at least 1
  int first_wait_ms = 300;  // the longest wait before the second attempt; doubled before each further one
  int longest_wait_ms = 10'000;
  int breaker_after = 8;  // failures in a row, over all threads, after which only one request at a time is let through
  int give_up_after_ms = 90'000;   // how long nothing but such failures makes the server gone
  int give_up_refusals = 25;       // refusals in a row that make further asking pointless (wrong key, model deleted)
  int least_deadline_ms = 15'000;  // a reply may take eight times as long as the slowest of late, and at least this
};

struct RetryCounts {
  std::uint64_t requests = 0, retries = 0;
};

// Stands before another client, which must outlive it. Thread-safe. Throws what the other client throws once its
// attempts are used up, and Error{kUnavailable} (not an LlmError) once the server is given up.
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
