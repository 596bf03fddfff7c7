#include "core/clock.h"

#include <array>
#include <ctime>

namespace smartdesk {

UnixTime unix_now() { return std::time(nullptr); }

std::string utc_text(UnixTime time) {
  const std::time_t moment = time;
  std::tm parts{};
  gmtime_r(&moment, &parts);
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text.data(), length);
}

std::string utc_now() { return utc_text(unix_now()); }

}  // namespace smartdesk
