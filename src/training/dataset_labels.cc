#include "training/dataset_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "models/model.h"

namespace smartdesk::training {
namespace {

LabelCells cells_of(const Dataset& dataset, std::size_t task) {
  LabelCells cells;
  for (const auto& row : dataset.rows) ++cells[row.labels[task]];
  return cells;
}

void refuse_other_data(const Dataset& dataset, std::size_t task, const LabelColumn& column) {
  if (!column.looks_like_other_data()) return;
  throw Error(ErrorCode::kInvalidInput,
              fmt::format("{}, task \"{}\": {} labels in {} rows: is this the label column?", dataset.path,
                          dataset.tasks[task], column.names.size(), column.labelled));
}

void refuse_unknown_member(const Dataset& dataset, std::size_t task, const LabelColumn& column,
                           const std::vector<std::string>& members) {
  const auto is_member = [&](const std::string& label) {
    return std::find(members.begin(), members.end(), label) != members.end();
  };
  if (std::all_of(column.names.begin(), column.names.end(), is_member)) return;
  for (const auto& row : dataset.rows) {
    const auto* labels = column.of(row.labels[task]);
    if (labels == nullptr) continue;
    const auto unknown = std::find_if_not(labels->begin(), labels->end(), is_member);
    if (unknown == labels->end()) continue;
    throw Error(
        ErrorCode::kInvalidInput,
        fmt::format("{}, line {}, task \"{}\": the model does not know the label \"{}\". Correct it, or train a "
                    "model with it.",
                    dataset.path, row.line, dataset.tasks[task], *unknown));
  }
}

// Replaces the column by one yes-or-no task per label.
void split_column(Dataset& dataset, std::size_t task, const LabelColumn& column,
                  const std::vector<std::string>& members) {
  const auto at = static_cast<std::ptrdiff_t>(task);
  const std::string name = dataset.tasks[task];
  for (auto& row : dataset.rows) {
    std::vector<std::string> answers(members.size());
    if (const auto* labels = column.of(row.labels[task])) {
      for (std::size_t m = 0; m < members.size(); ++m)
        answers[m] = std::binary_search(labels->begin(), labels->end(), members[m]) ? models::kYes : models::kNo;
    }
    row.labels.erase(row.labels.begin() + at);
    row.labels.insert(row.labels.begin() + at, answers.begin(), answers.end());
  }
  std::vector<std::string> names;
  for (const auto& member : members) names.push_back(member_task(name, member));
  dataset.tasks.erase(dataset.tasks.begin() + at);
  dataset.tasks.insert(dataset.tasks.begin() + at, names.begin(), names.end());
  dataset.split_column.erase(dataset.split_column.begin() + at);
  dataset.split_column.insert(dataset.split_column.begin() + at, members.size(), name);
}

void name_labels(Dataset& dataset, std::size_t task, const LabelColumn& column) {
  for (auto& row : dataset.rows) {
    const auto* labels = column.of(row.labels[task]);
    row.labels[task] = labels == nullptr ? std::string() : labels->front();
  }
}

// Returns the number of tasks that the task became.
std::size_t decide_task(const DatasetSource& source, Dataset& dataset, std::size_t task) {
  const auto members = source.members.find(dataset.tasks[task]);
  const auto known = source.known.find(dataset.tasks[task]);
  LabelRules rules{source.several, {}, {}};
  if (members != source.members.end()) {
    rules = {SeveralLabels::kAlways, members->second, {}};
  } else if (known != source.known.end()) {
    rules = {SeveralLabels::kNever, known->second, {}};
  }
  rules.like_none = source.like_none;
  const auto column = read_label_column(cells_of(dataset, task), rules);
  if (rules.known.empty()) refuse_other_data(dataset, task, column);
  for (const auto& note : column.notes) dataset.notes.push_back({note.kind, dataset.tasks[task] + ": " + note.text});
  if (members == source.members.end() && !column.is_several) {
    name_labels(dataset, task, column);
    return 1;
  }
  if (members != source.members.end()) refuse_unknown_member(dataset, task, column, members->second);
  const auto& names = members == source.members.end() ? column.names : members->second;
  split_column(dataset, task, column, names);
  return names.size();
}

}  // namespace

void decide_labels(const DatasetSource& source, Dataset& dataset) {
  dataset.split_column.resize(dataset.tasks.size());
  for (std::size_t task = 0; task < dataset.tasks.size();) task += decide_task(source, dataset, task);
}

}  // namespace smartdesk::training
