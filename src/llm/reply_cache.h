// Earlier replies of a server, kept on disk, so that no request is sent twice. Errors are never cached.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::llm {

// Thread-safe; several processes may share one file. Memory: about 80 bytes per reply.
class ReplyCache {
 public:
  // path: created if it does not exist; empty: a cache that stores nothing. Throws Error{kFailed}.
  explicit ReplyCache(const std::string& path);
  ~ReplyCache();

  // key: everything the reply depends on, of any length (it is hashed). value: any bytes without a line break.
  std::optional<std::string> find(std::string_view key) const;
  void store(std::string_view key, std::string_view value);

  std::size_t size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::llm
