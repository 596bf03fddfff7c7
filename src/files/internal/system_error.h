// The operating system's reason for a failure and what to do about it. Ends a sentence, with its full stop.

#pragma once

#include <cerrno>
#include <cstring>
#include <string>

namespace smartdesk::files {

inline std::string system_reason() {
  const int number = errno;
  std::string reason = std::strerror(number);
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return reason + ". Free some disk space and run the command again.";
    case EFBIG:
      return reason + ". Check the limit on file sizes (ulimit -f).";
    case EMFILE:
    case ENFILE:
      return reason + ". Close some files, or raise the limit (ulimit -n).";
    case EACCES:
    case EPERM:
    case EROFS:
      return reason + ". Check its permissions, or name another path.";
    default:
      return reason + ".";
  }
}

}  // namespace smartdesk::files
