#include "training/row_groups.h"

#include <set>
#include <string_view>

#include "training/repeats.h"

namespace smartdesk::training {
namespace {

std::vector<std::string> labels_of_one_text(const LabelSet& labels, const LabelledTexts& rows) {
  std::vector<std::set<std::size_t>> texts(static_cast<std::size_t>(labels.size()));
  std::vector<std::size_t> count(texts.size(), 0);
  for (std::size_t row = 0; row < rows.labels.size(); ++row) {
    const auto label = static_cast<std::size_t>(rows.labels[row]);
    ++count[label];
    if (texts[label].size() < 2) texts[label].insert(rows.repeats.of(row));
  }
  std::vector<std::string> warnings;
  for (std::size_t label = 0; label < texts.size(); ++label) {
    if (count[label] < 2 || texts[label].size() > 1) continue;
    warnings.push_back("\"" + labels.name(static_cast<ClassIndex>(label)) + "\" has " + std::to_string(count[label]) +
                       " rows of one text; it is learned but cannot be validated.");
  }
  return warnings;
}

}  // namespace

RowGroups row_groups(std::span<const DatasetRow* const> rows, const Run& run) {
  std::vector<std::string_view> texts, names;
  for (const auto* row : rows) {
    texts.push_back(row->text);
    names.push_back(row->group);
  }
  return {repeats_of(texts, run), models::Groups::by_name(names)};
}

std::vector<std::string> keep_together(const RowGroups& all, std::span<const std::size_t> positions,
                                       const LabelSet& labels, LabelledTexts& rows) {
  rows.repeats = all.repeats.among(positions);
  rows.groups = all.columns.among(positions);
  const auto real = std::span(rows.labels).first(rows.generated_from);
  if (!rows.groups.are_single() && !models::can_be_held_out(real, rows.groups)) {
    throw Error(ErrorCode::kInvalidInput,
                "Each label occurs in one group of rows only, so no group can be held out. Group the rows by another "
                "column.");
  }
  if (rows.repeats.are_single()) return {};
  if (models::can_be_held_out(real, rows.repeats)) return labels_of_one_text(labels, rows);
  rows.repeats = {};
  return {"each label has only one text, however often it is repeated. The figures say nothing about other texts."};
}

}  // namespace smartdesk::training
