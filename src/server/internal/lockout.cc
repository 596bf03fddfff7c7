#include "server/internal/lockout.h"

#include <algorithm>

#include "files/digest.h"

namespace smartdesk::server {
namespace {

constexpr int kFreeFromAnAddress = 5, kFreeFromAnywhere = 50;
constexpr UnixTime kFirstWait = 30, kLongestWait = 3600, kForgetAfter = 24L * 3600, kKnownFor = 90L * 24 * 3600;

// All keys of a user begin with this one.
std::string anywhere(const std::string& user) { return files::hex(files::sha256("user\n" + user)); }

std::string from(const std::string& user, const std::string& address) { return anywhere(user) + " " + address; }

UnixTime wait_after(int failures, int free_failures) {
  if (failures < free_failures) return 0;
  const int doublings = std::min(failures - free_failures, 10);
  return std::min(kFirstWait << doublings, kLongestWait);
}

}  // namespace

UnixTime forgotten_before(UnixTime now) { return now - kForgetAfter; }

UnixTime known_since(UnixTime now) { return now - kKnownFor; }

UnixTime Lockout::wait(const std::string& who, UnixTime now) const {
  const auto found = store_.find_failures(who);
  return found ? std::max<UnixTime>(0, found->blocked_until - now) : 0;
}

UnixTime Lockout::count(const std::string& who, int free_failures, UnixTime now) {
  for (;;) {
    const auto found = store_.find_failures(who);
    if (found && found->blocked_until > now) return found->blocked_until - now;
    const int before = found ? found->failures : 0;
    if (store_.set_failures({who, before + 1, now, now + wait_after(before + 1, free_failures)}, before)) return 0;
  }
}

UnixTime Lockout::wait_or_count(const std::string& user, const std::string& address, UnixTime now) {
  const auto here = from(user, address), all = anywhere(user);
  if (store_.is_known_address(user, address)) {
    const auto seconds = wait(here, now);
    return seconds > 0 ? seconds : count(here, kFreeFromAnAddress, now);
  }
  // Check both before counting either: else a client that has to wait could lock the user out everywhere.
  if (const auto seconds = std::max(wait(here, now), wait(all, now)); seconds > 0) return seconds;
  if (const auto seconds = count(here, kFreeFromAnAddress, now); seconds > 0) return seconds;
  return count(all, kFreeFromAnywhere, now);
}

void Lockout::forget(const std::string& user, const std::string& address, UnixTime now) {
  store_.remove_failures(from(user, address));
  store_.remove_failures(anywhere(user));
  store_.add_known_address(user, address, now);
}

void Lockout::unlock(const std::string& user) { store_.remove_failures_of(anywhere(user)); }

}  // namespace smartdesk::server
