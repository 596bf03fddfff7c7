// Makes the values of a row from the counts of its terms, view by view.

#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "features/sparse_matrix.h"

namespace smartdesk::features {

// Reuse one object for many rows.
class RowBuilder {
 public:
  void start_row() {
    columns_.clear();
    values_.clear();
  }
  void start_view(bool sublinear) {
    sublinear_ = sublinear;
    first_ = columns_.size();
  }
  void add(std::uint32_t column, std::uint32_t count, float idf) {
    const float weight = (sublinear_ ? damped(count) : static_cast<float>(count)) * idf;
    columns_.push_back(column);
    values_.push_back(weight);
  }
  // Divides the view's part by its Euclidean length.
  void end_view() {
    double squares = 0;
    for (std::size_t i = first_; i < values_.size(); ++i)
      squares += static_cast<double>(values_[i]) * static_cast<double>(values_[i]);
    const auto scale = static_cast<float>(1 / std::sqrt(squares));
    for (std::size_t i = first_; i < values_.size(); ++i) values_[i] *= scale;
  }
  SparseRow row() const { return {columns_, values_}; }

 private:
  // 1 + ln(count), from a table for small counts.
  static float damped(std::uint32_t count) {
    static const auto table = [] {
      std::array<float, 64> filled{};
      for (std::size_t i = 1; i < filled.size(); ++i) filled[i] = static_cast<float>(1 + std::log(i));
      return filled;
    }();
    return count < table.size() ? table[count] : static_cast<float>(1 + std::log(count));
  }

  std::vector<std::uint32_t> columns_;
  std::vector<float> values_;
  bool sublinear_ = false;
  std::size_t first_ = 0;
};

}  // namespace smartdesk::features
