#include "features/sparse_matrix.h"

namespace smartdesk {

void SparseMatrix::append(SparseRow row) {
  column_.insert(column_.end(), row.columns.begin(), row.columns.end());
  values_.insert(values_.end(), row.values.begin(), row.values.end());
  row_ends_.push_back(values_.size());
}

SparseMatrix SparseMatrix::select(std::span<const std::size_t> rows) const {
  SparseMatrix selected(columns_);
  for (const auto i : rows) selected.append(row(i));
  return selected;
}

}  // namespace smartdesk
