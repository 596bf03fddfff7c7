// What is done of a long piece of work, kept beside its output until all is done: survives whatever ends this process.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "files/append_log.h"

namespace smartdesk::files {

// add() is thread-safe; the rest is for one thread.
class Journal {
 public:
  // Of the output at this path; "-" keeps nothing. Throws Error{kFailed} if another process writes the same output.
  explicit Journal(const std::string& out) {
    if (out == "-") return;
    log_ = AppendLog::open(out + ".progress", AppendLog::Writers::kOne, [&](std::string_view record, std::uint64_t) {
      const auto blank = record.find(' ');
      if (blank != std::string_view::npos) before_[std::string(record.substr(0, blank))] = record.substr(blank + 1);
    });
  }

  // What an earlier process added under the key.
  const std::string* find(const std::string& key) const {
    const auto found = before_.find(key);
    return found == before_.end() ? nullptr : &found->second;
  }

  // key: without blanks. value: without line breaks.
  void add(const std::string& key, std::string_view value) {
    if (log_) log_->append(key + " " + std::string(value));
  }

  // All is done.
  void remove() {
    if (log_) log_->remove();
    log_.reset();
  }

  // What the user needs to know of an error that ended the work half-way.
  static Error explained(const Error& error, const std::string& out) {
    const bool kept =
        out != "-" && (error.code() == ErrorCode::kInterrupted || error.code() == ErrorCode::kUnavailable);
    if (!kept) return error;
    const std::string what = error.code() == ErrorCode::kInterrupted ? "interrupted" : error.what();
    return {error.code(),
            what + "; what is done is kept in " + out + ".progress, and the same command goes on from there"};
  }

 private:
  std::optional<AppendLog> log_;
  std::unordered_map<std::string, std::string> before_;
};

}  // namespace smartdesk::files
