// What clients have taken of what a rate limit allows them, told to each other by servers that answer side by side.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/workspace.h"

namespace smartdesk::store {

struct TokenBucketEntry {
  std::string rate_limit, client;
  std::uint64_t tokens = 0;
};

// In the workspace's database, where an entry stays for a minute. One thread at a time.
class TokenBucketLedger {
 public:
  // Makes the table if it is not there. Throws Error{kUsage} for a location without a database, or a URL that cannot be
  // read, Error{kUnavailable} where nobody answers.
  explicit TokenBucketLedger(const WorkspaceLocation& location);
  ~TokenBucketLedger();

  // Enters what was taken here, and returns what other ledgers entered since this one was made or last asked. Throws
  // Error{kUnavailable} where the database is away. Cost: one transaction, no matter how many entries.
  std::vector<TokenBucketEntry> exchange(std::span<const TokenBucketEntry> here);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::store
