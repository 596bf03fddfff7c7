// Order and colours of a field's labels. A task whose labels have an order or tones (core/taxonomy.h) keeps its own;
// any other field, which is a task without labels here, is shown commonest first, in the colours of the series.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/theme.h"
#include "core/taxonomy.h"

namespace smartdesk::charts {

// One label with the tickets that have it.
struct Bar {
  std::string name;
  std::int64_t tickets = 0;
};

// Of an ordered task by degree: kLow for the mildest label, kHigh for the mildest that is bad news, kCritical for
// stronger ones, kPositive for good news, else kMedium. Of another task by tone: kNegative, kNeutral, kPositive.
// nullopt for labels that the task does not know (case aside), and for tasks without a fixed order.
std::optional<Role> label_role(const TaskDefinition& task, std::string_view label);

// A colour for each label: its fixed colour, if it has one that no earlier label has. Labels without one never get a
// similar colour. A task without fixed colours gets the colours of the series in turn.
std::vector<Role> label_roles(const TaskDefinition& task, const std::vector<std::string>& labels);

// Labels with a fixed order first (of ordered tasks the strongest first), then the others, commonest first.
void put_in_order(const TaskDefinition& task, std::vector<Bar>& bars);
void put_in_order(const TaskDefinition& task, std::vector<std::string>& labels);

// The commonest `limit` - 1 and the sum of the rest as "n others", if there are more than `limit`.
std::vector<Bar> with_others(std::vector<Bar> bars, std::size_t limit);

}  // namespace smartdesk::charts
