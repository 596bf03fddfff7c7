// What time it is, as text that sorts and as a number to reckon with.

#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace smartdesk {

// Seconds since 1970, UTC.
using UnixTime = std::int64_t;

// Tells the time; handed to what waits and expires, so that a test need not.
using Clock = std::function<UnixTime()>;

UnixTime unix_now();

// In UTC, ISO 8601 to the second: 2026-03-01T09:30:00Z.
std::string utc_text(UnixTime time);
std::string utc_now();

}  // namespace smartdesk
