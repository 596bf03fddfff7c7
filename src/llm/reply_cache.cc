#include "llm/reply_cache.h"

#include <mutex>
#include <unordered_map>

#include "core/error.h"
#include "files/append_log.h"
#include "files/digest.h"

namespace smartdesk::llm {
namespace {

constexpr std::size_t kKeyDigits = 32;

std::string key_digits(std::string_view key) { return files::hex(files::sha256(key)).substr(0, kKeyDigits); }

}  // namespace

struct ReplyCache::Impl {
  mutable std::mutex mutex;
  std::unordered_map<std::string, std::uint64_t> places;
  std::optional<files::AppendLog> log;
};

ReplyCache::ReplyCache(const std::string& path) : impl_(std::make_unique<Impl>()) {
  if (path.empty()) return;
  impl_->log =
      files::AppendLog::open(path, files::AppendLog::Writers::kMany, [&](std::string_view record, std::uint64_t place) {
        if (record.size() > kKeyDigits) impl_->places[std::string(record.substr(0, kKeyDigits))] = place;
      });
}

ReplyCache::~ReplyCache() = default;

std::optional<std::string> ReplyCache::find(std::string_view key) const {
  const auto digits = key_digits(key);
  std::uint64_t place = 0;
  {
    const std::lock_guard lock(impl_->mutex);
    const auto found = impl_->places.find(digits);
    if (found == impl_->places.end()) return std::nullopt;
    place = found->second;
  }
  try {
    return impl_->log->read(place).substr(kKeyDigits + 1);
  } catch (const Error&) {  // damaged since it was opened: as if it had never been there
    return std::nullopt;
  }
}

void ReplyCache::store(std::string_view key, std::string_view value) {
  if (!impl_->log) return;
  const auto digits = key_digits(key);
  const auto place = impl_->log->append(digits + " " + std::string(value));
  const std::lock_guard lock(impl_->mutex);
  impl_->places[digits] = place;
}

std::size_t ReplyCache::size() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->places.size();
}

}  // namespace smartdesk::llm
