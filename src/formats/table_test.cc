#include "formats/table.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "files/output_file.h"
#include "support/scratch_files.h"

namespace smartdesk::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

class TableTest : public ScratchFiles {
 protected:
  Rows rows_of(const std::string& name, ReadOptions options = {}) {
    rejected_.clear();
    lines_.clear();
    options.on_rejected = [&](const Rejected& row) { rejected_.push_back(row); };
    auto reader = TableReader::open(path(name), options);
    columns_ = reader.columns();
    Rows rows;
    Record record;
    while (reader.next(record)) {
      rows.emplace_back(record.fields.begin(), record.fields.end());
      lines_.push_back(record.line);
    }
    notes_ = reader.notes();
    EXPECT_EQ(reader.accepted(), rows.size());
    EXPECT_EQ(reader.rejected(), rejected_.size());
    return rows;
  }

  Rows csv(const std::string& content) {
    write("t.csv", content);
    return rows_of("t.csv");
  }

  std::string refusal(const std::string& name) {
    try {
      rows_of(name);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }

  std::vector<std::string> columns_, notes_;
  std::vector<std::uint64_t> lines_;
  std::vector<Rejected> rejected_;
};

TEST_F(TableTest, ReadsCsvByRfc4180) {
  EXPECT_THAT(csv("a,b\n1,\"two, \"\"2\"\"\nlines\"\n,\"\"\n"),
              ElementsAre(ElementsAre("1", "two, \"2\"\nlines"), ElementsAre("", "")));
  EXPECT_THAT(columns_, ElementsAre("a", "b"));
  EXPECT_THAT(lines_, ElementsAre(2, 4));
}

TEST_F(TableTest, ReadsAnyLineEndAByteOrderMarkAndAMissingLastLineEnd) {
  EXPECT_THAT(csv("\xEF\xBB\xBF"
                  "a,b\r\n1,2\r\n3,4"),
              ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4")));
  EXPECT_THAT(columns_, ElementsAre("a", "b"));
  EXPECT_THAT(csv("a,b\r1,2\r3,4\r"), ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4")));
}

TEST_F(TableTest, ReadsMixedLineEndsAndAByteOrderMarkInAPackedFile) {
  EXPECT_THAT(csv("a,b\r\n1,2\n3,4\r\"5\r\n5\",6"),
              ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4"), ElementsAre("5\r\n5", "6")));
  files::write_file(path("t.csv.gz"), "\xEF\xBB\xBFsep=;\ra;b\r1;\"2\"\r\r3\r");
  EXPECT_THAT(rows_of("t.csv.gz"), ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "")));
  EXPECT_THAT(columns_, ElementsAre("a", "b"));
}

TEST_F(TableTest, SkipsBlankLinesAndCountsThem) {
  EXPECT_THAT(csv("a,b\n\n1,2\n\r\n\n3,4\n"), ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4")));
  EXPECT_THAT(lines_, ElementsAre(3, 6));
}

TEST_F(TableTest, DetectsSemicolonsAndTabs) {
  EXPECT_THAT(csv("a;b\n1;2,5\n"), ElementsAre(ElementsAre("1", "2,5")));
  write("t.tsv", "a\tb\n1\t2,3\n");
  EXPECT_THAT(rows_of("t.tsv"), ElementsAre(ElementsAre("1", "2,3")));
}

TEST_F(TableTest, DetectsPipesAndObeysADelimiterLine) {
  EXPECT_THAT(csv("a|b\n1|x, y\n2|z, w\n"), ElementsAre(ElementsAre("1", "x, y"), ElementsAre("2", "z, w")));
  EXPECT_THAT(csv("sep=;\r\na;b\r\n1;2,5\r\n"), ElementsAre(ElementsAre("1", "2,5")));
  EXPECT_THAT(lines_, ElementsAre(3));
}

TEST_F(TableTest, SkipsTitleLinesAboveTheHeaderAndSaysSo) {
  write("t.csv",
        "Support tickets\nMade on 1 March, all queues\n\nid,subject,body\n1,Lamp,It flickers\n2,Door,It squeaks\n");
  EXPECT_THAT(rows_of("t.csv"),
              ElementsAre(ElementsAre("1", "Lamp", "It flickers"), ElementsAre("2", "Door", "It squeaks")));
  EXPECT_THAT(columns_, ElementsAre("id", "subject", "body"));
  EXPECT_THAT(lines_, ElementsAre(5, 6));
  EXPECT_THAT(notes_, ElementsAre("3 lines above the header (line 4) were skipped"));
}

TEST_F(TableTest, KeepsQuotesInsideAField) {
  EXPECT_THAT(csv("a,b\n5\" pipe,x\n\"half\" quoted,y\n"),
              ElementsAre(ElementsAre("5\" pipe", "x"), ElementsAre("\"half\" quoted", "y")));
}

TEST_F(TableTest, FillsShortRowsAndDropsEmptyCellsBehindARow) {
  EXPECT_THAT(csv("a,b,c\n1,2\n3\n4,5,6,,\n"),
              ElementsAre(ElementsAre("1", "2", ""), ElementsAre("3", "", ""), ElementsAre("4", "5", "6")));
  EXPECT_THAT(rejected_, IsEmpty());
}

TEST_F(TableTest, RejectsRowsWithTooManyFieldsAndContinues) {
  EXPECT_THAT(csv("a,b\n1,2\n3,4\n4,5,6\n7,8\n"),
              ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4"), ElementsAre("7", "8")));
  ASSERT_EQ(rejected_.size(), 1U);
  EXPECT_EQ(rejected_[0].line, 4U);
  EXPECT_THAT(rejected_[0].reason, HasSubstr("found 3 fields, expected 2"));
}

TEST_F(TableTest, JoinsATextThatShouldHaveBeenInQuotes) {
  EXPECT_THAT(csv("id;text;queue\n1;Charged twice; please check; thanks.;Billing\n2;ok;Other\n"),
              ElementsAre(ElementsAre("1", "Charged twice; please check; thanks.", "Billing"),
                          ElementsAre("2", "ok", "Other")));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("1 rows have a \";\" inside a text without quotes (first in line 2)")));
}

TEST_F(TableTest, RejectsARowWithTooManyFieldsThatCouldBeJoinedInSeveralWays) {
  EXPECT_THAT(csv("id,text,queue\n1, late, please, Billing\n2,paid 12,50,Billing\n3,a,b, \n4,\"a\", b,c\n"), IsEmpty());
  EXPECT_EQ(rejected_.size(), 4U);
  EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(TableTest, RejectsNulAndInvalidUtf8WithTheColumn) {
  EXPECT_THAT(csv(std::string("a,b\n1,x\0y\n2,caf\xE9\n3,d\xC3\xA9j\xC3\xA0 na\xC3\xAFve\n", 33)),
              ElementsAre(ElementsAre("3", "déjà naïve")));
  ASSERT_EQ(rejected_.size(), 2U);
  EXPECT_EQ(rejected_[0].column, "b");
  EXPECT_THAT(rejected_[0].reason, HasSubstr("NUL"));
  EXPECT_EQ(rejected_[1].line, 3U);
  EXPECT_THAT(rejected_[1].reason, HasSubstr("0xE9 at 4"));
}

TEST_F(TableTest, ReadsAnOpenQuoteAsTextOfItsLine) {
  EXPECT_THAT(csv("a,b\n1,2\n3,\"open\n4,5\n6,7\n"), ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "\"open"),
                                                                 ElementsAre("4", "5"), ElementsAre("6", "7")));
  EXPECT_THAT(rejected_, IsEmpty());
}

TEST_F(TableTest, RejectsTheLineOfAnOpenQuoteIfItDoesNotFit) {
  EXPECT_THAT(csv("a,b\n1,\"open, it is\nshort\n4,5\n"), ElementsAre(ElementsAre("4", "5")));
  ASSERT_EQ(rejected_.size(), 2U);
  EXPECT_EQ(rejected_[0].line, 2U);
  EXPECT_THAT(rejected_[0].reason, HasSubstr("never closed"));
  EXPECT_THAT(rejected_[1].reason, HasSubstr("found 1 fields"));
}

TEST_F(TableTest, KeepsTheRowsBetweenTwoInchMarks) {
  const auto rows = csv("a,b\n1,\"24 monitor\n2,x\n3,the 27\" is dark\n4,27\",y\n5,\"24 monitor\n6,\"quoted\"\n");
  EXPECT_THAT(rows,
              ElementsAre(ElementsAre("1", "\"24 monitor"), ElementsAre("2", "x"), ElementsAre("3", "the 27\" is dark"),
                          ElementsAre("5", "\"24 monitor"), ElementsAre("6", "quoted")));
  ASSERT_EQ(rejected_.size(), 1U);
  EXPECT_EQ(rejected_[0].line, 5U);
}

TEST_F(TableTest, KeepsTheRowsBelowAnOpenQuoteInFilesOfAnySize) {
  std::string content = "a,b\n1,\"open\n";
  const std::string text(100, 'x');
  for (int i = 0; i < 200'000; ++i) content += "2," + text + "\n";
  EXPECT_EQ(csv(content).size(), 200'001U);
  EXPECT_THAT(rejected_, IsEmpty());
}

TEST_F(TableTest, ReadsAFileOfOpenQuotesInLinearTime) {
  std::string content = "a,b\n";
  for (int i = 0; i < 200'000; ++i) content += "1,\"\"x\n";
  EXPECT_EQ(csv(content).size(), 200'000U);
  content = "a,b\n1,";
  for (int i = 0; i < 200'000; ++i) content += "\"x,";
  EXPECT_THAT(csv(content + "\n1,2\n"), ElementsAre(ElementsAre("1", "2")));
}

TEST_F(TableTest, RejectsAFieldThatIsTooLongAndContinuesAfterIt) {
  const std::string giant(50 << 20, 'x');
  EXPECT_THAT(csv("a,b\n1," + giant + "\r\n2,ok\r\n"), ElementsAre(ElementsAre("2", "ok")));
  ASSERT_EQ(rejected_.size(), 1U);
  EXPECT_THAT(rejected_[0].reason, HasSubstr("longer than 8 MiB"));
  EXPECT_THAT(lines_, ElementsAre(3));
  EXPECT_THAT(csv("a,b\n1,\"" + giant + "\n" + giant + "\"\n2,ok\n"), ElementsAre(ElementsAre("2", "ok")));
  EXPECT_EQ(rejected_.size(), 2U);
  EXPECT_THAT(lines_, ElementsAre(4));
}

TEST_F(TableTest, JoinsColumnsOfOneName) {
  EXPECT_THAT(csv("id,Labels,Labels,Note,Note\n1,a,b,\"x, y\",z\n2,,c,,\n"),
              ElementsAre(ElementsAre("1", "a, b", "x, y\nz"), ElementsAre("2", "c", "")));
  EXPECT_THAT(columns_, ElementsAre("id", "Labels", "Note"));
}

TEST_F(TableTest, ReadsRecordsThatSpanItsBuffer) {
  std::string content = "a,b\n";
  Rows expected;
  for (int i = 0; i < 4000; ++i) {
    std::string field = std::to_string(i) + std::string(static_cast<std::size_t>(i % 700), 'z') + "\n\"";
    expected.push_back({std::to_string(i), field});
    content += std::to_string(i) + ",\"" + field.substr(0, field.size() - 1) + "\"\"\"\r\n";
  }
  EXPECT_EQ(csv(content), expected);
}

TEST_F(TableTest, RefusesAFileWithoutAUsableHeader) {
  write("empty.csv", "");
  EXPECT_THAT(refusal("empty.csv"), HasSubstr("is empty"));
  EXPECT_THAT(refusal("missing.csv"), HasSubstr("missing.csv"));
  write("brace.json", "hello");
  EXPECT_THAT(refusal("brace.json"), HasSubstr("not a JSON array"));
  write("none.jsonl", "\n\n");
  EXPECT_THAT(refusal("none.jsonl"), HasSubstr("no JSON object"));
}

TEST_F(TableTest, DecidesTheFormatByTheEnding) {
  EXPECT_EQ(table_format("x.jsonl.zst"), TableFormat::kJsonl);
  EXPECT_EQ(table_format("-"), TableFormat::kCsv);
  EXPECT_EQ(table_format("EXPORT.CSV.GZ"), TableFormat::kCsv);
  EXPECT_EQ(table_format("Export.XLSX"), TableFormat::kXlsx);
  EXPECT_THROW(table_format("x.xlsb"), Error);
}

TEST_F(TableTest, RenamesColumnsAsMapped) {
  write("t.csv", "message,x\nhi,1\n");
  ReadOptions options;
  options.map = {{"body", "message"}};
  rows_of("t.csv", options);
  EXPECT_THAT(columns_, ElementsAre("body", "x"));
  options.map = {{"body", "nothing"}};
  EXPECT_THROW(rows_of("t.csv", options), Error);
  options.map = {{"x", "message"}};
  EXPECT_THROW(rows_of("t.csv", options), Error);
}

TEST_F(TableTest, ReadsJsonLinesByTheKeysOfAllRecords) {
  write("t.jsonl",
        "{\"a\":\"x\\ny\",\"n\":1.50,\"t\":true,\"z\":null}\n\n{\"n\":2,\"a\":\"\\u00e9\",\"new\":[1, 2]}\r\n");
  EXPECT_THAT(rows_of("t.jsonl"),
              ElementsAre(ElementsAre("x\ny", "1.50", "true", "", ""), ElementsAre("é", "2", "", "", "[1, 2]")));
  EXPECT_THAT(columns_, ElementsAre("a", "n", "t", "z", "new"));
  EXPECT_THAT(lines_, ElementsAre(1, 3));
}

TEST_F(TableTest, GivesTheFieldsOfObjectsInsideTheirOwnColumns) {
  write("t.json",
        R"([{"id":1,"via":{"channel":"web","source":{"from":{"deep":{"x":1}}}}},{"via":{},"id":2},{"via":"mail"}])");
  EXPECT_THAT(rows_of("t.json"), ElementsAre(ElementsAre("1", "web", R"({"x":1})", ""), ElementsAre("2", "", "", ""),
                                             ElementsAre("", "", "", "mail")));
  EXPECT_THAT(columns_, ElementsAre("id", "via.channel", "via.source.from.deep", "via"));
}

TEST_F(TableTest, SaysIfAFileHasTooManyKeys) {
  std::string content;
  for (int i = 0; i < 2100; ++i) content += "{\"k" + std::to_string(i) + "\":1}\n";
  write("t.jsonl", content);
  EXPECT_EQ(rows_of("t.jsonl").size(), 2100U);
  EXPECT_EQ(columns_.size(), 2000U);
  ASSERT_EQ(notes_.size(), 1U);
  EXPECT_THAT(notes_[0], HasSubstr("more than 2000 different keys"));
}

TEST_F(TableTest, RejectsBadJsonLinesAndContinues) {
  write("t.jsonl", "{\"a\":\"1\"}\n{\"a\":\nnonsense\n[1]\n{\"a\":\"2\"} x\n{\"a\":\"3\\u0000\"}\n{\"a\":\"4\"}\n");
  EXPECT_THAT(rows_of("t.jsonl"), ElementsAre(ElementsAre("1"), ElementsAre("4")));
  std::vector<std::uint64_t> lines;
  for (const auto& row : rejected_) lines.push_back(row.line);
  EXPECT_THAT(lines, ElementsAre(2, 3, 4, 5, 6));
}

TEST_F(TableTest, ReadsAJsonArrayElementByElement) {
  write("t.json", "[\n  {\"a\": \"x, ]}\", \"b\": [1]},\n  {\"a\": \"\\\"\", \"b\": {}}\n]\n");
  EXPECT_THAT(rows_of("t.json"), ElementsAre(ElementsAre("x, ]}", "[1]"), ElementsAre("\"", "")));
  EXPECT_THAT(lines_, ElementsAre(2, 3));
}

TEST_F(TableTest, ReadsBackWhatItWritesInEveryFormat) {
  const Rows rows{{"plain", "1"}, {"with \"quotes\", commas\tand\nlines\r\n", "2"}, {"", "3"}, {"é漢😀 \x01 \\", "4"}};
  for (const char* name : {"t.csv", "t.tsv", "t.json", "t.jsonl", "t.csv.gz", "t.jsonl.zst"}) {
    auto writer = TableWriter::create(path(name), {{"a b", false}, {"n", true}});
    for (const auto& row : rows) {
      const std::string_view fields[] = {row[0], row[1]};
      writer.write(fields);
    }
    writer.commit();
    EXPECT_EQ(rows_of(name), rows) << name;
    EXPECT_THAT(columns_, ElementsAre("a b", "n"));
  }
}

TEST_F(TableTest, WritesAnEmptyTable) {
  TableWriter::create(path("t.csv"), {{"a", false}, {"b", false}}).commit();
  EXPECT_THAT(rows_of("t.csv"), IsEmpty());
  TableWriter::create(path("t.json"), {{"a", false}}).commit();
  EXPECT_EQ(read("t.json"), "[]\n");
}

TEST_F(TableTest, ExtendsJsonObjectsAndReplacesKeysOfTheSameName) {
  auto writer = TableWriter::create(path("t.jsonl"), {{"a", false}, {"p", true}, {"q", false}});
  const std::string_view added[] = {"0.5", "yes"};
  writer.write_extended("{\"a\":{\"deep\":1}}", 1, added);
  writer.write_extended("{ }", 1, added);
  writer.write_extended("{\n \"q\": \"old\",\n \"a\": 2 }", 1, added);
  writer.commit();
  EXPECT_EQ(
      read("t.jsonl"),
      "{\"a\":{\"deep\":1},\"p\":0.5,\"q\":\"yes\"}\n{ \"p\":0.5,\"q\":\"yes\"}\n{\"a\":2,\"p\":0.5,\"q\":\"yes\"}\n");
}

TEST_F(TableTest, LeavesNothingBehindWithoutCommit) {
  {
    TableWriter::create(path("t.csv"), {{"a", false}});
  }
  EXPECT_FALSE(exists("t.csv"));
}

TEST_F(TableTest, RejectsFaultsInsideListsOfJson) {
  write(
      "t.json",
      R"([{"a":"1","b":[1,123456789012345678901]},{"a":"2","b":[1 2]},{"a":"3","b":[{"c":tru}]},{"a":"4","b":[01]}])");
  EXPECT_THAT(rows_of("t.json"), ElementsAre(ElementsAre("1", "[1,123456789012345678901]")));
  EXPECT_EQ(rejected_.size(), 3U);
}

}  // namespace
}  // namespace smartdesk::formats
