// The current time, as text that sorts and as a number.

#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace smartdesk {

// Seconds since 1970, UTC.
using UnixTime = std::int64_t;

// Returns the current time. Code that waits or expires takes one, so that tests need not wait.
using Clock = std::function<UnixTime()>;

UnixTime unix_now();

// In UTC, ISO 8601 to the second: 2026-03-01T09:30:00Z.
std::string utc_text(UnixTime time);
std::string utc_now();

}  // namespace smartdesk
