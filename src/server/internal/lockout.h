// Makes guessing passwords slow: each failure beyond a few makes the next wait longer.

#pragma once

#include <string>

#include "core/clock.h"
#include "store/account_store.h"

namespace smartdesk::server {

// Of a user's name, whoever bears it, and an address. Kept in the store, as a digest: what is typed as a name may be a
// password. Thread-safe.
class Lockout {
 public:
  explicit Lockout(store::AccountStore& store) : store_(store) {}

  // Seconds until the next try may be looked at; 0: now. A try that may is counted as failed before it is looked at, so
  // that many at once are no way round; one that succeeds then calls forget().
  UnixTime wait_or_count(const std::string& user, const std::string& address, UnixTime now);
  void forget(const std::string& user, const std::string& address);

 private:
  UnixTime wait(const std::string& who, UnixTime now) const;
  UnixTime count(const std::string& who, int free_failures, UnixTime now);

  store::AccountStore& store_;
};

// Failures that were last counted before this are to be purged from the store: they are forgotten.
UnixTime forgotten_before(UnixTime now);

}  // namespace smartdesk::server
