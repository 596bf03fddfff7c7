#include "server/internal/identity_cache.h"

namespace smartdesk::server {

namespace {
constexpr std::size_t kMostEntries = 10'000;
}

std::optional<http::Identity> IdentityCache::recall(const std::string& digest, UnixTime now) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return std::nullopt;
  const auto& entry = found->second;
  if (now >= entry.said_at + seconds_ || now < entry.said_at || now >= entry.known.ends_at) return std::nullopt;
  return entry.known.identity;
}

std::uint64_t IdentityCache::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void IdentityCache::remember(const std::string& digest, const Known& known, UnixTime now, std::uint64_t generation) {
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  if (entries_.size() >= kMostEntries) entries_.clear();
  entries_[digest] = {known, now};
}

void IdentityCache::forget(const std::string& digest) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  entries_.erase(digest);
}

void IdentityCache::forget_all_of(const std::string& user) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.known.identity.user == user; });
}

}  // namespace smartdesk::server
