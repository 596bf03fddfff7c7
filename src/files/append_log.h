// A file that only grows, one record per line. A crash cannot damage it: finished records are kept, and a record that
// was being appended is dropped.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace smartdesk::files {

// A record is any text without a line break. On disk, each line is eight hexadecimal digits of its checksum, a blank
// and the record. append() and read() are thread-safe.
class AppendLog {
 public:
  enum class Writers {
    kOne,   // the only process that has the log open; a second one is refused
    kMany,  // several processes append whole records; each sees the records that were there when it opened the log
  };
  using OnRecord = std::function<void(std::string_view record, std::uint64_t offset)>;

  // Opens or creates the file (and its folders, readable by this user only) and passes its whole records to on_record,
  // oldest first; skips torn and damaged lines. Cost: reads the file once. Throws Error{kFailed} with the system's
  // reason or, for Writers::kOne, if another process has the file open.
  static AppendLog open(const std::string& path, Writers writers, const OnRecord& on_record);

  AppendLog(AppendLog&&) noexcept;
  AppendLog& operator=(AppendLog&&) noexcept;
  ~AppendLog();

  // Writes the record with one system call, so that it survives a crash of this process. Returns its offset. Throws
  // Error{kFailed} (disk full); then the record is not in the log. After sync() it survives a power cut, too.
  std::uint64_t append(std::string_view record);
  void sync();

  // The record at an offset from on_record or append(). Throws Error{kFailed} if it is damaged.
  std::string read(std::uint64_t offset) const;

  // Deletes the file. Call nothing after it.
  void remove();

 private:
  struct Impl;
  explicit AppendLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::files
