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
  std::unordered_map<std::string, std::uint64_t> offsets;
  std::optional<files::AppendLog> log;
};

ReplyCache::ReplyCache(const std::string& path) : impl_(std::make_unique<Impl>()) {
  if (path.empty()) return;
  impl_->log = files::AppendLog::open(path, files::AppendLog::Writers::kMany,
                                      [&](std::string_view record, std::uint64_t offset) {
                                        if (record.size() > kKeyDigits)
                                          impl_->offsets[std::string(record.substr(0, kKeyDigits))] = offset;
                                      });
}

ReplyCache::~ReplyCache() = default;

std::optional<std::string> ReplyCache::find(std::string_view key) const {
  const auto digits = key_digits(key);
  std::uint64_t offset = 0;
  {
    const std::lock_guard lock(impl_->mutex);
    const auto found = impl_->offsets.find(digits);
    if (found == impl_->offsets.end()) return std::nullopt;
    offset = found->second;
  }
  try {
    return impl_->log->read(offset).substr(kKeyDigits + 1);
  } catch (const Error&) {  // damaged since it was opened: treated as missing
    return std::nullopt;
  }
}

void ReplyCache::store(std::string_view key, std::string_view value) {
  if (!impl_->log) return;
  const auto digits = key_digits(key);
  const auto offset = impl_->log->append(digits + " " + std::string(value));
  const std::lock_guard lock(impl_->mutex);
  impl_->offsets[digits] = offset;
}

std::size_t ReplyCache::size() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->offsets.size();
}

}  // namespace smartdesk::llm
