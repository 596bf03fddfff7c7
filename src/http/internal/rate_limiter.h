// Rate limits per client: a token bucket that fills at a steady rate.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

namespace smartdesk::http {

// Thread-safe. Holds at most kMostClients. Beyond that, clients with a full bucket are dropped; if there are none, new
// clients share one bucket.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMostClients = 50'000;

  // Adds per_second tokens per second, up to `burst`.
  RateLimiter(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // Takes a token and returns 0; if none is left, returns the seconds (rounded up) until there is one.
  int seconds_to_wait(const std::string& client, Clock::time_point now = Clock::now());

  // Calls body for each client that took tokens here since the last call, with the number of tokens.
  void each_taken(const std::function<void(const std::string& client, std::uint64_t tokens)>& body);

  // Deducts the tokens that a client took on other servers. The balance may become negative, down to -burst.
  void charge(const std::string& client, std::uint64_t tokens, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double tokens;
    Clock::time_point at;
    std::uint64_t taken = 0;  // here, since the last each_taken()
  };
  Bucket& bucket_of(const std::string& client, Clock::time_point now);
  double tokens_now(const Bucket& bucket, Clock::time_point now) const;

  double per_second_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace smartdesk::http
