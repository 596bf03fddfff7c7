// Time zones by name.

#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace smartdesk::text {

// How far a zone is ahead of UTC at a local time. name: an abbreviation that stands for one offset in practice (CET,
// PST …; "CET" is one hour in summer too) or a name of the IANA database (Europe/Berlin), whose rules ICU knows.
// nullopt: unknown. Ignores the case of abbreviations. Cost: some microseconds for IANA names. Pure.
std::optional<std::chrono::minutes> zone_offset(std::string_view name, std::chrono::sys_seconds local);

}  // namespace smartdesk::text
