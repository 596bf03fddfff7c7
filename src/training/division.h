// Divides the rows of one file into training and test rows, for a benchmark without a test file.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/splits.h"
#include "training/dataset.h"
#include "training/row_groups.h"

namespace smartdesk::training {

enum class SplitRule {
  kFromFile,  // by the column `split` (dev and train, locked and test); without one as kRandom
  kRandom,    // a stratified fifth of the labelled rows of each task tests
  kTime,      // of the rows with a date that can be read, the latest fifth tests; the others are left out
};

// A value; safe for concurrent reads.
class Division {
 public:
  // Throws Error{kInvalidInput} under kTime if no row has a date, or none has a later one.
  Division(const Dataset& dataset, SplitRule rule, std::uint64_t seed);

  // Whether a row of the dataset may be used for training.
  bool may_train(std::size_t row) const { return sides_[row] == Side::kTrain || sides_[row] == Side::kEither; }

  // Positions in rows.rows. groups: of the dataset's rows first. Groups of a column and repeats are on one side, and
  // each repeated text tests once; but rows that a column of the file divides stay where it puts them. Under kTime,
  // later rows of a group or text that has an earlier row are in neither part.
  models::Split of(const TaskRows& rows, const RowGroups& groups) const;

  // For users: "stratified 80/20 split, seed 42".
  const std::string& rule() const { return rule_; }

  // Each a sentence: rows without a date.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  enum class Side : std::uint8_t { kTrain, kTest, kNeither, kEither };

  void read_split_column(const Dataset& dataset);
  void divide_by_time(const Dataset& dataset);
  models::Split random(const TaskRows& rows, const RowGroups& groups) const;

  std::vector<Side> sides_;  // of each row
  std::string rule_;
  std::vector<std::string> warnings_;
  SplitRule kind_ = SplitRule::kRandom;
  std::uint64_t seed_ = 0;
};

}  // namespace smartdesk::training
