#include "charts/font_metrics.h"

#include <cairo.h>
#include <glib.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace smartdesk::charts {
namespace {

constexpr double kUnit = 1000;  // the size at which the font is measured: finer than any hinting
constexpr char32_t kAsciiEnd = 0x80;
constexpr char32_t kNoBreakSpace = 0xa0;

struct CodePoint {
  char32_t value;
  std::size_t end;
};

// Bytes that are not UTF-8 give U+FFFD, one byte at a time.
CodePoint decode(std::string_view text, std::size_t at) {
  if (text[at] == '\0') return {0, at + 1};
  const auto value = g_utf8_get_char_validated(text.data() + at, static_cast<gssize>(text.size() - at));
  constexpr auto kInvalid = static_cast<gunichar>(-2);  // and -1
  if (value >= kInvalid) return {0xfffd, at + 1};
  return {value, at + static_cast<std::size_t>(g_unichar_to_utf8(value, nullptr))};
}

std::string encoded(char32_t c) {
  std::array<char, 6> bytes;
  return std::string(bytes.data(), static_cast<std::size_t>(g_unichar_to_utf8(c, bytes.data())));
}

// One weight of the typeface.
class Face {
 public:
  explicit Face(cairo_font_weight_t weight) {
    auto* face = cairo_toy_font_face_create("Liberation Sans", CAIRO_FONT_SLANT_NORMAL, weight);
    auto* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_matrix_t size, identity;
    cairo_matrix_init_scale(&size, kUnit, kUnit);
    cairo_matrix_init_identity(&identity);
    font_ = cairo_scaled_font_create(face, &size, &identity, options);
    cairo_font_options_destroy(options);
    cairo_font_face_destroy(face);
    for (char32_t c = ' '; c < kAsciiEnd; ++c) ascii_[c] = measured(std::string(1, static_cast<char>(c)));
  }
  ~Face() { cairo_scaled_font_destroy(font_); }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  // In units of the font size.
  double width(char32_t c) const {
    if (c < kAsciiEnd) return ascii_[c];
    if (g_unichar_iszerowidth(c)) return 0;
    if (g_unichar_iswide(c)) return 1;
    return measured(encoded(c));
  }

 private:
  double measured(const std::string& text) const {
    cairo_text_extents_t extents;
    cairo_scaled_font_text_extents(font_, text.c_str(), &extents);
    return extents.x_advance / kUnit;
  }

  cairo_scaled_font_t* font_ = nullptr;
  std::array<double, kAsciiEnd> ascii_{};
};

const Face& face(Weight weight) {
  static const Face normal(CAIRO_FONT_WEIGHT_NORMAL), bold(CAIRO_FONT_WEIGHT_BOLD);
  return weight == Weight::kBold ? bold : normal;
}

// Control and text-direction characters, line separators, and characters that XML does not allow.
bool is_invisible(char32_t c) {
  return c == 0xfffe || c == 0xffff || g_unichar_isspace(c) || g_unichar_iscntrl(c) ||
         g_unichar_type(c) == G_UNICODE_FORMAT;
}

}  // namespace

double text_width(std::string_view text, double font_size, Weight weight) {
  const auto& font = face(weight);
  double width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    width += font.width(c.value);
    at = c.end;
  }
  return width * font_size;
}

std::string plain_text(std::string_view text) {
  std::string plain;
  bool blank_due = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    at = c.end;
    if (is_invisible(c.value) && c.value != kNoBreakSpace) {
      blank_due = !plain.empty();
    } else {
      if (blank_due) plain += ' ';
      blank_due = false;
      plain += encoded(c.value);
    }
  }
  return plain.empty() ? "(none)" : plain;
}

std::string fit_text(std::string_view text, double width, double font_size, Weight weight) {
  constexpr std::string_view kEllipsis = "…";
  if (text_width(text, font_size, weight) <= width) return std::string(text);
  const auto& font = face(weight);
  double room = width - text_width(kEllipsis, font_size, weight);
  std::size_t at = 0;
  while (at < text.size()) {
    const auto c = decode(text, at);
    room -= font.width(c.value) * font_size;
    if (room < 0) break;
    at = c.end;
  }
  while (at > 0 && text[at - 1] == ' ') --at;
  return std::string(text.substr(0, at)) + std::string(kEllipsis);
}

std::vector<std::string> wrap_text(std::string_view text, double width, double font_size, std::size_t max_lines,
                                   Weight weight) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    const auto longer = line.empty() ? std::string(word) : line + ' ' + std::string(word);
    if (!line.empty() && text_width(longer, font_size, weight) > width) {
      if (lines.size() + 1 == max_lines) {
        lines.push_back(fit_text(line + ' ' + std::string(text.substr(at)), width, font_size, weight));
        return lines;
      }
      lines.push_back(fit_text(line, width, font_size, weight));
      line = word;
    } else {
      line = longer;
    }
    at = end + 1;
  }
  lines.push_back(fit_text(line, width, font_size, weight));
  return lines;
}

}  // namespace smartdesk::charts
