#include "training/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "formats/columns.h"
#include "training/dataset_labels.h"

namespace smartdesk::training {
namespace {

std::string listed(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

struct LabelColumn {
  std::string task;
  std::size_t column;
};

std::vector<std::pair<std::string, std::string>> usual_tasks(const DatasetSource& source,
                                                             const formats::TableReader& reader) {
  if (reader.column("label")) return {{"label", "label"}};
  std::vector<std::pair<std::string, std::string>> tasks;
  for (const auto& task : source.usual_tasks) tasks.emplace_back(task, "");
  return tasks;
}

// The positions of the tasks' columns; those without a column name are detected together.
std::vector<std::optional<std::size_t>> positions_of(const std::vector<std::pair<std::string, std::string>>& tasks,
                                                     const formats::TableReader& reader) {
  std::vector<std::string> nameless;
  for (const auto& [task, column] : tasks) {
    if (column.empty()) nameless.push_back(task);
  }
  const auto detected = formats::find_label_columns(reader.columns(), nameless);
  std::vector<std::optional<std::size_t>> positions;
  auto next = detected.begin();
  for (const auto& [task, column] : tasks) positions.push_back(column.empty() ? *next++ : reader.column(column));
  return positions;
}

std::vector<LabelColumn> label_columns(const DatasetSource& source, const formats::TableReader& reader) {
  const bool guessed = source.tasks.empty();
  const auto tasks = guessed ? usual_tasks(source, reader) : source.tasks;
  const auto positions = positions_of(tasks, reader);
  std::vector<LabelColumn> found;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const auto& [task, column] = tasks[i];
    if (positions[i]) {
      found.push_back({task, *positions[i]});
    } else if (!guessed && !source.may_lack_tasks) {
      throw Error(ErrorCode::kNoColumn,
                  source.path + ": no column \"" + (column.empty() ? task : column) +
                      "\" with labels. Its columns: " + listed(reader.columns()) + ".",
                  task);
    }
  }
  if (found.empty() && !source.may_lack_tasks) {
    throw Error(ErrorCode::kNoColumn,
                source.path + ": no column with labels. Its columns: " + listed(reader.columns()) + ".", "label");
  }
  return found;
}

// A field of a ticket and its column.
struct Field {
  std::string DatasetRow::* member;
  std::optional<std::size_t> column;
};

std::vector<Field> known_fields(const std::vector<std::string>& columns) {
  return {{&DatasetRow::id, formats::find_field_column(columns, "id")},
          {&DatasetRow::created_at, formats::find_field_column(columns, "created_at")},
          {&DatasetRow::product, formats::find_field_column(columns, "product")},
          {&DatasetRow::channel, formats::find_field_column(columns, "channel")},
          {&DatasetRow::language, formats::find_field_column(columns, "language")},
          {&DatasetRow::split, formats::find_field_column(columns, "split")}};
}

// As in known_fields, for the group column.
Field group_field(const DatasetSource& source, const formats::TableReader& reader) {
  auto column = reader.column(source.group_column);
  if (!column) column = formats::find_field_column(reader.columns(), source.group_column);
  if (column) return {&DatasetRow::group, column};
  throw Error(ErrorCode::kNoColumn,
              source.path + ": no column \"" + source.group_column +
                  "\" to group the rows by. Its columns: " + listed(reader.columns()) + ".",
              "group");
}

}  // namespace

std::string member_task(std::string_view column, std::string_view label) {
  return std::string(column) + ": " + std::string(label);
}

Dataset read_dataset(const DatasetSource& source, const Run& run) {
  Dataset dataset;
  dataset.path = source.path;
  dataset.group_column = source.group_column;
  formats::ReadOptions options;
  options.map = source.map;
  options.encoding = source.encoding;
  options.on_rejected = [&](const formats::Rejected& row) { dataset.rejected.push_back(row); };
  auto reader = formats::TableReader::open(source.path, options);
  const auto text_columns = formats::TextColumns::find(source.path, reader.columns(), source.text_column);
  const auto labels = label_columns(source, reader);
  auto fields = known_fields(reader.columns());
  if (!source.group_column.empty()) fields.push_back(group_field(source, reader));
  for (const auto& label : labels) dataset.tasks.push_back(label.task);
  dataset.split_column.resize(dataset.tasks.size());

  formats::Record record;
  std::string buffer;
  while (reader.next(record)) {
    DatasetRow row;
    row.line = record.line;
    row.text = text_columns.text(record.fields, buffer);
    for (const auto& field : fields) {
      if (field.column) row.*field.member = record.fields[*field.column];
    }
    for (const auto& label : labels) row.labels.emplace_back(record.fields[label.column]);
    dataset.rows.push_back(std::move(row));
    if (dataset.rows.size() % 1024 == 0) {
      run.stop_if_asked();
      run.report("reading " + source.path, reader.bytes_read(), reader.bytes_total());
    }
  }
  if (source.on_read) source.on_read(reader);
  if (dataset.rows.empty()) {
    const std::string why = dataset.rejected.empty() ? "the file has a header but no rows."
                                                     : "none of its rows could be read. The first is line " +
                                                           std::to_string(dataset.rejected.front().line) + ": " +
                                                           dataset.rejected.front().reason + ".";
    throw Error(ErrorCode::kInvalidInput, source.path + ": " + why);
  }
  decide_labels(source, dataset);
  return dataset;
}

DatasetSource like(const Dataset& dataset, DatasetSource source) {
  const bool are_named = !source.tasks.empty();
  for (std::size_t t = 0; t < dataset.tasks.size(); ++t) {
    const auto& task = dataset.tasks[t];
    const auto& column = t < dataset.split_column.size() ? dataset.split_column[t] : std::string();
    auto names = labels_of(dataset, t).names();
    if (column.empty()) {
      source.known[task] = std::move(names);
    } else {
      source.members[column].push_back(task.substr(member_task(column, "").size()));
    }
    const auto& named = column.empty() ? task : column;
    const bool is_new = source.tasks.empty() || source.tasks.back().first != named;
    if (!are_named && is_new) source.tasks.emplace_back(named, "");
  }
  return source;
}

LabelSet labels_of(const Dataset& dataset, std::size_t task) {
  std::vector<std::string> names;
  for (const auto& row : dataset.rows) {
    if (!row.labels[task].empty()) names.push_back(row.labels[task]);
  }
  return LabelSet(std::move(names));
}

TaskRows rows_of(const Dataset& dataset, std::size_t task, const LabelSet& labels) {
  TaskRows rows;
  for (std::size_t i = 0; i < dataset.rows.size(); ++i) {
    const auto& label = dataset.rows[i].labels[task];
    if (label.empty()) continue;
    const auto index = labels.find(label);
    if (!index) {
      rows.unknown_labels.push_back(label);
      continue;
    }
    rows.texts.push_back(dataset.rows[i].text);
    rows.labels.push_back(*index);
    rows.rows.push_back(i);
  }
  return rows;
}

}  // namespace smartdesk::training
