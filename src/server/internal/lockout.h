// Slows down password guessing: each failure beyond a few makes the next wait longer.

#pragma once

#include <string>

#include "core/clock.h"
#include "store/account_store.h"

namespace smartdesk::server {

// Counts failures per user name, existing or not, and per name and address. Addresses that the user has signed in from
// are counted by themselves only, so that failures from elsewhere do not keep the user out. The store holds digests of
// names only: a typed name may be a password. Thread-safe.
class Lockout {
 public:
  explicit Lockout(store::AccountStore& store) : store_(store) {}

  // Seconds until the next attempt may be checked; 0: now. An attempt is counted as failed before it is checked, so
  // parallel attempts do not bypass the limit; after a success call forget(). address: of the client's network
  // (http::network_of).
  UnixTime wait_or_count(const std::string& user, const std::string& address, UnixTime now);
  // Also remembers the address as one of the user's.
  void forget(const std::string& user, const std::string& address, UnixTime now);
  // Forgets all failures of the user, from any address.
  void unlock(const std::string& user);

 private:
  UnixTime wait(const std::string& who, UnixTime now) const;
  UnixTime count(const std::string& who, int free_failures, UnixTime now);

  store::AccountStore& store_;
};

// Failures last counted before this time no longer count; purge them from the store.
UnixTime forgotten_before(UnixTime now);

// Addresses last used before this time are no longer the user's; purge them from the store.
UnixTime known_since(UnixTime now);

}  // namespace smartdesk::server
