// What the operating system says went wrong and what a person can do about it, as the end of a sentence.

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
      return reason + "; make room and run it again";
    case EFBIG:
      return reason + "; see whether files may grow so far (ulimit -f)";
    case EMFILE:
    case ENFILE:
      return reason + "; close some, or allow more (ulimit -n)";
    case EACCES:
    case EPERM:
    case EROFS:
      return reason + "; see whether you may use it, or name another place";
    default:
      return reason;
  }
}

}  // namespace smartdesk::files
