#include "training/division.h"

#include <algorithm>
#include <string_view>

#include "text/calendar.h"

namespace smartdesk::training {
namespace {

constexpr double kTestShare = 0.2;

bool is_training_split(const std::string& split) { return split == "dev" || split == "train"; }
bool is_test_split(const std::string& split) { return split == "locked" || split == "test"; }

bool has_split_column(const Dataset& dataset) {
  return std::any_of(dataset.rows.begin(), dataset.rows.end(), [](const auto& row) { return !row.split.empty(); });
}

// ISO 8601; empty: no date that can be read.
std::vector<std::string> times_of(const Dataset& dataset) {
  std::vector<std::string_view> column;
  for (const auto& row : dataset.rows) column.push_back(row.created_at);
  const text::DayReader reader(column);
  std::vector<std::string> times;
  for (const auto text : column) times.push_back(reader.read_time(text).value_or(""));
  return times;
}

}  // namespace

Division::Division(const Dataset& dataset, SplitRule rule, std::uint64_t seed)
    : sides_(dataset.rows.size(), Side::kEither), kind_(rule), seed_(seed) {
  if (kind_ == SplitRule::kFromFile && !has_split_column(dataset)) kind_ = SplitRule::kRandom;
  if (kind_ == SplitRule::kRandom) rule_ = "stratified 80/20 split, seed " + std::to_string(seed);
  if (kind_ == SplitRule::kFromFile) read_split_column(dataset);
  if (kind_ == SplitRule::kTime) divide_by_time(dataset);
}

void Division::read_split_column(const Dataset& dataset) {
  rule_ = "the split column: dev rows train, locked rows test";
  for (std::size_t row = 0; row < sides_.size(); ++row) {
    const auto& split = dataset.rows[row].split;
    sides_[row] = is_training_split(split) ? Side::kTrain : is_test_split(split) ? Side::kTest : Side::kNeither;
  }
}

void Division::divide_by_time(const Dataset& dataset) {
  const auto times = times_of(dataset);
  const auto split = models::split_by_time(std::vector<std::string_view>(times.begin(), times.end()), kTestShare);
  if (split.test.empty()) {
    const std::string what = split.train.empty() ? "no row has a date that can be read" : "all dates are equal";
    throw Error(ErrorCode::kInvalidInput, dataset.path + ": " + what +
                                              ", so the rows cannot be split by time. The date is read from a column "
                                              "such as created_at.");
  }
  std::fill(sides_.begin(), sides_.end(), Side::kNeither);
  for (const auto row : split.train) sides_[row] = Side::kTrain;
  std::string first;
  for (const auto row : split.test) {
    sides_[row] = Side::kTest;
    if (first.empty() || times[row] < first) first = times[row];
  }
  rule_ = "split by time: rows before " + first + " train, the later ones test";
  const auto undated = sides_.size() - split.train.size() - split.test.size();
  if (undated == 0) return;
  warnings_.push_back(dataset.path + ": " + std::to_string(undated) + " of " + std::to_string(sides_.size()) +
                      " rows have no date that can be read and are left out.");
}

models::Split Division::random(const TaskRows& rows, const RowGroups& groups) const {
  const auto repeats = groups.repeats.among(rows.rows), columns = groups.columns.among(rows.rows);
  const auto& together = columns.are_single() ? repeats : columns;
  // If no group can be held out, keep_together() says so for the training rows.
  const bool can_keep = models::can_be_held_out(rows.labels, together);
  auto split = models::stratified_split(rows.labels, can_keep ? together : models::Groups(), kTestShare, seed_);
  if (can_keep) models::drop_repeats(split, repeats);
  return split;
}

models::Split Division::of(const TaskRows& rows, const RowGroups& groups) const {
  if (kind_ == SplitRule::kRandom) return random(rows, groups);
  models::Split split;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const auto side = sides_[rows.rows[i]];
    if (side == Side::kTrain) split.train.push_back(i);
    if (side == Side::kTest) split.test.push_back(i);
  }
  if (kind_ == SplitRule::kTime) {
    models::drop_seen(split, groups.columns.among(rows.rows));
    models::drop_repeats(split, groups.repeats.among(rows.rows));
  }
  return split;
}

}  // namespace smartdesk::training
