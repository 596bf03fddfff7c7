#include "report/overview.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "text/calendar.h"

namespace smartdesk::report {
namespace {

// One field of all rows; empty where a row has none.
struct Field {
  TaskDefinition task;
  std::vector<std::string_view> values;
};

Field task_field(const training::Dataset& dataset, const TaskDefinition& task) {
  Field field{task, {}};
  const auto at = std::find(dataset.tasks.begin(), dataset.tasks.end(), task.name);
  if (at == dataset.tasks.end()) return field;
  const auto index = static_cast<std::size_t>(at - dataset.tasks.begin());
  for (const auto& row : dataset.rows) field.values.push_back(row.labels[index]);
  return field;
}

Field column_field(const training::Dataset& dataset, const std::string& name,
                   std::string training::DatasetRow::* column) {
  Field field{{name}, {}};
  for (const auto& row : dataset.rows) field.values.push_back(row.*column);
  return field;
}

bool is_split(const training::Dataset& dataset, std::size_t task) {
  return task < dataset.split_column.size() && !dataset.split_column[task].empty();
}

std::vector<Field> task_fields(const training::Dataset& dataset, const Taxonomy& taxonomy) {
  std::vector<Field> fields;
  for (const auto& task : taxonomy.tasks) fields.push_back(task_field(dataset, task));
  for (std::size_t i = 0; i < dataset.tasks.size(); ++i) {
    if (find_task(taxonomy, dataset.tasks[i]) == nullptr && !is_split(dataset, i))
      fields.push_back(task_field(dataset, {dataset.tasks[i]}));
  }
  return fields;
}

std::vector<Count> counts_of(const Field& field) {
  std::map<std::string_view, std::int64_t> tickets;
  for (const auto value : field.values) {
    if (!value.empty()) ++tickets[value];
  }
  std::vector<Count> counts;
  for (const auto& [name, number] : tickets) counts.push_back({std::string(name), number});
  std::stable_sort(counts.begin(), counts.end(), [](const Count& a, const Count& b) { return a.tickets > b.tickets; });
  return counts;
}

std::map<std::string_view, std::size_t> positions(const std::vector<std::string>& names) {
  std::map<std::string_view, std::size_t> result;
  for (const auto& name : names) result.emplace(name, result.size());
  return result;
}

// Counts the rows that have both fields; empty if there are none.
CrossTable cross(const Field& row_field, const Field& column_field) {
  CrossTable table{row_field.task, column_field.task, {}, {}, {}};
  if (row_field.values.empty() || column_field.values.empty()) return table;
  Field rows{row_field.task, {}}, columns{column_field.task, {}};
  for (std::size_t i = 0; i < row_field.values.size(); ++i) {
    if (row_field.values[i].empty() || column_field.values[i].empty()) continue;
    rows.values.push_back(row_field.values[i]);
    columns.values.push_back(column_field.values[i]);
  }
  for (auto& count : counts_of(rows)) table.rows.push_back(std::move(count.name));
  for (auto& count : counts_of(columns)) table.columns.push_back(std::move(count.name));
  table.tickets.assign(table.rows.size(), std::vector<std::int64_t>(table.columns.size(), 0));
  const auto row_position = positions(table.rows), column_position = positions(table.columns);
  for (std::size_t i = 0; i < rows.values.size(); ++i) {
    ++table.tickets[row_position.at(rows.values[i])][column_position.at(columns.values[i])];
  }
  return table;
}

// Of two tasks with bad news, the ordered one is down, else the later one.
bool is_down(const std::vector<Field>& tasks, std::size_t row, std::size_t column) {
  const auto &down = tasks[row].task, &across = tasks[column].task;
  if (row == column || !has_bad_news(across)) return false;
  if (!has_bad_news(down)) return true;
  return down.ordered == across.ordered ? row > column : down.ordered;
}

std::vector<CrossTable> cross_tables(const std::vector<Field>& tasks, const Field& product) {
  std::vector<CrossTable> tables;
  for (std::size_t row = 0; row < tasks.size(); ++row) {
    for (const bool ordered : {true, false}) {
      for (std::size_t column = 0; column < tasks.size(); ++column) {
        if (tasks[column].task.ordered == ordered && is_down(tasks, row, column))
          tables.push_back(cross(tasks[row], tasks[column]));
      }
    }
  }
  const auto mood = std::find_if(tasks.begin(), tasks.end(),
                                 [](const Field& field) { return has_bad_news(field.task) && !field.task.ordered; });
  if (mood != tasks.end()) tables.push_back(cross(product, *mood));
  return tables;
}

double chi_squared(const CrossTable& table, const std::vector<double>& row_sums, const std::vector<double>& column_sums,
                   double all) {
  double sum = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const double expected = row_sums[row] * column_sums[column] / all;
      const double gap = static_cast<double>(table.tickets[row][column]) - expected;
      sum += gap * gap / expected;
    }
  }
  return sum;
}

