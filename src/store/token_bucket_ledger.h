// Shares the tokens that clients used between servers with a common rate limit.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace smartdesk::store {

struct TokenBucketEntry {
  std::string rate_limit, client;
  std::uint64_t tokens = 0;
};

// Uses the workspace's database, where an entry is kept for a minute. One thread at a time.
class TokenBucketLedger {
 public:
  // Creates the table if necessary. Throws Error{kUsage} for an invalid URL,
  // Error{kUnavailable} if no server answers.
  explicit TokenBucketLedger(const std::string& url);
  ~TokenBucketLedger();

  // Publishes the tokens used here, and returns what other ledgers published since construction or the last call.
  // Throws Error{kUnavailable} if the database is unreachable. Cost: one transaction, regardless of the number of
  // entries.
  std::vector<TokenBucketEntry> exchange(std::span<const TokenBucketEntry> here);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::store
