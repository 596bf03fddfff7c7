#include "report/overview_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <optional>

#include "charts/heat_map_chart.h"
#include "charts/numbers.h"
#include "charts/pie_chart.h"
#include "charts/summary_chart.h"

namespace smartdesk::report {
namespace {

constexpr std::size_t kMostDailyBars = 45;

std::vector<charts::Bar> bars_of(const std::vector<Count>& counts) {
  std::vector<charts::Bar> bars;
  for (const auto& count : counts) bars.push_back({count.name, count.tickets});
  return bars;
}

std::int64_t total(const std::vector<Count>& counts) {
  std::int64_t sum = 0;
  for (const auto& count : counts) sum += count.tickets;
  return sum;
}

// The alarming label (Negative; High, Critical), or else the most common one.
const Count& headline_label(std::string_view field, const std::vector<Count>& counts) {
  for (const auto wanted : {charts::Role::kNegative, charts::Role::kHigh, charts::Role::kCritical}) {
    for (const auto& count : counts) {
      if (charts::field_role(field, count.name) == wanted) return count;
    }
  }
  return counts.front();
}

std::string capitalised(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string share_sentence(std::string_view field, const std::vector<Count>& counts) {
  const auto& label = headline_label(field, counts);
  return capitalised(fmt::format("{} {} is {} of tickets", label.name, field,
                                 charts::percent_text(charts::share_of(label.tickets, total(counts)))));
}

// The row with the most tickets in a column.
std::optional<std::size_t> largest_row(const CrossTable& table, std::size_t column) {
  std::optional<std::size_t> best;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (!best || table.tickets[row][column] > table.tickets[*best][column]) best = row;
  }
  return best;
}

std::string urgency_sentence(const Overview& overview) {
  auto text = share_sentence("urgency", overview.urgency);
  const auto& label = headline_label("urgency", overview.urgency);
  const auto& table = overview.category_by_urgency;
  const auto column = std::find(table.columns.begin(), table.columns.end(), label.name);
  if (column == table.columns.end()) return text;
  const auto at = static_cast<std::size_t>(column - table.columns.begin());
  const auto row = largest_row(table, at);
  std::int64_t all = 0;
  for (const auto& tickets : table.tickets) all += tickets[at];
  const double share = charts::share_of(table.tickets[*row][at], all);
  return text + (share > 0.5
                     ? fmt::format(", most of it {}", table.rows[*row])
                     : fmt::format(", the largest part of it {} ({})", table.rows[*row], charts::percent_text(share)));
}

std::string commonest_sentence(const std::vector<Count>& counts, std::string_view plural) {
  return fmt::format("{} is the commonest of {} {}: {} of tickets", counts.front().name, counts.size(), plural,
                     charts::percent_text(charts::share_of(counts.front().tickets, total(counts))));
}

std::string with_field(const std::vector<Count>& counts, std::string_view field, std::int64_t all) {
  const auto labelled = total(counts);
  const auto of_all = labelled == all ? "" : " of " + charts::count_text(all);
  const auto article = std::string_view("aeiou").find(field.front()) == std::string_view::npos ? "a" : "an";
  return fmt::format("{}{} tickets with {} {}", charts::count_text(labelled), of_all, article, field);
}

charts::DistributionSpec distribution(const Overview& overview, const std::string& field,
                                      const std::vector<Count>& counts, std::string title) {
  return {field + "_distribution", std::move(title), with_field(counts, field, overview.tickets), field,
          bars_of(counts)};
}

charts::StackedSpec urgency_by_sentiment(const Overview& overview) {
  const auto& table = overview.urgency_by_sentiment;
  charts::StackedSpec spec{"urgency_by_sentiment",
                           "",
                           "share of each sentiment within an urgency",
                           table.row_field,
                           table.column_field,
                           table.rows,
                           table.columns,
                           table.tickets};
  const auto& urgency = headline_label("urgency", overview.urgency).name;
  const auto& sentiment = headline_label("sentiment", overview.sentiment).name;
  const auto row = std::find(table.rows.begin(), table.rows.end(), urgency);
  const auto column = std::find(table.columns.begin(), table.columns.end(), sentiment);
  if (row == table.rows.end() || column == table.columns.end()) {
    spec.title = "Sentiments within each urgency";
    return spec;
  }
  const auto column_at = static_cast<std::size_t>(column - table.columns.begin());
  std::int64_t in_row = 0, in_column = 0, all = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    for (std::size_t j = 0; j < table.columns.size(); ++j) {
      all += table.tickets[i][j];
      if (table.rows[i] == urgency) in_row += table.tickets[i][j];
      if (j == column_at) in_column += table.tickets[i][j];
    }
  }
  const auto both = table.tickets[static_cast<std::size_t>(row - table.rows.begin())][column_at];
  spec.title = fmt::format("{} of {} urgency tickets are {}, of all tickets {}",
                           charts::percent_text(charts::share_of(both, in_row)), urgency, sentiment,
                           charts::percent_text(charts::share_of(in_column, all)));
  return spec;
}

std::optional<charts::TimeSpec> volume(const Overview& overview) {
  if (overview.per_day.size() < 2) return std::nullopt;
  const bool daily = overview.per_day.size() <= kMostDailyBars || overview.per_week.size() < 2;
  const auto& counts = daily ? overview.per_day : overview.per_week;
  const auto by_tickets = [](const Count& a, const Count& b) { return a.tickets < b.tickets; };
  const auto peak = std::max_element(counts.begin(), counts.end(), by_tickets);
  const double mean = static_cast<double>(total(counts)) / static_cast<double>(counts.size());
  const auto unit = daily ? "day" : "week";
  return charts::TimeSpec{"volume",
                          fmt::format("{} tickets a {} on average, at most {} {} {}",
                                      mean < 10 ? fmt::format("{:.1f}", mean) : charts::count_text(std::llround(mean)),
                                      unit, charts::count_text(peak->tickets), daily ? "on" : "in", peak->name),
                          daily ? period_of(overview) : period_of(overview) + ", whole ISO weeks", unit,
                          bars_of(counts)};
}

charts::Chart associations(const Overview& overview) {
  charts::AssociationSpec spec{
      "associations", "", "Cramér's V, bias-corrected: 0 no association, 1 one decides the other", {}};
  const auto looks = static_cast<double>(overview.associations.size());
  const Association* strongest = nullptr;
  for (const auto& pair : overview.associations) {
    const bool beyond_chance = pair.p_value * looks < 0.05;
    spec.cells.push_back({pair.first, pair.second, pair.cramers_v, beyond_chance});
    if (beyond_chance && (strongest == nullptr || pair.cramers_v > strongest->cramers_v)) strongest = &pair;
  }
  spec.title = strongest == nullptr ? "No two fields go together more than chance explains"
                                    : fmt::format("{} and {} go together most: Cramér's V {:.2f}", strongest->first,
                                                  strongest->second, strongest->cramers_v);
  spec.title = capitalised(spec.title);
  return charts::association_chart(spec);
}

charts::SummarySpec summary(const Overview& overview, const Insights& insights) {
  charts::SummarySpec spec{"executive_summary",
                           charts::count_text(overview.tickets) + " support tickets at a glance",
                           std::filesystem::path(overview.path).filename().string(),
                           {},
                           {}};
  if (const auto period = period_of(overview); !period.empty()) spec.subtitle += ", " + period;
  for (const auto& [figure, caption] : key_figures(overview)) spec.figures.push_back({figure, caption});
  if (!overview.sentiment.empty()) {
    spec.panels.push_back(
        distribution(overview, "sentiment", overview.sentiment, share_sentence("sentiment", overview.sentiment)));
  }
  if (!overview.urgency.empty()) {
    spec.panels.push_back(distribution(overview, "urgency", overview.urgency, urgency_sentence(overview)));
  }
  if (!overview.category.empty()) {
    spec.panels.push_back(
        distribution(overview, "category", overview.category, commonest_sentence(overview.category, "categories")));
  }
  if (!overview.urgency_by_sentiment.rows.empty()) spec.panels.push_back(urgency_by_sentiment(overview));
  if (auto time = volume(overview)) spec.panels.push_back(std::move(*time));
  const auto add = [&](const std::string& field, const std::vector<Count>& counts, std::string_view plural) {
    if (counts.size() < 2 || spec.panels.size() >= 5) return;
    spec.panels.push_back(distribution(overview, field, counts, commonest_sentence(counts, plural)));
  };
  add("product", overview.product, "products");
  add("channel", overview.channel, "channels");
  add("language", overview.language, "languages");
  charts::Statements statements{"What stands out", {}};
  for (const auto& insight : insights.found) statements.sentences.push_back(insight.text);
  if (insights.found.empty()) statements.sentences.push_back(insights.conclusion);
  spec.panels.push_back(std::move(statements));
  return spec;
}

}  // namespace

