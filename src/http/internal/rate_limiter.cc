#include "http/internal/rate_limiter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace smartdesk::http {

double RateLimiter::tokens_now(const Bucket& bucket, Clock::time_point now) const {
  const double passed = std::chrono::duration<double>(now - bucket.at).count();
  return std::min(burst_, bucket.tokens + std::max(0.0, passed) * per_second_);
}

// The client's bucket with its current tokens. Call with the mutex held.
RateLimiter::Bucket& RateLimiter::bucket_of(const std::string& client, Clock::time_point now) {
  auto found = buckets_.find(client);
  if (found == buckets_.end()) {
    if (buckets_.size() >= kMostClients)
      std::erase_if(buckets_, [&](const auto& entry) { return tokens_now(entry.second, now) >= burst_; });
    const bool is_crowded = buckets_.size() >= kMostClients;
    found = buckets_.try_emplace(is_crowded ? std::string() : client, Bucket{burst_, now}).first;
  }
  auto& bucket = found->second;
  bucket.tokens = tokens_now(bucket, now);
  bucket.at = now;
  return bucket;
}

int RateLimiter::seconds_to_wait(const std::string& client, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  auto& bucket = bucket_of(client, now);
  if (bucket.tokens < 1) return static_cast<int>(std::ceil((1 - bucket.tokens) / per_second_));
  bucket.tokens -= 1;
  ++bucket.taken;
  return 0;
}

void RateLimiter::each_taken(const std::function<void(const std::string& client, std::uint64_t tokens)>& body) {
  const std::lock_guard lock(mutex_);
  for (auto& [client, bucket] : buckets_) {
    if (bucket.taken > 0) body(client, std::exchange(bucket.taken, 0));
  }
}

void RateLimiter::charge(const std::string& client, std::uint64_t tokens, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  auto& bucket = bucket_of(client, now);
  bucket.tokens = std::max(-burst_, bucket.tokens - static_cast<double>(tokens));
}

}  // namespace smartdesk::http
