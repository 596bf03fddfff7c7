// The finished parts of long work, kept in a file next to its output until all is done. Survives a crash.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "files/append_log.h"

namespace smartdesk::files {

// add() is thread-safe; use everything else from one thread.
class Journal {
 public:
  // out: the path of the output; "-" keeps nothing. Throws Error{kFailed} if another process writes the same output.
  explicit Journal(const std::string& out) {
    if (out == "-") return;
    log_ = AppendLog::open(out + ".progress", AppendLog::Writers::kOne, [&](std::string_view record, std::uint64_t) {
      const auto blank = record.find(' ');
      if (blank != std::string_view::npos) before_[std::string(record.substr(0, blank))] = record.substr(blank + 1);
    });
  }

  // The value that an earlier process added under the key; nullptr if none.
  const std::string* find(const std::string& key) const {
    const auto found = before_.find(key);
    return found == before_.end() ? nullptr : &found->second;
  }

  // key: without blanks. value: without line breaks.
  void add(const std::string& key, std::string_view value) {
    if (log_) log_->append(key + " " + std::string(value));
  }

  // Call it when all is done: deletes the file.
  void remove() {
    if (log_) log_->remove();
    log_.reset();
  }

  // The error that ended the work early, with a note on how to continue if the finished parts are kept.
  static Error explained(const Error& error, const std::string& out) {
    const bool kept =
        out != "-" && (error.code() == ErrorCode::kInterrupted || error.code() == ErrorCode::kUnavailable);
    if (!kept) return error;
    std::string what = error.code() == ErrorCode::kInterrupted ? "Interrupted" : error.what();
    if (what.ends_with('.')) what.pop_back();
    return {error.code(),
            what + ". Completed work is kept in " + out + ".progress. Run the same command again to continue."};
  }

 private:
  std::optional<AppendLog> log_;
  std::unordered_map<std::string, std::string> before_;
};

}  // namespace smartdesk::files
