// What a server has answered before, kept on disk: nothing is asked twice. Errors are never kept.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::llm {

// Thread-safe; several processes may share one file. Answers are few lines of text; memory: about 80 bytes each.
class ReplyCache {
 public:
  // path: made if it is not there; empty: a cache that keeps nothing. Throws Error{kFailed}.
  explicit ReplyCache(const std::string& path);
  ~ReplyCache();

  // key: whatever the answer depends on, of any length (it is digested). value: any bytes without a line break.
  std::optional<std::string> find(std::string_view key) const;
  void store(std::string_view key, std::string_view value);

  std::size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::llm
