#include "report/workspace_overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "core/clock.h"
#include "text/calendar.h"

namespace smartdesk::report {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostProducts = 12;
constexpr std::uint64_t kMostCounted = 100'000;
// Smaller numbers vary by chance.
constexpr std::uint64_t kRisingFrom = 10;
constexpr double kRisingBy = 1.5;

text::Day day_of(const std::string& iso) {
  const std::string_view text = iso;
  return text::DayReader(std::span(&text, 1)).read(text).value();
}

std::vector<Change> changes(const std::map<std::string, std::uint64_t>& now,
                            const std::map<std::string, std::uint64_t>& before) {
  std::map<std::string, Change> all;
  for (const auto& [label, tickets] : now) all[label].tickets = tickets;
  for (const auto& [label, tickets] : before) all[label].before = tickets;
  std::vector<Change> list;
  for (auto& [label, change] : all) {
    change.label = label;
    list.push_back(change);
  }
  std::stable_sort(list.begin(), list.end(), [](const Change& a, const Change& b) { return a.tickets > b.tickets; });
  return list;
}

template <typename Map>
typename Map::mapped_type value_or_empty(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type() : found->second;
}

// Includes days without tickets.
std::vector<store::DayCount> days_from(const std::vector<store::DayCount>& days, text::Day first, text::Day last) {
  std::vector<store::DayCount> list;
  auto at = std::lower_bound(days.begin(), days.end(), text::iso_date(first),
                             [](const store::DayCount& day, const std::string& iso) { return day.day < iso; });
  for (text::Day day = first; day <= last; day += std::chrono::days(1)) {
    const auto iso = text::iso_date(day);
    const bool there = at != days.end() && at->day == iso;
    list.push_back({iso, there ? (at++)->tickets : 0});
  }
  return list;
}

// The labels that occur, in the task's order, followed by others.
std::vector<std::string> labels_in_order(const TaskDefinition& task, const std::set<std::string>& occur) {
  std::vector<std::string> ordered;
  for (const auto& label : task.labels) {
    if (occur.contains(label.name)) ordered.push_back(label.name);
  }
  for (const auto& label : occur) {
    if (std::find(ordered.begin(), ordered.end(), label) == ordered.end()) ordered.push_back(label);
  }
  return ordered;
}

// Two tasks to cross, or nullptr where the taxonomy has no such task.
struct TaskPair {
  const TaskDefinition* row = nullptr;
  const TaskDefinition* column = nullptr;

  std::string_view row_name() const { return row == nullptr ? std::string_view() : row->name; }
  std::string_view column_name() const { return column == nullptr ? std::string_view() : column->name; }
};

TaskPair tasks_to_cross(const Taxonomy& taxonomy) {
  TaskPair pair;
  for (const auto& task : taxonomy.tasks) {
    if (task.ordered && pair.column == nullptr) pair.column = &task;
    if (!task.ordered && (pair.row == nullptr || task.labels.size() > pair.row->labels.size())) pair.row = &task;
  }
  return pair;
}

TaskCross cross(const TaskPair& tasks, const store::Tally& tally) {
  TaskCross table{std::string(tasks.row_name()), std::string(tasks.column_name()), {}, {}, {}};
  if (tasks.row == nullptr || tasks.column == nullptr) return table;
  std::set<std::string> rows, columns;
  for (const auto& [row, of] : tally.crossed) {
    rows.insert(row);
    for (const auto& [column, tickets] : of) columns.insert(column);
  }
  table.rows = labels_in_order(*tasks.row, rows);
  table.columns = labels_in_order(*tasks.column, columns);
  for (const auto& row : table.rows) {
    auto& cells = table.tickets.emplace_back();
    for (const auto& column : table.columns) cells.push_back(value_or_empty(tally.crossed.at(row), column));
  }
  return table;
}

TaskCross turned(const TaskCross& table) {
  TaskCross result{table.column_task, table.row_task, table.columns, table.rows, {}};
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    auto& cells = result.tickets.emplace_back();
    for (const auto& row : table.tickets) cells.push_back(row[column]);
  }
  return result;
}

