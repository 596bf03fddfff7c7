#include "report/insights.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cctype>
#include <cmath>
#include <numeric>

#include "charts/field_order.h"
#include "charts/font_metrics.h"
#include "charts/numbers.h"
#include "text/ascii.h"

namespace smartdesk::report {
namespace {

constexpr double kLevel = 0.05, kMuchMore = 1.25, kMuchLess = 0.6, kHardlyVaries = 0.9;
constexpr std::int64_t kSmall = 20;
constexpr std::size_t kMostInsights = 8;
constexpr double kLeastShareOfWeek = 1.5, kLeastDeviations = 3.5;
constexpr std::size_t kFewestWeeks = 6;

// A sentence before the correction for multiple comparisons.
struct Candidate {
  std::string text;
  double p_value = 1;
  double weight = 0;     // tickets above or below the expected number: the importance
  bool tellable = true;  // large enough to be worth a sentence
};

// Labels that mark failed labelling.
bool is_no_answer(std::string_view label) {
  const auto lower = text::ascii_lower(label);
  return lower == "error" || lower == "unknown" || (lower.starts_with("no ") && lower.ends_with(" detected"));
}

// "High urgency", but "Billing".
std::string described(const TaskDefinition& task, const std::string& label) {
  auto name = charts::plain_text(label);
  return has_fixed_order(task) ? name + " " + task.name : name;
}

// Tests whether the share `part` / `group` differs from `whole` / `all`. Chi-squared test of the 2 × 2 table with
// Yates' correction for small tables.
double p_value_of(std::int64_t part, std::int64_t group, std::int64_t whole, std::int64_t all) {
  const auto a = static_cast<double>(part), b = static_cast<double>(group - part);
  const auto c = static_cast<double>(whole - part), d = static_cast<double>(all - group - whole + part);
  const double margins = (a + b) * (c + d) * (a + c) * (b + d);
  if (margins <= 0) return 1;
  const double gap = std::max(0.0, std::abs(a * d - b * c) - (a + b + c + d) / 2);
  const double chi_squared = gap * gap * (a + b + c + d) / margins;
  return boost::math::gamma_q(0.5, chi_squared / 2);
}

// The labels that are bad news (High, Critical, Negative), or all if none of them occurs.
std::vector<std::size_t> columns_of_interest(const CrossTable& table) {
  std::vector<std::size_t> alarming, all;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    all.push_back(i);
    const auto role = charts::label_role(table.column_task, table.columns[i]);
    if (role == charts::Role::kHigh || role == charts::Role::kCritical || role == charts::Role::kNegative)
      alarming.push_back(i);
  }
  return alarming.empty() ? all : alarming;
}

std::string sentence(const CrossTable& table, std::size_t row, std::size_t column, std::int64_t group,
                     std::int64_t whole, std::int64_t all) {
  const auto both = table.tickets[row][column];
  const double of_all = charts::share_of(group, all), of_column = charts::share_of(both, whole);
  const auto name = described(table.row_task, table.rows[row]);
  const auto target = described(table.column_task, table.columns[column]);
  auto text = fmt::format("{} makes up {} of tickets but {} of those with {} ({} of {}), {:.1f} times its share", name,
                          charts::percent_text(of_all), charts::percent_text(of_column), target,
                          charts::count_text(both), charts::count_text(whole), of_column / of_all);
  if (both == 0) {
    text = fmt::format("{} makes up {} of tickets but none of the {} with {}", name, charts::percent_text(of_all),
                       charts::count_text(whole), target);
  }
  // A low count where a high one was expected does not count as a small number.
  const auto expected = static_cast<std::int64_t>(static_cast<double>(group) * charts::share_of(whole, all));
  return text + (std::max(both, expected) < kSmall ? " (small numbers)." : ".");
}

void compare(const CrossTable& table, std::vector<Candidate>& candidates) {
  if (table.rows.size() < 2 || table.columns.size() < 2) return;
  std::vector<std::int64_t> groups, wholes(table.columns.size(), 0);
  for (const auto& row : table.tickets) {
    groups.push_back(std::accumulate(row.begin(), row.end(), std::int64_t{0}));
    for (std::size_t i = 0; i < row.size(); ++i) wholes[i] += row[i];
  }
  const auto all = std::accumulate(groups.begin(), groups.end(), std::int64_t{0});
  for (const auto column : columns_of_interest(table)) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (is_no_answer(table.rows[row])) continue;
      const auto both = table.tickets[row][column];
      const double expected = static_cast<double>(groups[row]) * charts::share_of(wholes[column], all);
      const double lift = expected > 0 ? static_cast<double>(both) / expected : 1;
      candidates.push_back({sentence(table, row, column, groups[row], wholes[column], all),
                            p_value_of(both, groups[row], wholes[column], all),
                            std::abs(static_cast<double>(both) - expected), lift >= kMuchMore || lift <= kMuchLess});
    }
  }
}