std::string period_of(const Overview& overview) {
  if (overview.first_day.empty()) return "";
  return overview.first_day == overview.last_day ? overview.first_day : overview.first_day + " to " + overview.last_day;
}

std::vector<std::pair<std::string, std::string>> key_figures(const Overview& overview) {
  std::vector<std::pair<std::string, std::string>> figures{{charts::count_text(overview.tickets), "tickets"}};
  const auto share = [&](const std::string& field, const std::vector<Count>& counts) {
    if (counts.empty()) return;
    const auto& label = headline_label(field, counts);
    figures.emplace_back(charts::percent_text(charts::share_of(label.tickets, total(counts))),
                         label.name + " " + field);
  };
  share("sentiment", overview.sentiment);
  share("urgency", overview.urgency);
  if (!overview.category.empty()) figures.emplace_back(charts::count_text(std::ssize(overview.category)), "categories");
  if (!overview.product.empty()) figures.emplace_back(charts::count_text(std::ssize(overview.product)), "products");
  if (overview.per_week.size() > 1) {
    const auto weeks = std::ssize(overview.per_week);
    figures.emplace_back(charts::count_text((total(overview.per_week) + weeks / 2) / weeks),
                         "tickets a week on average");
  }
  return figures;
}

OverviewCharts overview_charts(const Overview& overview, const Insights& insights) {
  OverviewCharts result;
  result.summary = charts::summary_chart(summary(overview, insights));
  const auto add_or_say = [&](bool there, const auto& chart, const std::string& sentence) {
    if (there) {
      result.charts.push_back(chart());
    } else {
      result.left_out.push_back(sentence);
    }
  };
  add_or_say(
      !overview.sentiment.empty(),
      [&] {
        return charts::distribution_chart(
            distribution(overview, "sentiment", overview.sentiment, share_sentence("sentiment", overview.sentiment)));
      },
      "No sentiment chart: the table has no sentiment labels.");
  add_or_say(
      !overview.urgency.empty(),
      [&] {
        return charts::distribution_chart(
            distribution(overview, "urgency", overview.urgency, urgency_sentence(overview)));
      },
      "No urgency chart: the table has no urgency labels.");
  add_or_say(
      !overview.category.empty(),
      [&] {
        return charts::distribution_chart(
            distribution(overview, "category", overview.category, commonest_sentence(overview.category, "categories")));
      },
      "No category chart: the table has no category labels.");
  add_or_say(
      !overview.urgency_by_sentiment.rows.empty(),
      [&] { return charts::stacked_chart(urgency_by_sentiment(overview)); },
      "No chart of urgency by sentiment: no ticket has both.");
  add_or_say(
      !overview.product.empty(),
      [&] {
        return charts::pie_chart({"product_share", commonest_sentence(overview.product, "products"),
                                  with_field(overview.product, "product", overview.tickets),
                                  bars_of(overview.product)});
      },
      "No product chart: the table has no product column.");
  add_or_say(
      !overview.associations.empty(), [&] { return associations(overview); },
      "No chart of associations: the table needs two fields that vary.");
  const auto time = volume(overview);
  add_or_say(
      time.has_value(), [&] { return charts::time_chart(*time); },
      "No chart over time: the table has no dates, or all tickets are from one day.");
  return result;
}

}  // namespace smartdesk::report
