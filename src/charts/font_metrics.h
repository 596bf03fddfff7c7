// How wide a text will be, so that labels can be given the room they need, or cut where there is none.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::charts {

// The charts' typeface; Arial and Helvetica are as wide letter by letter.
inline constexpr std::string_view kFontFamily = "Liberation Sans, Arial, Helvetica, sans-serif";

enum class Weight { kNormal, kBold };

// Pixels. Cost: one look-up a character. Thread-safe.
double text_width(std::string_view text, double font_size, Weight weight = Weight::kNormal);

// One line of printable text: line breaks, control and text-direction characters become blanks, blanks are merged,
// bytes that are not UTF-8 become U+FFFD; "(none)" if nothing is left.
std::string plain_text(std::string_view text);

// As much of the text as fits, with an ellipsis if it is not all.
std::string fit_text(std::string_view text, double width, double font_size, Weight weight = Weight::kNormal);

// Lines broken at blanks, each no wider than width, the last one cut with an ellipsis if there would be more than
// max_lines.
std::vector<std::string> wrap_text(std::string_view text, double width, double font_size, std::size_t max_lines,
                                   Weight weight = Weight::kNormal);

}  // namespace smartdesk::charts
