// How often each client may ask: a bucket of tokens that fills at a steady rate.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

namespace smartdesk::http {

// Thread-safe. Holds at most kMostClients; when there are more, those that have been quiet are forgotten, and if all
// are busy newcomers share one bucket.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMostClients = 50'000;

  // per_second tokens come in; at most `burst` are saved up.
  RateLimiter(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // Takes a token: 0. None is left: the seconds (rounded up) until there is one.
  int seconds_to_wait(const std::string& client, Clock::time_point now = Clock::now());

  // Calls with each client who took tokens here since the last call, and how many.
  void each_taken(const std::function<void(const std::string& client, std::uint64_t tokens)>& body);

  // What a client took elsewhere is missing here; one who was too hasty in several places at once pays for it by
  // waiting until what he owes, at most a burst, has come in.
  void charge(const std::string& client, std::uint64_t tokens, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double tokens;
    Clock::time_point at;
    std::uint64_t taken = 0;  // here, since they were last asked for
  };
  Bucket& bucket_of(const std::string& client, Clock::time_point now);
  double tokens_now(const Bucket& bucket, Clock::time_point now) const;

  double per_second_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace smartdesk::http
