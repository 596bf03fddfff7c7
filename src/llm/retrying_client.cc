#include "llm/retrying_client.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/random.h"

namespace smartdesk::llm {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kLongestObeyedWaitMs = 60'000;

}  // namespace

struct RetryingClient::State {
  State(LlmClient& asked, const RetryOptions& chosen, const std::atomic<bool>* stop)
      : client(asked), options(chosen), stopped(stop) {}

  LlmClient& client;
  RetryOptions options;
  const std::atomic<bool>* stopped;

  mutable std::mutex mutex;
  std::condition_variable free;
  Random random{static_cast<std::uint64_t>(Clock::now().time_since_epoch().count())};
  RetryCounts counts;
  int failures_in_a_row = 0, refusals_in_a_row = 0;
  Clock::time_point first_failure;
  bool probing = false;
  std::deque<std::int64_t> took_ms;  // the last replies

  // Shortens the deadline, so that a server that sometimes hangs does not cost the full one. 0: too few replies yet.
  int deadline_ms() const {
    const std::lock_guard lock(mutex);
    if (took_ms.size() < 8) return 0;
    const auto slowest = *std::max_element(took_ms.begin(), took_ms.end());
    return static_cast<int>(std::max<std::int64_t>(options.least_deadline_ms, 8 * slowest));
  }

  void note_time(Clock::duration took) {
    const std::lock_guard lock(mutex);
    took_ms.push_back(std::chrono::duration_cast<milliseconds>(took).count());
    if (took_ms.size() > 64) took_ms.pop_front();
  }

  void stop_if_asked() const {
    if (stopped != nullptr && stopped->load(std::memory_order_relaxed)) {
      throw Error(ErrorCode::kInterrupted, "Interrupted while waiting for the language model.");
    }
  }

  bool is_sick() const { return failures_in_a_row >= options.breaker_after; }

  // While the server fails, only one request at a time is sent as a probe. Returns whether this request is the probe.
  bool enter() {
    std::unique_lock lock(mutex);
    while (is_sick() && probing) {
      free.wait_for(lock, milliseconds(100));
      stop_if_asked();
    }
    ++counts.requests;
    probing = is_sick();
    return probing;
  }

  void leave(bool was_probe) {
    const std::lock_guard lock(mutex);
    if (was_probe) probing = false;
    free.notify_all();
  }

  void note_success() {
    const std::lock_guard lock(mutex);
    failures_in_a_row = refusals_in_a_row = 0;
  }

  void note_failure(const LlmError& error) {
    const std::lock_guard lock(mutex);
    if (error.fault() == LlmFault::kRefused || error.fault() == LlmFault::kModelMissing) {
      if (++refusals_in_a_row >= options.give_up_refusals) give_up(error);
      return;
    }
    if (!can_heal(error.fault())) return;
    if (failures_in_a_row++ == 0) first_failure = Clock::now();
    if (is_sick() && Clock::now() - first_failure > milliseconds(options.give_up_after_ms)) give_up(error);
  }

  [[noreturn]] static void give_up(const LlmError& error) {
    throw Error(ErrorCode::kUnavailable, "The language model's server failed repeatedly and is given up. Last error: " +
                                             std::string(error.what()));
  }

  int wait_before(int attempt, const LlmError& error) {
    if (error.retry_after_s()) return std::min(kLongestObeyedWaitMs, 1000 * *error.retry_after_s());
    const std::lock_guard lock(mutex);
    const double doublings = static_cast<double>(1U << std::min(attempt - 1, 20));
    const double longest = std::min(doublings * options.first_wait_ms, 1.0 * options.longest_wait_ms);
    return static_cast<int>(longest * random.uniform());
  }

  void sleep(int wait_ms) const {
    const auto end = Clock::now() + milliseconds(wait_ms);
    for (auto now = Clock::now(); now < end; now = Clock::now()) {
      stop_if_asked();
      std::this_thread::sleep_for(std::min<Clock::duration>(end - now, milliseconds(50)));
    }
  }
};

RetryingClient::RetryingClient(LlmClient& client, const RetryOptions& options, const std::atomic<bool>* stopped)
    : state_(std::make_unique<State>(client, options, stopped)) {}
RetryingClient::~RetryingClient() = default;

// A timeout has already cost the longest wait, so it is retried only once.
template <typename Ask>
auto RetryingClient::persist(const Ask& ask) {
  for (int attempt = 1;; ++attempt) {
    state_->stop_if_asked();
    const bool is_probe = state_->enter();
    int wait_ms = 0;
    try {
      auto reply = ask();
      state_->note_success();
      state_->leave(is_probe);
      return reply;
    } catch (const LlmError& error) {
      state_->leave(is_probe);
      state_->note_failure(error);
      const int attempts =
          error.fault() == LlmFault::kTimeout ? std::min(2, state_->options.attempts) : state_->options.attempts;
      if (!can_heal(error.fault()) || attempt >= attempts) throw;
      wait_ms = state_->wait_before(attempt, error);
    } catch (...) {
      state_->leave(is_probe);
      throw;
    }
    state_->sleep(wait_ms);
    const std::lock_guard lock(state_->mutex);
    ++state_->counts.retries;
  }
}

ModelCard RetryingClient::describe() { return state_->client.describe(); }

ChatReply RetryingClient::chat(const ChatRequest& request) {
  return persist([&] {
    ChatRequest bounded = request;
    if (bounded.deadline_ms == 0) bounded.deadline_ms = state_->deadline_ms();
    const auto asked = Clock::now();
    auto reply = state_->client.chat(bounded);
    state_->note_time(Clock::now() - asked);
    return reply;
  });
}

std::vector<std::vector<float>> RetryingClient::embed(std::span<const std::string> texts) {
  return persist([&] { return state_->client.embed(texts); });
}

RetryCounts RetryingClient::counts() const {
  const std::lock_guard lock(state_->mutex);
  return state_->counts;
}

}  // namespace smartdesk::llm
