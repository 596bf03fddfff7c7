// Tables in other encodings than UTF-8, through TableReader.

#include <gmock/gmock.h>

#include "core/error.h"
#include "formats/table.h"
#include "support/scratch_files.h"

namespace smartdesk::formats {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

class EncodedTable : public ScratchFiles {
 protected:
  // The last field of each row.
  std::vector<std::string> texts(const std::string& name, const std::string& content,
                                 const std::string& encoding = "") {
    ReadOptions options;
    options.encoding = encoding;
    auto table = TableReader::open(write(name, content), options);
    std::vector<std::string> found;
    for (Record record; table.next(record);) found.emplace_back(record.fields.back());
    encoding_ = table.encoding();
    unreadable_ = table.unreadable_characters();
    return found;
  }

  text::Encoding encoding_;
  std::uint64_t unreadable_ = 0;
};

TEST_F(EncodedTable, IsReadAsWhatItIs) {
  EXPECT_THAT(texts("a.csv",
                    "id,text\n1,Prosz\xEA o zwrot pieni\xEA"
                    "dzy\n2,\xAF\xF3\xB3ta \xBF"
                    "ar\xF3wka\n"),
              testing::ElementsAre("Proszę o zwrot pieniędzy", "Żółta żarówka"));
  EXPECT_EQ(encoding_.name, "windows-1250");
  EXPECT_THAT(texts("a.csv", "text\n\xC4\xE2\xE5\xF0\xFC \xED\xE5 \xE7\xE0\xEA\xF0\xFB\xE2\xE0\xE5\xF2\xF1\xFF\n"),
              testing::ElementsAre("Дверь не закрывается"));
  EXPECT_THAT(texts("a.jsonl",
                    "{\"text\":\"Gr\xFC\xDF"
                    "e aus K\xF6ln, die T\xFCr klemmt\"}\n"),
              testing::ElementsAre("Grüße aus Köln, die Tür klemmt"));
  EXPECT_THAT(texts("a.tsv", "id\ttext\n1\tcaf\xC3\xA9\n"), testing::ElementsAre("café"));
  EXPECT_EQ(text::describe(encoding_), "UTF-8 (valid UTF-8, sure)");
}

TEST_F(EncodedTable, MayBeUtf16WithAndWithoutAMark) {
  EXPECT_THAT(texts("a.csv", "\xFF\xFEt\0\n\0\xE9\0\n\0"s), testing::ElementsAre("é"));
  EXPECT_THAT(texts("a.csv", "\0t\0e\0x\0t\0\n\0\xE9\0t\0\xE9\0\n"s), testing::ElementsAre("été"));
  EXPECT_EQ(encoding_.name, "UTF-16BE");
}

TEST_F(EncodedTable, IsDecidedByLettersFarBehindTheBeginning) {
  std::string table = "id,text\n";
  for (int i = 0; i < 100'000; ++i) table += std::to_string(i) + ",nothing but plain words\n";
  const auto found =
      texts("a.csv", table + "1,\xC4\xE2\xE5\xF0\xFC \xED\xE5 \xE7\xE0\xEA\xF0\xFB\xE2\xE0\xE5\xF2\xF1\xFF\n");
  EXPECT_EQ(found.size(), 100'001U);
  EXPECT_EQ(found.back(), "Дверь не закрывается");
}

TEST_F(EncodedTable, KeepsEveryCharacterOfALongFile) {
  std::string table = "text\n";
  for (int i = 0; i < 50'000; ++i) table += "\x95\xD4\x8B\xE0\x82\xF0\x82\xA8\x8A\xE8\x82\xA2\n";
  const auto found = texts("a.csv", table);
  EXPECT_EQ(found.size(), 50'000U);
  EXPECT_THAT(found, testing::Each("返金をお願い"));
}

TEST_F(EncodedTable, ObeysAGivenEncoding) {
  EXPECT_THAT(texts("a.csv", "text\n\xE6\n", "windows-1250"), testing::ElementsAre("ć"));
  EXPECT_EQ(text::describe(encoding_), "windows-1250 (given, sure)");
  EXPECT_THAT(texts("a.csv", "text\ncaf\xE9 \x81\n", "latin1"), testing::ElementsAre("café \uFFFD"));
  EXPECT_EQ(unreadable_, 1U);
  EXPECT_THAT(texts("a.csv", "\xFE\xFF\0t\0\n\0x\0\n"s, "UTF-16"), testing::ElementsAre("x"));
}

TEST_F(EncodedTable, RefusesAnUnknownEncodingAndNamesSome) {
  for (const char* name : {"a.csv", "a.jsonl", "a.eml"}) {
    try {
      texts(name, "text\nx\n", "klingon");
      FAIL() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage);
      EXPECT_THAT(error.what(), HasSubstr("windows-1252"));
    }
  }
}

TEST_F(EncodedTable, DropsAMarkOfUtf8ThatDoesNotFit) {
  EXPECT_THAT(texts("a.csv",
                    "\xEF\xBB\xBFtext\nGr\xFC\xDF"
                    "e aus K\xF6ln\n"),
              testing::ElementsAre("Grüße aus Köln"));
}

TEST_F(EncodedTable, MayEndInsideACharacter) {
  EXPECT_THAT(texts("a.csv", "text\ncaf\xE9"), testing::ElementsAre("café"));
  EXPECT_THAT(texts("a.csv", "text\n\x95\xD4\x8B\xE0\x82\xF0\x82\xA8\x8A\xE8\x82", "Shift_JIS"),
              testing::ElementsAre("返金をお願\uFFFD"));
}

}  // namespace
}  // namespace smartdesk::formats
