// The labels that have an order of their own: shown in it, and always in the same colour.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/theme.h"

namespace smartdesk::charts {

// One label with the tickets that have it.
struct Bar {
  std::string name;
  std::int64_t tickets = 0;
};

// Negative, Neutral, Positive of `sentiment`; Critical, High, Medium, Low of `urgency` (case aside); nullopt for
// others.
std::optional<Role> field_role(std::string_view field, std::string_view label);

// A colour for each label: its own where it has one; labels without one never look like those that have. A field
// without any order gets the series' colours in turn.
std::vector<Role> label_roles(std::string_view field, const std::vector<std::string>& labels);

// Labels with an order in it, then the others, commonest first.
void put_in_order(std::string_view field, std::vector<Bar>& bars);
void put_in_order(std::string_view field, std::vector<std::string>& labels);

// The commonest `limit` - 1 and the sum of the rest as "n others", if there are more than `limit`.
std::vector<Bar> with_others(std::vector<Bar> bars, std::size_t limit);

}  // namespace smartdesk::charts
