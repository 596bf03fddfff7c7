// A file that only grows, one record a line, and that a crash cannot spoil: what was appended is there, what was being
// appended is dropped.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace smartdesk::files {

// A record is any text without a line break; on disk each line is eight hexadecimal digits of its checksum, a blank,
// the record. append() and read() are thread-safe.
class AppendLog {
 public:
  enum class Writers {
    kOne,   // the only process that has the log open; a second one is refused
    kMany,  // whole records of several processes stand one after another; each sees what was there when it opened
  };
  using OnRecord = std::function<void(std::string_view record, std::uint64_t offset)>;

  // Opens or makes the file (and its folders, readable by this user only) and hands over the whole records that it
  // holds, oldest first; a torn or damaged line is passed over. Cost: reads the file once. Throws Error{kFailed} with
  // the reason of the system, or, for Writers::kOne, if another process has it open.
  static AppendLog open(const std::string& path, Writers writers, const OnRecord& on_record);

  AppendLog(AppendLog&&) noexcept;
  AppendLog& operator=(AppendLog&&) noexcept;
  ~AppendLog();

  // Hands the record to the system in one write: it outlives this process, whatever ends it. Returns its offset. Throws
  // Error{kFailed} (disk full); then the record is not there. sync() makes it outlive a power cut too.
  std::uint64_t append(std::string_view record);
  void sync();

  // The record at an offset that on_record or append() named. Throws Error{kFailed} if it is damaged.
  std::string read(std::uint64_t offset) const;

  // Takes the file away; nothing may be called after it.
  void remove();

 private:
  struct Impl;
  explicit AppendLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartdesk::files
