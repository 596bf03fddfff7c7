#include "charts/numbers.h"

#include <fmt/format.h>

#include <cmath>

namespace smartdesk::charts {

std::string count_text(std::int64_t count) {
  auto digits = std::to_string(count);
  const std::ptrdiff_t first = count < 0 ? 1 : 0;
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

std::string percent_text(double share) {
  constexpr double kOneDecimalBelow = 0.0995;
  const bool fine = share > 0 && share < kOneDecimalBelow;
  return fmt::format("{:.{}f}\u00a0%", share * 100, fine ? 1 : 0);
}

std::string score_text(double score) { return fmt::format("{:.3f}", score); }

double share_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace smartdesk::charts