// Weeks with far more tickets than the others: unlikely as a Poisson count, and beyond the usual variation of the
// weeks.
void compare_weeks(const std::vector<Count>& weeks, std::vector<Candidate>& candidates) {
  if (weeks.size() < kFewestWeeks) return;
  std::vector<double> counts;
  for (const auto& week : weeks) counts.push_back(static_cast<double>(week.tickets));
  const auto median_of = [](std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  };
  const double median = median_of(counts);
  std::vector<double> deviations;
  for (const double count : counts) deviations.push_back(std::abs(count - median));
  const double usual = 1.4826 * median_of(deviations);  // a normal distribution's standard deviation
  if (median <= 0) return;
  for (std::size_t i = 0; i < weeks.size(); ++i) {
    if (counts[i] <= median) continue;
    const bool tellable = counts[i] >= kLeastShareOfWeek * median && counts[i] - median >= kLeastDeviations * usual;
    candidates.push_back({fmt::format("The week {} brought {} tickets, {:.1f} times the usual {:.0f}.", weeks[i].name,
                                      charts::count_text(weeks[i].tickets), counts[i] / median, median),
                          boost::math::gamma_p(counts[i], median), counts[i] - median, tellable});
  }
}

void tell_of_fields_that_hardly_vary(const std::string& field, const std::vector<Count>& counts,
                                     std::vector<Insight>& found) {
  std::int64_t all = 0;
  for (const auto& count : counts) all += count.tickets;
  if (all < kSmall || charts::share_of(counts.front().tickets, all) < kHardlyVaries) return;
  found.push_back({fmt::format("{} of {} tickets ({}) have the {} {}, so the field hardly distinguishes tickets.",
                               charts::count_text(counts.front().tickets), charts::count_text(all),
                               charts::percent_text(charts::share_of(counts.front().tickets, all)), field,
                               charts::plain_text(counts.front().name)),
                   0});
}

void tell_of_failed_labels(const Overview& overview, std::vector<Insight>& found) {
  std::string text;
  for (const auto& [task, counts] : overview.tasks) {
    std::int64_t failed = 0;
    for (const auto& count : counts) failed += is_no_answer(count.name) ? count.tickets : 0;
    if (failed == 0) continue;
    text += fmt::format("{}{} for {}", text.empty() ? "" : ", ", charts::count_text(failed), task.name);
  }
  if (text.empty()) return;
  found.push_back({"Tickets with a failure mark (Error, Unknown) in place of an answer: " + text +
                       ". Cleaning the table drops them.",
                   0});
}

// Holm's step-down correction, in place. Sorts the candidates by p-value.
void correct(std::vector<Candidate>& candidates) {
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.p_value < b.p_value; });
  double highest = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    highest = std::max(highest, std::min(1.0, candidates[i].p_value * static_cast<double>(candidates.size() - i)));
    candidates[i].p_value = highest;
  }
}

void tell_of_strongest_association(const Overview& overview, std::vector<Insight>& found) {
  const auto strongest =
      std::max_element(overview.associations.begin(), overview.associations.end(),
                       [](const Association& a, const Association& b) { return a.cramers_v < b.cramers_v; });
  if (strongest == overview.associations.end()) return;
  const double corrected = std::min(1.0, strongest->p_value * static_cast<double>(overview.associations.size()));
  constexpr double kWorthASentence = 0.1;  // below this, an association is less than small (Cohen)
  if (corrected >= kLevel || strongest->cramers_v < kWorthASentence) return;
  found.push_back(
      {fmt::format("Of all pairs of fields, {} and {} have the strongest association: Cramér's V {:.2f} (0 none, "
                   "1 one determines the other).",
                   strongest->first, strongest->second, strongest->cramers_v),
       corrected});
}

}  // namespace

Insights find_insights(const Overview& overview) {
  std::vector<Candidate> candidates;
  for (const auto& table : overview.crossed) compare(table, candidates);
  compare_weeks(overview.per_week, candidates);
  correct(candidates);

  Insights insights;
  tell_of_failed_labels(overview, insights.found);
  insights.comparisons = static_cast<int>(candidates.size() + overview.associations.size());
  for (const auto& [task, counts] : overview.tasks) {
    if (!counts.empty()) tell_of_fields_that_hardly_vary(task.name, counts, insights.found);
  }
  tell_of_strongest_association(overview, insights.found);
  std::erase_if(candidates, [](const Candidate& c) { return !c.tellable || c.p_value >= kLevel; });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.weight > b.weight; });
  for (auto& candidate : candidates) {
    if (insights.found.size() < kMostInsights) insights.found.push_back({std::move(candidate.text), candidate.p_value});
  }
  insights.conclusion =
      insights.found.empty()
          ? fmt::format("Nothing stands out: of {} comparisons, none is significant at the 5 % level.",
                        insights.comparisons)
          : fmt::format(
                "{} comparisons were tested. The differences above have p < 0.05 after Holm's correction for "
                "multiple comparisons.",
                insights.comparisons);
  if (insights.comparisons == 0 && insights.found.empty()) {
    std::vector<std::string> names;
    for (const auto& of : overview.tasks) names.push_back(of.task.name);
    insights.conclusion = fmt::format("Nothing could be compared: the table needs at least two of {} and product.",
                                      fmt::join(names, ", "));
  }
  return insights;
}

}  // namespace smartdesk::report
