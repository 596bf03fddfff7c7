#include "features/sparse_matrix.h"

#include <gmock/gmock.h>

namespace smartdesk::features {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SparseMatrix three_rows() {
  SparseMatrix matrix(5);
  const std::uint32_t columns[] = {1, 4, 0};
  const float values[] = {2.0F, 3.0F, 5.0F};
  matrix.append({std::span(columns).first(2), std::span(values).first(2)});
  matrix.append({});
  matrix.append({std::span(columns).last(1), std::span(values).last(1)});
  return matrix;
}

TEST(SparseMatrix, ReturnsTheAppendedRows) {
  const auto matrix = three_rows();
  EXPECT_EQ(matrix.rows(), 3U);
  EXPECT_EQ(matrix.columns(), 5U);
  EXPECT_EQ(matrix.entries(), 3U);
  EXPECT_THAT(matrix.row(0).columns, ElementsAre(1, 4));
  EXPECT_THAT(matrix.row(0).values, ElementsAre(2.0F, 3.0F));
  EXPECT_THAT(matrix.row(1).columns, IsEmpty());
}

TEST(SparseMatrix, SelectsRowsInAnyOrderAndRepeatedly) {
  const std::size_t wanted[] = {2, 0, 2};
  const auto selected = three_rows().select(wanted);
  EXPECT_EQ(selected.rows(), 3U);
  EXPECT_THAT(selected.row(0).columns, ElementsAre(0));
  EXPECT_THAT(selected.row(1).values, ElementsAre(2.0F, 3.0F));
  EXPECT_THAT(selected.row(2).values, ElementsAre(5.0F));
}

}  // namespace
}  // namespace smartdesk::features
