// Trees with the same condition in all nodes of a level: the result of CatBoost.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "features/sparse_matrix.h"
#include "models/internal/stored_arrays.h"

namespace smartdesk::models {

// Level i of a tree sets bit i of the leaf's number if the value is above the border. Sums are in double, in the
// order of the trees, so that scores equal CatBoost's own to the last bit.
struct ObliviousTrees {
  struct Level {
    std::uint32_t column = 0;
    float border = 0;
  };
  std::uint32_t classes = 0, columns = 0;
  std::uint32_t outputs = 0;  // numbers per leaf: classes, or 1 for two classes
  double scale = 1;
  std::span<const Level> levels;          // of all trees
  std::span<const std::uint32_t> depths;  // one per tree, at most 16
  std::span<const double> leaf_values;    // per tree 2^depth × outputs
  std::span<const double> bias;           // one per output
  std::shared_ptr<const void> owner;
  std::size_t reach = 0;  // one past the last column that a level reads

  struct Builder {
    std::vector<Level> levels;
    std::vector<std::uint32_t> depths;
    std::vector<double> leaf_values, bias;
  };
  static ObliviousTrees from(std::uint32_t classes, std::uint32_t columns, double scale, Builder builder);

  void scores(features::SparseRow row, std::span<float> out) const;

  void write(ArrayWriter& writer) const;
  static ObliviousTrees read(ArrayReader& reader, std::shared_ptr<const void> owner);
};

}  // namespace smartdesk::models
