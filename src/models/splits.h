// Stratified splits of rows: each class has its share in both parts, and rows of one group stay together. The same seed
// gives the same split.
// Source for groups: the greedy assignment of StratifiedGroupKFold in scikit-learn 1.3, with sums of squares for
// standard deviations: https://scikit-learn.org/stable/modules/cross_validation.html#stratifiedgroupkfold

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

// Which rows belong together, such as repeats of one text or the tickets of one customer. A value; safe for concurrent
// reads. Cost of each member: at most linear in the rows.
class Groups {
 public:
  Groups() = default;  // each row by itself, for any number of rows

  // Equal numbers are one group. Only whether they are equal matters.
  explicit Groups(std::span<const std::size_t> group_of_row);

  // Rows with the same name are one group; a row with an empty name is by itself.
  static Groups by_name(std::span<const std::string_view> names);

  // Whether each row is by itself.
  bool are_single() const { return group_of_row_.empty(); }

  // Equal for two rows of one group and for no others.
  std::size_t of(std::size_t row) const { return group_of_row_.empty() ? row : group_of_row_[row]; }

  // The same groups for some rows: row i of the result is rows[i].
  Groups among(std::span<const std::size_t> rows) const;

  // How many rows share a group with an earlier row.
  std::size_t repeats() const { return repeats_; }

 private:
  std::vector<std::size_t> group_of_row_;  // empty: each row by itself
  std::size_t repeats_ = 0;
};

struct Split {
  std::vector<std::size_t> train;  // ascending
  std::vector<std::size_t> test;   // ascending
};

// Whether stratified_folds would hold out any row.
bool can_be_held_out(std::span<const ClassIndex> labels, const Groups& groups);

// In all functions, groups are of at least as many rows as there are labels.

// test_share in (0, 1). Every class of two groups or more has rows on each side, unless single groups that hold several
// classes make that impossible. A group with a class that no other group has stays in train.
Split stratified_split(std::span<const ClassIndex> labels, const Groups& groups, double test_share, std::uint64_t seed);

// `folds` ≥ 2 splits. Each group is in one test part, and every training part has every class: a group with a class
// that no other group has is in every training part and in no test part. The rows of a class with fewer rows than folds
// are in different test parts if each row is a group by itself. Test parts may be empty.
std::vector<Split> stratified_folds(std::span<const ClassIndex> labels, const Groups& groups, int folds,
                                    std::uint64_t seed);

// The earlier rows train and the later ones test; rows at one time are on one side. times: one per row, to be compared
// as texts; rows with an empty one are on neither side. test is empty if all times are equal.
Split split_by_time(std::span<const std::string_view> times, double test_share);

// Takes out of split.test the rows of a group that has a row in split.train.
void drop_seen(Split& split, const Groups& groups);

// Takes out of split.test the rows that say nothing new: those that drop_seen takes out, and of each group in test all
// but the first. A figure that counts the same text several times claims more evidence than there is.
void drop_repeats(Split& split, const Groups& repeats);

}  // namespace smartdesk::models
