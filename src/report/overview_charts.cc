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
#include "report/markup.h"

namespace smartdesk::report {
namespace {

constexpr std::size_t kMostDailyBars = 45, kMostPanels = 5;

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

// The label that is bad news (Negative, High, before Critical), or else the most common one.
const Count& headline_label(const TaskCounts& of) {
  for (const auto wanted : {charts::Role::kNegative, charts::Role::kHigh, charts::Role::kCritical}) {
    for (const auto& count : of.counts) {
      if (charts::label_role(of.task, count.name) == wanted) return count;
    }
  }
  return of.counts.front();
}

std::string capitalised(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string share_sentence(const TaskCounts& of) {
  const auto& label = headline_label(of);
  return capitalised(fmt::format("{} {} is {} of tickets", label.name, of.task.name,
                                 charts::percent_text(charts::share_of(label.tickets, total(of.counts)))));
}

// The row with the most tickets in a column.
std::optional<std::size_t> largest_row(const CrossTable& table, std::size_t column) {
  std::optional<std::size_t> best;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (!best || table.tickets[row][column] > table.tickets[*best][column]) best = row;
  }
  return best;
}

// Of which labels of a task without an order the headline's tickets are, for instance of which category.
std::string largest_part(const Overview& overview, const TaskCounts& of) {
  const auto table = std::find_if(overview.crossed.begin(), overview.crossed.end(), [&](const CrossTable& each) {
    return each.column_task.name == of.task.name && !has_fixed_order(each.row_task) && !each.rows.empty();
  });
  if (table == overview.crossed.end()) return "";
  const auto column = std::find(table->columns.begin(), table->columns.end(), headline_label(of).name);
  if (column == table->columns.end()) return "";
  const auto at = static_cast<std::size_t>(column - table->columns.begin());
  const auto row = largest_row(*table, at);
  std::int64_t all = 0;
  for (const auto& tickets : table->tickets) all += tickets[at];
  const double share = charts::share_of(table->tickets[*row][at], all);
  return share > 0.5 ? fmt::format(", most of it {}", table->rows[*row])
                     : fmt::format(", the largest part of it {} ({})", table->rows[*row], charts::percent_text(share));
}

// "categories" of "category".
std::string plural_of(const std::string& name) {
  if (name.size() > 1 && name.back() == 'y' &&
      std::string_view("aeiou").find(name[name.size() - 2]) == std::string_view::npos)
    return name.substr(0, name.size() - 1) + "ies";
  for (const std::string_view hissing : {"s", "x", "ch", "sh"}) {
    if (name.ends_with(hissing)) return name + "es";
  }
  return name + "s";
}

std::string commonest_sentence(const std::vector<Count>& counts, std::string_view plural) {
  return fmt::format("{} is the commonest of {} {}: {} of tickets", counts.front().name, counts.size(), plural,
                     charts::percent_text(charts::share_of(counts.front().tickets, total(counts))));
}

std::string_view article_of(std::string_view noun) {
  return std::string_view("aeiou").find(noun.front()) == std::string_view::npos ? "a" : "an";
}

std::string with_field(const std::vector<Count>& counts, std::string_view field, std::int64_t all) {
  const auto labelled = total(counts);
  const auto of_all = labelled == all ? "" : " of " + charts::count_text(all);
  return fmt::format("{}{} tickets with {} {}", charts::count_text(labelled), of_all, article_of(field), field);
}

std::string finding(const Overview& overview, const TaskCounts& of) {
  if (!has_fixed_order(of.task)) return commonest_sentence(of.counts, plural_of(of.task.name));
  return share_sentence(of) + (of.task.ordered ? largest_part(overview, of) : "");
}

charts::DistributionSpec distribution(const Overview& overview, const TaskCounts& of, std::string title) {
  return {file_name(of.task.name) + "_distribution", std::move(title),
          with_field(of.counts, of.task.name, overview.tickets), of.task, bars_of(of.counts)};
}

// The chart of an ordered task's labels by those of one with good and bad news.
bool is_stacked(const CrossTable& table) {
  return table.row_task.ordered && !table.column_task.ordered && has_bad_news(table.column_task);
}

const TaskCounts& counts_of(const Overview& overview, const TaskDefinition& task) {
  return *std::find_if(overview.tasks.begin(), overview.tasks.end(),
                       [&](const TaskCounts& each) { return each.task.name == task.name; });
}

std::string stacked_title(const Overview& overview, const CrossTable& table) {
  const auto& label = headline_label(counts_of(overview, table.row_task)).name;
  const auto& news = headline_label(counts_of(overview, table.column_task)).name;
  const auto row = std::find(table.rows.begin(), table.rows.end(), label);
  const auto column = std::find(table.columns.begin(), table.columns.end(), news);
  if (row == table.rows.end() || column == table.columns.end())
    return capitalised(plural_of(table.column_task.name)) + " within each " + table.row_task.name;
  const auto column_at = static_cast<std::size_t>(column - table.columns.begin());
  std::int64_t in_row = 0, in_column = 0, all = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    for (std::size_t j = 0; j < table.columns.size(); ++j) {
      all += table.tickets[i][j];
      if (table.rows[i] == label) in_row += table.tickets[i][j];
      if (j == column_at) in_column += table.tickets[i][j];
    }
  }
  const auto both = table.tickets[static_cast<std::size_t>(row - table.rows.begin())][column_at];
  return fmt::format("{} of {} {} tickets are {}, of all tickets {}",
                     charts::percent_text(charts::share_of(both, in_row)), label, table.row_task.name, news,
                     charts::percent_text(charts::share_of(in_column, all)));
}

charts::StackedSpec stacked(const Overview& overview, const CrossTable& table) {
  const auto& row = table.row_task.name;
  return {file_name(row) + "_by_" + file_name(table.column_task.name),
          stacked_title(overview, table),
          fmt::format("share of each {} within {} {}", table.column_task.name, article_of(row), row),
          table.row_task,
          table.column_task,
          table.rows,
          table.columns,
          table.tickets};
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

// A summary shows six panels; the last one is for the sentences.
void add_task_panels(const Overview& overview, charts::SummarySpec& spec) {
  const auto add = [&](auto panel) {
    if (spec.panels.size() < kMostPanels) spec.panels.push_back(std::move(panel));
  };
  for (const auto& of : overview.tasks) {
    if (!of.counts.empty()) add(distribution(overview, of, finding(overview, of)));
  }
  for (const auto& table : overview.crossed) {
    if (is_stacked(table) && !table.rows.empty()) add(stacked(overview, table));
  }
  if (auto time = volume(overview)) add(std::move(*time));
}

charts::SummarySpec summary(const Overview& overview, const Insights& insights) {
  charts::SummarySpec spec{"executive_summary",
                           charts::count_text(overview.tickets) + " support tickets at a glance",
                           std::filesystem::path(overview.path).filename().string(),
                           {},
                           {}};
  if (const auto period = period_of(overview); !period.empty()) spec.subtitle += ", " + period;
  for (const auto& [figure, caption] : key_figures(overview)) spec.figures.push_back({figure, caption});
  add_task_panels(overview, spec);
  const auto add = [&](const std::string& field, const std::vector<Count>& counts, std::string_view plural) {
    if (counts.size() < 2 || spec.panels.size() >= kMostPanels) return;
    spec.panels.push_back(distribution(overview, {{field}, counts}, commonest_sentence(counts, plural)));
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
  for (const auto& of : overview.tasks) {
    if (of.counts.empty()) continue;
    if (!has_fixed_order(of.task)) {
      figures.emplace_back(charts::count_text(std::ssize(of.counts)), plural_of(of.task.name));
      continue;
    }
    const auto& label = headline_label(of);
    figures.emplace_back(charts::percent_text(charts::share_of(label.tickets, total(of.counts))),
                         label.name + " " + of.task.name);
  }
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
  for (const auto& of : overview.tasks) {
    const auto& name = of.task.name;
    add_or_say(
        !of.counts.empty(),
        [&] { return charts::distribution_chart(distribution(overview, of, finding(overview, of))); },
        fmt::format("No {} chart: the table has no {} labels.", name, name));
  }
  for (const auto& table : overview.crossed) {
    if (!is_stacked(table)) continue;
    add_or_say(
        !table.rows.empty(), [&] { return charts::stacked_chart(stacked(overview, table)); },
        fmt::format("No chart of {} by {}: no ticket has both.", table.row_task.name, table.column_task.name));
  }
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
