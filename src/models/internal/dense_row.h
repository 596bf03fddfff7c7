// A sparse row spread out so that trees can look columns up; one per thread, reused.

#pragma once

#include <cstdint>
#include <vector>

#include "features/sparse_matrix.h"

namespace smartdesk {

// Columns that the row lacks hold `absent` while it is spread, and between rows.
class DenseRow {
 public:
  explicit DenseRow(float absent) : absent_(absent) {}

  const float* spread(SparseRow row, std::size_t columns) {
    if (values_.size() < columns) values_.resize(columns, absent_);
    for (std::size_t i = 0; i < row.size(); ++i) values_[row.columns[i]] = row.values[i];
    return values_.data();
  }
  void clear(SparseRow row) {
    for (const auto column : row.columns) values_[column] = absent_;
  }

 private:
  float absent_;
  std::vector<float> values_;
};

}  // namespace smartdesk