// nullopt if a field does not vary.
std::optional<Association> association(const Field& first, const Field& second) {
  const auto table = cross(first, second);
  if (table.rows.size() < 2 || table.columns.size() < 2) return std::nullopt;
  std::vector<double> row_sums(table.rows.size(), 0), column_sums(table.columns.size(), 0);
  double all = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const auto tickets = static_cast<double>(table.tickets[row][column]);
      row_sums[row] += tickets;
      column_sums[column] += tickets;
      all += tickets;
    }
  }
  const double chi = chi_squared(table, row_sums, column_sums, all);
  const auto r = static_cast<double>(table.rows.size()), c = static_cast<double>(table.columns.size());
  const double freedom = (r - 1) * (c - 1);
  // Bergsma's correction of the bias in phi squared and in the number of rows and columns.
  const double phi_squared = std::max(0.0, chi / all - freedom / (all - 1));
  const double rows = r - (r - 1) * (r - 1) / (all - 1), columns = c - (c - 1) * (c - 1) / (all - 1);
  const double room = std::min(rows, columns) - 1;
  Association result{first.task.name, second.task.name, 0, boost::math::gamma_q(freedom / 2, chi / 2)};
  if (room > 0) result.cramers_v = std::min(1.0, std::sqrt(phi_squared / room));
  return result;
}

std::vector<Association> associations_among(const std::vector<const Field*>& fields) {
  std::vector<Association> result;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t j = i + 1; j < fields.size(); ++j) {
      if (auto found = association(*fields[i], *fields[j])) result.push_back(std::move(*found));
    }
  }
  return result;
}

void count_time(const training::Dataset& dataset, Overview& overview) {
  std::vector<std::string_view> column;
  for (const auto& row : dataset.rows) column.push_back(row.created_at);
  const text::DayReader reader(column);
  std::map<text::Day, std::int64_t> tickets;
  for (const auto text : column) {
    if (const auto day = reader.read(text)) ++tickets[*day];
  }
  if (tickets.empty()) return;
  const text::Day first = tickets.begin()->first, last = tickets.rbegin()->first;
  overview.first_day = text::iso_date(first);
  overview.last_day = text::iso_date(last);
  for (text::Day day = first; day <= last; day += std::chrono::days(1)) {
    const auto found = tickets.find(day);
    overview.per_day.push_back({text::iso_date(day), found == tickets.end() ? 0 : found->second});
  }
  constexpr std::ptrdiff_t kWeek = 7;
  const text::Day monday = text::monday_of(first) == first ? first : text::monday_of(first) + std::chrono::days(kWeek);
  const auto whole_weeks = ((last - monday).count() + 1) / kWeek;
  for (std::ptrdiff_t week = 0; week < whole_weeks; ++week) {
    Count count{text::iso_week(monday + std::chrono::days(kWeek * week)), 0};
    const auto start = (monday - first).count() + kWeek * week;
    for (auto day = start; day < start + kWeek; ++day) {
      count.tickets += overview.per_day[static_cast<std::size_t>(day)].tickets;
    }
    overview.per_week.push_back(std::move(count));
  }
}

}  // namespace

Overview survey(const training::Dataset& dataset, const Taxonomy& taxonomy) {
  if (dataset.rows.empty()) {
    throw Error(ErrorCode::kInvalidInput, dataset.path + ": no tickets to report on.");
  }
  const auto tasks = task_fields(dataset, taxonomy);
  const auto product = column_field(dataset, "product", &training::DatasetRow::product);
  const auto channel = column_field(dataset, "channel", &training::DatasetRow::channel);
  const auto language = column_field(dataset, "language", &training::DatasetRow::language);

  Overview overview;
  overview.path = dataset.path;
  overview.tickets = static_cast<std::int64_t>(dataset.rows.size());
  std::vector<const Field*> associated;
  for (const auto& field : tasks) {
    overview.tasks.push_back({field.task, counts_of(field)});
    associated.push_back(&field);
  }
  overview.product = counts_of(product);
  overview.channel = counts_of(channel);
  overview.language = counts_of(language);
  overview.crossed = cross_tables(tasks, product);
  associated.insert(associated.end(), {&product, &channel});
  overview.associations = associations_among(associated);
  count_time(dataset, overview);
  return overview;
}

}  // namespace smartdesk::report
