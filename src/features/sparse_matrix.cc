#include "features/sparse_matrix.h"

namespace smartdesk::features {

void SparseMatrix::append(SparseRow row) {
  column_.insert(column_.end(), row.columns.begin(), row.columns.end());
  values_.insert(values_.end(), row.values.begin(), row.values.end());
  row_ends_.push_back(values_.size());
}

void SparseMatrix::append_all(const SparseMatrix& rows) {
  const std::size_t before = values_.size();
  column_.insert(column_.end(), rows.column_.begin(), rows.column_.end());
  values_.insert(values_.end(), rows.values_.begin(), rows.values_.end());
  for (std::size_t i = 1; i < rows.row_ends_.size(); ++i) row_ends_.push_back(before + rows.row_ends_[i]);
}

SparseMatrix SparseMatrix::select(std::span<const std::size_t> rows) const {
  SparseMatrix selected(columns_);
  for (const auto i : rows) selected.append(row(i));
  return selected;
}

SparseMatrix SparseMatrix::scaled(std::span<const float> factors) const {
  SparseMatrix product = *this;
  for (std::size_t i = 0; i < column_.size(); ++i) product.values_[i] *= factors[column_[i]];
  return product;
}

}  // namespace smartdesk::features
