#include "store/internal/column_list.h"

#include <gtest/gtest.h>

namespace smartdesk::store {
namespace {

TEST(ColumnList, NamesTheColumnsInOrder) {
  EXPECT_EQ(column_list(kContentFields),
            "created_at, product, customer, channel, language, subject, body, summary, tags, custom");
  EXPECT_EQ(column_list(kFacetFields, " || "), "product || created_on");
  EXPECT_EQ(column_list({}), "");
}

}  // namespace
}  // namespace smartdesk::store
