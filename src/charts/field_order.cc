#include "charts/field_order.h"

#include <algorithm>
#include <array>

#include "charts/numbers.h"

namespace smartdesk::charts {
namespace {

Role role_of_degree(const std::vector<LabelDefinition>& labels, std::size_t place) {
  const auto first_bad =
      std::find_if(labels.begin(), labels.end(), [](const LabelDefinition& label) { return label.tone == Tone::kBad; });
  switch (labels[place].tone) {
    case Tone::kBad:
      return place == static_cast<std::size_t>(first_bad - labels.begin()) ? Role::kHigh : Role::kCritical;
    case Tone::kGood:
      return Role::kPositive;
    case Tone::kNeutral:
      break;
  }
  return place == 0 ? Role::kLow : Role::kMedium;
}

Role role_of_tone(Tone tone) {
  return tone == Tone::kBad ? Role::kNegative : tone == Tone::kGood ? Role::kPositive : Role::kNeutral;
}

// The same for all labels without a fixed order, and behind the others.
std::size_t rank(const TaskDefinition& task, std::string_view label) {
  const auto count = known_labels(task).size();
  const auto place = has_fixed_order(task) ? position_of(task, label) : std::nullopt;
  if (!place) return count;
  return task.ordered ? count - 1 - *place : *place;
}

}  // namespace

std::optional<Role> label_role(const TaskDefinition& task, std::string_view label) {
  const auto place = has_fixed_order(task) ? position_of(task, label) : std::nullopt;
  if (!place) return std::nullopt;
  const auto& labels = known_labels(task);
  return task.ordered ? role_of_degree(labels, *place) : role_of_tone(labels[*place].tone);
}

std::vector<Role> label_roles(const TaskDefinition& task, const std::vector<std::string>& labels) {
  const bool has_order =
      std::any_of(labels.begin(), labels.end(), [&](const auto& label) { return label_role(task, label).has_value(); });
  // Hues that neither degrees nor tones use.
  constexpr std::array kOthers{Role::kSeries8, Role::kSeries3, Role::kSeries7, Role::kSeries5};
  std::vector<Role> roles;
  std::size_t others = 0;
  for (const auto& label : labels) {
    const auto own = label_role(task, label);
    if (own && std::find(roles.begin(), roles.end(), *own) == roles.end()) {
      roles.push_back(*own);
      continue;
    }
    roles.push_back(has_order ? kOthers[others % kOthers.size()] : series_role(others));
    ++others;
  }
  return roles;
}

void put_in_order(const TaskDefinition& task, std::vector<Bar>& bars) {
  std::stable_sort(bars.begin(), bars.end(), [&](const Bar& a, const Bar& b) {
    const auto first = rank(task, a.name), second = rank(task, b.name);
    return first != second ? first < second : a.tickets > b.tickets;
  });
}

void put_in_order(const TaskDefinition& task, std::vector<std::string>& labels) {
  std::stable_sort(labels.begin(), labels.end(),
                   [&](const auto& a, const auto& b) { return rank(task, a) < rank(task, b); });
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
