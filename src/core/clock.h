// What time it is, as text that sorts.

#pragma once

#include <string>

namespace smartdesk {

// Now in UTC, ISO 8601 to the second: 2026-03-01T09:30:00Z.
std::string utc_now();

}  // namespace smartdesk
