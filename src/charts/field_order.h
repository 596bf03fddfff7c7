// Fixed order and colours for the labels of sentiment and urgency.

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

// A colour for each label: its fixed colour, if it has one. Labels without one never get a similar colour. A field
// without fixed colours gets the colours of the series in turn.
std::vector<Role> label_roles(std::string_view field, const std::vector<std::string>& labels);

// Labels with a fixed order first, then the others, commonest first.
void put_in_order(std::string_view field, std::vector<Bar>& bars);
void put_in_order(std::string_view field, std::vector<std::string>& labels);

// The commonest `limit` - 1 and the sum of the rest as "n others", if there are more than `limit`.
std::vector<Bar> with_others(std::vector<Bar> bars, std::size_t limit);

}  // namespace smartdesk::charts
