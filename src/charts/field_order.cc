#include "charts/field_order.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

struct Known {
  std::string_view field, label;
  Role role;
};

constexpr std::array kKnown{
    Known{"sentiment", "negative", Role::kNegative},
    Known{"sentiment", "neutral", Role::kNeutral},
    Known{"sentiment", "positive", Role::kPositive},
    Known{"urgency", "critical", Role::kCritical},
    Known{"urgency", "urgent", Role::kCritical},
    Known{"urgency", "high", Role::kHigh},
    Known{"urgency", "medium", Role::kMedium},
    Known{"urgency", "normal", Role::kMedium},
    Known{"urgency", "low", Role::kLow},
};

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// kKnown.size() for labels without a fixed order.
std::size_t rank(std::string_view field, std::string_view label) {
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& k) { return k.field == field && same_letters(k.label, label); });
  return static_cast<std::size_t>(known - kKnown.begin());
}

}  // namespace

std::optional<Role> field_role(std::string_view field, std::string_view label) {
  const auto at = rank(field, label);
  if (at == kKnown.size()) return std::nullopt;
  return kKnown[at].role;
}

std::vector<Role> label_roles(std::string_view field, const std::vector<std::string>& labels) {
  const bool has_order = std::any_of(labels.begin(), labels.end(),
                                     [&](const auto& label) { return field_role(field, label).has_value(); });
  // Hues that neither sentiment nor urgency uses.
  constexpr std::array kOthers{Role::kSeries8, Role::kSeries3, Role::kSeries7, Role::kSeries5};
  std::vector<Role> roles;
  std::size_t others = 0;
  for (const auto& label : labels) {
    const auto own = field_role(field, label);
    roles.push_back(own ? *own : has_order ? kOthers[others % kOthers.size()] : series_role(others));
    if (!own) ++others;
  }
  return roles;
}

void put_in_order(std::string_view field, std::vector<Bar>& bars) {
  std::stable_sort(bars.begin(), bars.end(), [&](const Bar& a, const Bar& b) {
    const auto first = rank(field, a.name), second = rank(field, b.name);
    return first != second ? first < second : a.tickets > b.tickets;
  });
}

void put_in_order(std::string_view field, std::vector<std::string>& labels) {
  std::stable_sort(labels.begin(), labels.end(),
                   [&](const auto& a, const auto& b) { return rank(field, a) < rank(field, b); });
}

std::vector<Bar> with_others(std::vector<Bar> bars, std::size_t limit) {
  if (bars.size() <= limit) return bars;
  std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.tickets > b.tickets; });
  Bar others;
  for (std::size_t i = limit - 1; i < bars.size(); ++i) others.tickets += bars[i].tickets;
  others.name = count_text(static_cast<std::int64_t>(bars.size() - limit + 1)) + " others";
  bars.resize(limit - 1);
  bars.push_back(std::move(others));
  return bars;
}

}  // namespace smartdesk::charts
