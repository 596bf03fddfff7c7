// One weight per column and class and a constant per class: the result of LogReg, NaiveBayes and LinearSVC.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "features/sparse_matrix.h"
#include "models/internal/stored_arrays.h"

namespace smartdesk::models {

// weights: columns × classes. The classes of a column are adjacent, so that each entry of a row adds one short run.
struct LinearModel {
  int classes = 0;
  std::span<const float> weights;
  std::span<const float> intercepts;
  std::shared_ptr<const void> owner;

  static LinearModel from(std::vector<float> weights, std::vector<float> intercepts);

  std::uint32_t columns() const {
    return static_cast<std::uint32_t>(weights.size() / static_cast<std::size_t>(classes));
  }
  void scores(features::SparseRow row, std::span<float> out) const;

  void write(ArrayWriter& writer) const;
  static LinearModel read(ArrayReader& reader, std::shared_ptr<const void> owner);
};

}  // namespace smartdesk::models
