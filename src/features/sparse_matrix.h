// Rows of mostly zeros, of which only the other entries are stored (compressed sparse rows).

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace smartdesk::features {

// One row: columns ascending without repeats, one value each. A view; the owner must outlive it.
struct SparseRow {
  std::span<const std::uint32_t> columns;
  std::span<const float> values;
  std::size_t size() const { return columns.size(); }
};

class SparseMatrix {
 public:
  explicit SparseMatrix(std::uint32_t columns = 0) : columns_(columns) {}
  // From the stored arrays. row_ends starts with 0; row i has the entries from row_ends[i] to row_ends[i + 1].
  SparseMatrix(std::uint32_t columns, std::vector<std::size_t> row_ends, std::vector<std::uint32_t> column,
               std::vector<float> values)
      : columns_(columns), row_ends_(std::move(row_ends)), column_(std::move(column)), values_(std::move(values)) {}

  std::size_t rows() const { return row_ends_.size() - 1; }
  std::uint32_t columns() const { return columns_; }
  std::size_t entries() const { return values_.size(); }

  SparseRow row(std::size_t i) const {
    const auto begin = row_ends_[i], length = row_ends_[i + 1] - begin;
    return {std::span(column_).subspan(begin, length), std::span(values_).subspan(begin, length)};
  }

  // The row's columns must be ascending, without repeats and below columns().
  void append(SparseRow row);

  // Appends all rows of another matrix with the same number of columns.
  void append_all(const SparseMatrix& rows);

  // The given rows in the given order, repeats allowed.
  SparseMatrix select(std::span<const std::size_t> rows) const;

  // Every value times its column's factor; one factor per column.
  SparseMatrix scaled(std::span<const float> factors) const;

 private:
  std::uint32_t columns_;
  std::vector<std::size_t> row_ends_{0};
  std::vector<std::uint32_t> column_;
  std::vector<float> values_;
};

}  // namespace smartdesk::features
