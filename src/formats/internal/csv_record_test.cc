#include "formats/internal/csv_record.h"

#include <gmock/gmock.h>

#include <string>

namespace smartdesk::formats {
namespace {

using testing::ElementsAre;

// The fields of the first record with their quotes, and what is left after it.
struct Split {
  std::vector<std::string> fields;
  std::string rest;
  bool has_open_quote;
};

Split split(std::string_view bytes, std::size_t longest = 1000) {
  CsvScanner scanner(',', longest);
  CsvRecord record;
  EXPECT_EQ(scanner.scan(bytes, true, record), CsvScan::kComplete);
  Split result{{}, std::string(bytes.substr(record.next)), record.has_open_quote};
  for (const auto& field : record.fields)
    result.fields.emplace_back(bytes.substr(field.begin, field.end - field.begin));
  return result;
}

TEST(CsvRecord, EndsAtAnyLineEnd) {
  for (const std::string end : {"\n", "\r", "\r\n"}) {
    const auto found = split("a,\"b\"" + end + "c");
    EXPECT_THAT(found.fields, ElementsAre("a", "\"b\""));
    EXPECT_EQ(found.rest, "c");
  }
}

TEST(CsvRecord, ClosesAQuoteOnlyBeforeADelimiterOrLineEnd) {
  EXPECT_THAT(split("\"a \"b\" c\",d").fields, ElementsAre("\"a \"b\" c\"", "d"));
  EXPECT_THAT(split("\"a\" ,d").fields, ElementsAre("\"a\"", "d"));
  EXPECT_THAT(split("\"27\"\" screen, dark\",d").fields, ElementsAre("\"27\"\" screen, dark\"", "d"));
  EXPECT_THAT(split("\"\",\"\"\"\"").fields, ElementsAre("\"\"", "\"\"\"\""));
}

TEST(CsvRecord, AllowsPairsOfQuotesOnLaterLines) {
  EXPECT_THAT(split("1,\"He said:\nit is \"broken\" now\nBye\"\n2").fields,
              ElementsAre("1", "\"He said:\nit is \"broken\" now\nBye\""));
}

TEST(CsvRecord, ReadsAStrayQuoteAsText) {
  for (const std::string below : {"2,\"quoted\"\n", "2,the 27\" screen\n3,it is 30\"\n", "2,x\n"}) {
    const auto found = split("1,\"24 monitor\n" + below);
    EXPECT_THAT(found.fields, ElementsAre("1", "\"24 monitor")) << below;
    EXPECT_EQ(found.rest, below);
    EXPECT_TRUE(found.has_open_quote);
  }
}

TEST(CsvRecord, SearchesTheEndOfAFieldNoFurtherThanTheLongestField) {
  EXPECT_TRUE(split("\"a\n" + std::string(20, 'x') + "\"", 10).has_open_quote);
  EXPECT_FALSE(split("\"a\n" + std::string(20, 'x') + "\"", 30).has_open_quote);
}

TEST(CsvRecord, WaitsForBytesThatCanChangeTheResult) {
  CsvScanner scanner(',', 1000);
  CsvRecord record;
  for (const std::string_view part : {"a,b", "a,\"b", "a,\"b\"", "a,\"b\" ", "a,b\r"})
    EXPECT_EQ(scanner.scan(part, false, record), CsvScan::kNeedsMore) << part;
  EXPECT_EQ(scanner.scan("a,\"b\"\n", false, record), CsvScan::kComplete);
}

TEST(CsvRecord, SaysWhichFieldIsTooLong) {
  CsvScanner scanner(',', 5);
  CsvRecord record;
  EXPECT_EQ(scanner.scan("a,bcdefgh", false, record), CsvScan::kFieldTooLong);
  EXPECT_EQ(record.fields.size(), 1U);
  EXPECT_EQ(record.end, 2U);
}

}  // namespace
}  // namespace smartdesk::formats
