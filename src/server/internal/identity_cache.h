// A cache of sessions and tokens for a few seconds, so that most requests do not read the store.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/clock.h"
#include "http/request.h"

namespace smartdesk::server {

// Thread-safe.
class IdentityCache {
 public:
  explicit IdentityCache(UnixTime seconds) : seconds_(seconds) {}

  // The result of find(), cached for `seconds` and until it ends. digest: of the secret.
  struct Known {
    http::Identity identity;
    UnixTime ends_at = 0;
  };
  template <typename Find>
  std::optional<http::Identity> look_up(const std::string& digest, UnixTime now, const Find& find) {
    if (auto known = recall(digest, now)) return known;
    const auto generation = this->generation();
    const std::optional<Known> found = find();
    if (!found) return std::nullopt;
    remember(digest, *found, now, generation);
    return found->identity;
  }

  void forget(const std::string& digest);
  void forget_all_of(const std::string& user);

 private:
  struct Entry {
    Known known;
    UnixTime said_at = 0;
  };
  std::optional<http::Identity> recall(const std::string& digest, UnixTime now) const;
  void remember(const std::string& digest, const Known& known, UnixTime now, std::uint64_t generation);
  std::uint64_t generation() const;

  const UnixTime seconds_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::uint64_t generation_ = 0;  // grows when something ends: earlier results may be outdated
};

}  // namespace smartdesk::server
