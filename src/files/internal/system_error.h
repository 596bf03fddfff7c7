// What the operating system says went wrong, as the end of a sentence.

#pragma once

#include <cerrno>
#include <cstring>
#include <string>

namespace smartdesk {

inline std::string system_reason() { return std::strerror(errno); }

}  // namespace smartdesk
