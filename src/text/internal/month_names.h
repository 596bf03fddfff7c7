// The months by name, in the languages that exports are written in.

#pragma once

#include <string_view>

namespace smartdesk::text {

// 1 to 12 for the English, German, French, Spanish, Portuguese, Italian or Dutch name of a month, or an abbreviation of
// it with at least three letters; 0 for any other word. Ignores case and accents. Pure.
int month_named(std::string_view word);

}  // namespace smartdesk::text
