// Measures the width of a text, so that labels get enough space or are cut.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::charts {

// The charts' typeface. In Arial and Helvetica each letter has the same width.
inline constexpr std::string_view kFontFamily = "Liberation Sans, Arial, Helvetica, sans-serif";

enum class Weight { kNormal, kBold };

// Pixels. Cost: one look-up a character. Thread-safe.
double text_width(std::string_view text, double font_size, Weight weight = Weight::kNormal);

// One line of printable text: line breaks, control and text-direction characters become blanks, blanks are merged,
// bytes that are not UTF-8 become U+FFFD; "(none)" if nothing is left.
std::string plain_text(std::string_view text);

// As much of the text as fits, with an ellipsis if it was cut.
std::string fit_text(std::string_view text, double width, double font_size, Weight weight = Weight::kNormal);

// Breaks the text at blanks into lines of at most `width`. Cuts the last line with an ellipsis if there would be more
// than max_lines.
std::vector<std::string> wrap_text(std::string_view text, double width, double font_size, std::size_t max_lines,
                                   Weight weight = Weight::kNormal);

}  // namespace smartdesk::charts
