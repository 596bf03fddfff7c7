// Slows down password guessing: each failure beyond a few makes the next wait longer.

#pragma once

#include <string>

#include "core/clock.h"
#include "store/account_store.h"

namespace smartdesk::server {

// Counts failures per user name, existing or not, and per name and address. The store holds digests only: a typed name
// may be a password. Thread-safe.
class Lockout {
 public:
  explicit Lockout(store::AccountStore& store) : store_(store) {}

  // Seconds until the next attempt may be checked; 0: now. An attempt is counted as failed before it is checked, so
  // parallel attempts do not bypass the limit; after a success call forget().
  UnixTime wait_or_count(const std::string& user, const std::string& address, UnixTime now);
  void forget(const std::string& user, const std::string& address);

 private:
  UnixTime wait(const std::string& who, UnixTime now) const;
  UnixTime count(const std::string& who, int free_failures, UnixTime now);

  store::AccountStore& store_;
};

// Failures last counted before this time no longer count; purge them from the store.
UnixTime forgotten_before(UnixTime now);

}  // namespace smartdesk::server
