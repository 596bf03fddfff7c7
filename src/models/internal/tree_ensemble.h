// Many decision trees in flat arrays: the result of RandomForest and XGBoost.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "features/sparse_matrix.h"
#include "models/internal/stored_arrays.h"

namespace smartdesk::models {

// A row goes to the low child if its value is below the threshold, else to the high child, which follows the low one.
// If the row lacks the column, absent_goes_high decides. Children come after their parent, so that a walk always ends.
struct TreeNode {
  static constexpr std::uint32_t kLeaf = 0xFFFFFFFF;
  static constexpr std::uint32_t kAbsentGoesHigh = 0x80000000;
  std::uint32_t column = kLeaf;
  float threshold = 0;
  std::uint32_t next = 0;  // of a leaf: its number; else the low child, with kAbsentGoesHigh

  static TreeNode leaf(std::uint32_t number) { return {kLeaf, 0, number}; }
  static TreeNode split(std::uint32_t column, float threshold, std::uint32_t low, bool absent_goes_high) {
    return {column, threshold, low | (absent_goes_high ? kAbsentGoesHigh : 0)};
  }
  bool is_leaf() const { return column == kLeaf; }
  std::uint32_t low() const { return next & ~kAbsentGoesHigh; }
  std::uint32_t high() const { return low() + 1; }
  bool absent_goes_high() const { return (next & kAbsentGoesHigh) != 0; }
};

struct TreeEnsemble {
  enum class Kind : std::uint32_t {
    kAveraged,  // each leaf holds a distribution over the classes; the score is the log of their smoothed mean
    kSummed,    // each leaf holds one number, added to the score of its tree's class
  };
  Kind kind = Kind::kAveraged;
  std::uint32_t classes = 0, columns = 0;
  std::span<const TreeNode> nodes;
  std::span<const std::uint32_t> roots;       // one per tree
  std::span<const std::uint32_t> tree_class;  // kSummed: one per tree
  std::span<const float> leaf_values;         // kAveraged: leaves × classes; kSummed: leaves
  std::span<const float> base;                // one per class, added at the end
  std::shared_ptr<const void> owner;
  std::size_t reach = 0;  // one past the last column that a node reads

  // The same as owned arrays, for fitting.
  struct Builder {
    std::vector<TreeNode> nodes;
    std::vector<std::uint32_t> roots, tree_class;
    std::vector<float> leaf_values, base;
  };
  static TreeEnsemble from(Kind kind, std::uint32_t classes, std::uint32_t columns, Builder builder);

  void scores(features::SparseRow row, std::span<float> out) const;

  void write(ArrayWriter& writer) const;
  static TreeEnsemble read(ArrayReader& reader, std::shared_ptr<const void> owner);
};

}  // namespace smartdesk::models
