// A sparse row as a dense array, in which trees look up columns. Use one per thread and reuse it.

#pragma once

#include <cstdint>
#include <vector>

#include "features/sparse_matrix.h"

namespace smartdesk::models {

// Columns that the row lacks hold `absent`, and all columns do between rows. reach: trees read only columns below it,
// so that a wide row costs no more than the columns they read.
class DenseRow {
 public:
  explicit DenseRow(float absent) : absent_(absent) {}

  const float* spread(features::SparseRow row, std::size_t reach) {
    if (values_.size() < reach) values_.resize(reach, absent_);
    for (std::size_t i = 0; i < row.size() && row.columns[i] < reach; ++i) values_[row.columns[i]] = row.values[i];
    return values_.data();
  }
  void clear(features::SparseRow row, std::size_t reach) {
    for (std::size_t i = 0; i < row.size() && row.columns[i] < reach; ++i) values_[row.columns[i]] = absent_;
  }

 private:
  float absent_;
  std::vector<float> values_;
};

}  // namespace smartdesk::models
