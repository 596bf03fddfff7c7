#include "formats/internal/repeated_columns.h"

#include <gmock/gmock.h>

namespace smartdesk::formats {
namespace {

using testing::ElementsAre;

TEST(RepeatedColumns, JoinsTheValuesOfOneNameInOrder) {
  RepeatedColumns columns({"a", "b", "a", "a"});
  EXPECT_THAT(columns.columns(), ElementsAre("a", "b"));
  Record record;
  record.fields = {"1", "x", "", "2"};
  columns.join(record);
  EXPECT_THAT(record.fields, ElementsAre("1, 2", "x"));
}

TEST(RepeatedColumns, JoinsLongValuesByLineBreaks) {
  RepeatedColumns columns({"a", "a"});
  Record record;
  record.fields = {"one, two", "three"};
  columns.join(record);
  EXPECT_THAT(record.fields, ElementsAre("one, two\nthree"));
}

TEST(RepeatedColumns, NumbersColumnsWithoutAName) {
  EXPECT_THAT(RepeatedColumns({"", "b", ""}).columns(), ElementsAre("column 1", "b", "column 3"));
  EXPECT_THAT(RepeatedColumns({"", "b"}).columns(), ElementsAre("", "b"));
}

TEST(RepeatedColumns, LeavesOtherRowsAlone) {
  RepeatedColumns columns({"a", "b"});
  Record record;
  record.fields = {"1", "2"};
  columns.join(record);
  EXPECT_THAT(record.fields, ElementsAre("1", "2"));
}

}  // namespace
}  // namespace smartdesk::formats