TaskCross urgency_by_category(const WorkspaceOverview& overview, const store::TicketStore& store,
                              const Taxonomy& taxonomy) {
  const TaskPair tasks{find_task(taxonomy, "urgency"), find_task(taxonomy, "category")};
  if (tasks.row == nullptr || tasks.column == nullptr) return {};
  if (overview.cross.row_task == tasks.column_name() && overview.cross.column_task == tasks.row_name())
    return turned(overview.cross);
  return cross(tasks, store.tally({overview.from, overview.to}, tasks.row_name(), tasks.column_name()));
}

// As parse_filter() reads it.
std::string quoted(const std::string& value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

void look_for_rising(WorkspaceOverview& overview, const std::string& task, const std::vector<Change>& changes) {
  for (const auto& change : changes) {
    const auto before = static_cast<double>(change.before);
    if (overview.before == 0 || change.tickets < kRisingFrom ||
        static_cast<double>(change.tickets) < kRisingBy * before)
      continue;
    Attention attention{Attention::Kind::kRising, task, change.label, change.tickets, change.before, {}, {}};
    attention.text = fmt::format("{} {} went from {} to {} tickets", task, change.label, change.before, change.tickets);
    attention.filter =
        fmt::format("{}:{} created:>={} created:<={}", task, quoted(change.label), overview.from, overview.to);
    overview.attention.push_back(std::move(attention));
  }
}

// The worst label that is bad news, or nullptr: the strongest of an ordered task, else the first one.
const LabelDefinition* worst_label(const TaskDefinition& task) {
  const LabelDefinition* worst = nullptr;
  for (const auto& label : task.labels) {
    if (label.tone == Tone::kBad && (task.ordered || worst == nullptr)) worst = &label;
  }
  return worst;
}

TaskPair tasks_with_bad_news(const Taxonomy& taxonomy) {
  TaskPair pair;
  for (const auto& task : taxonomy.tasks) {
    auto& place = task.ordered ? pair.row : pair.column;
    if (place == nullptr && has_bad_news(task)) place = &task;
  }
  return pair;
}

std::string lower_case(std::string text) {
  for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// A value in a filter, quoted only where it has to be.
std::string filter_value(const std::string& value) {
  const bool is_plain = std::all_of(value.begin(), value.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
  return is_plain ? value : quoted(value);
}

void look_for_bad_news(WorkspaceOverview& overview, const store::TicketStore& store, const Taxonomy& taxonomy) {
  const auto [degrees, mood] = tasks_with_bad_news(taxonomy);
  if (degrees == nullptr || mood == nullptr) return;
  const auto &worst = *worst_label(*degrees), &bad = *worst_label(*mood);
  store::TicketFilter filter;
  filter.labels = {{degrees->name, worst.name}, {mood->name, bad.name}};
  filter.created = {{overview.from, overview.to}};
  const auto tickets = store.count(filter, kMostCounted);
  if (tickets == 0) return;
  const bool has_adjective = !worst.adjective.empty();
  overview.attention.push_back(
      {has_adjective ? Attention::Kind::kUrgentAndNegative : Attention::Kind::kBothBad, "", "", tickets, 0,
       fmt::format("{} {} tickets with {} {}", tickets,
                   has_adjective ? worst.adjective : lower_case(worst.name) + " " + degrees->name, lower_case(bad.name),
                   mood->name),
       fmt::format("{}:{} {}:{} created:>={} created:<={}", degrees->name, filter_value(worst.name), mood->name,
                   filter_value(bad.name), overview.from, overview.to)});
}

void look_for_unlabelled(WorkspaceOverview& overview, const store::TicketStore& store, const Taxonomy& taxonomy) {
  for (const auto& task : taxonomy.tasks) {
    store::TicketFilter filter;
    filter.labels = {{task.name, ""}};
    const auto tickets = store.count(filter, kMostCounted);
    if (tickets == 0) continue;
    overview.attention.push_back({Attention::Kind::kUnlabelled, task.name, "", tickets, 0,
                                  fmt::format("{} tickets have no {}", tickets, task.name), "no:" + task.name});
  }
}

json::array changes_json(const std::vector<Change>& changes) {
  json::array array;
  for (const auto& change : changes)
    array.push_back({{"label", change.label}, {"tickets", change.tickets}, {"before", change.before}});
  return array;
}

std::string_view name_of(Attention::Kind kind) {
  switch (kind) {
    case Attention::Kind::kUrgentAndNegative:
      return "urgent_and_negative";
    case Attention::Kind::kBothBad:
      return "both_bad";
    case Attention::Kind::kRising:
      return "rising";
    case Attention::Kind::kUnlabelled:
      return "unlabelled";
  }
  return "";
}

}  // namespace

WorkspaceOverview workspace_overview(const store::TicketStore& store, const Taxonomy& taxonomy, int days) {
  WorkspaceOverview overview;
  overview.as_of = utc_now();
  overview.tickets = store.count({}, std::numeric_limits<std::int64_t>::max());
  overview.days = days;
  const auto all_days = store.days();
  if (!all_days.empty()) {
    overview.first_day = all_days.front().day;
    overview.last_day = overview.to = all_days.back().day;
    const text::Day last = day_of(overview.last_day), first = last - std::chrono::days(days - 1);
    const text::Day before_first = first - std::chrono::days(days), before_last = first - std::chrono::days(1);
    overview.from = text::iso_date(first);
    overview.per_day = days_from(all_days, before_first, last);
    const auto crossed = tasks_to_cross(taxonomy);
    const auto now = store.tally({overview.from, overview.to}, crossed.row_name(), crossed.column_name());
    const auto before = store.tally({text::iso_date(before_first), text::iso_date(before_last)}, crossed.row_name(),
                                    crossed.column_name());
    overview.in_period = now.tickets;
    overview.before = before.tickets;
    for (const auto& task : taxonomy.tasks) {
      overview.labels.emplace_back(
          task.name, changes(value_or_empty(now.labels, task.name), value_or_empty(before.labels, task.name)));
    }
    overview.cross = cross(crossed, now);
    overview.urgency_by_category = urgency_by_category(overview, store, taxonomy);
    overview.products = changes(now.products, before.products);
    overview.products.resize(std::min(overview.products.size(), kMostProducts));
    look_for_bad_news(overview, store, taxonomy);
    for (const auto& [task, changed] : overview.labels) {
      if (!has_fixed_order(*find_task(taxonomy, task))) look_for_rising(overview, task, changed);
    }
    look_for_rising(overview, "product", overview.products);
  }
  look_for_unlabelled(overview, store, taxonomy);
  return overview;
}

json::object overview_json(const WorkspaceOverview& overview) {
  json::array per_day, attention;
  for (const auto& day : overview.per_day) per_day.push_back({{"day", day.day}, {"tickets", day.tickets}});
  for (const auto& item : overview.attention) {
    attention.push_back({{"kind", name_of(item.kind)},
                         {"task", item.task},
                         {"label", item.label},
                         {"tickets", item.tickets},
                         {"before", item.before},
                         {"text", item.text},
                         {"filter", item.filter}});
  }
  const auto& old = overview.urgency_by_category;
  const auto& cross = overview.cross;
  json::object labels;
  for (const auto& [task, changed] : overview.labels) labels[task] = changes_json(changed);
  return {{"tickets", overview.tickets},
          {"first_day", overview.first_day},
          {"last_day", overview.last_day},
          {"period",
           {{"days", overview.days},
            {"from", overview.from},
            {"to", overview.to},
            {"tickets", overview.in_period},
            {"before", overview.before}}},
          {"per_day", std::move(per_day)},
          {"labels", std::move(labels)},
          {"urgency_by_category",
           {{"rows", json::value_from(old.rows)},
            {"columns", json::value_from(old.columns)},
            {"tickets", json::value_from(old.tickets)}}},
          {"cross",
           {{"row_task", cross.row_task},
            {"column_task", cross.column_task},
            {"rows", json::value_from(cross.rows)},
            {"columns", json::value_from(cross.columns)},
            {"tickets", json::value_from(cross.tickets)}}},
          {"product", changes_json(overview.products)},
          {"attention", std::move(attention)},
          {"as_of", overview.as_of}};
}

}  // namespace smartdesk::report
