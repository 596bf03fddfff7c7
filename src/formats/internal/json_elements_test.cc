#include "formats/internal/json_elements.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class JsonElementsTest : public ScratchFiles {
 protected:
  std::vector<std::string> elements(const std::string& content, bool lines = false, std::size_t longest = 1000) {
    rejected_.clear();
    lines_.clear();
    ReadOptions options;
    options.max_field_bytes = longest;
    JsonElements elements(files::InputFile::open(write("t.json", content)), lines, options);
    std::vector<std::string> found;
    std::string_view raw;
    std::uint64_t line = 0;
    while (elements.next(raw, line, [&](const Rejected& row) { rejected_.push_back(row); })) {
      found.emplace_back(raw);
      lines_.push_back(line);
    }
    return found;
  }

  std::vector<Rejected> rejected_;
  std::vector<std::uint64_t> lines_;
};

TEST_F(JsonElementsTest, SplitsArraysLinesAndObjectsBehindEachOther) {
  EXPECT_THAT(elements("[\n{\"a\":\"x]\\\"}\"},\n{\"a\":[1,{}]}]"),
              ElementsAre("{\"a\":\"x]\\\"}\"}", "{\"a\":[1,{}]}"));
  EXPECT_THAT(lines_, ElementsAre(2, 3));
  EXPECT_THAT(elements("{\"a\":1}\r\n\n{\"a\":2}", true), ElementsAre("{\"a\":1}", "{\"a\":2}"));
  EXPECT_THAT(elements("[{\"a\":1}]", true), ElementsAre("{\"a\":1}"));
  EXPECT_THAT(elements("{\"a\":1} {\"a\":2}"), ElementsAre("{\"a\":1}", "{\"a\":2}"));
  EXPECT_THAT(elements("[{\"a\":1}]\n[{\"a\":2}]"), ElementsAre("{\"a\":1}", "{\"a\":2}"));
}

TEST_F(JsonElementsTest, GoesIntoTheArrayOfAWrapper) {
  EXPECT_THAT(
      elements(
          "{\"count\": 2, \"meta\": {\"data\": [1]},\n \"tickets\" : [{\"a\":1}, {\"a\":2}], \"next\": {\"b\":[]}}"),
      ElementsAre("{\"a\":1}", "{\"a\":2}"));
  EXPECT_THAT(lines_, ElementsAre(2, 2));
  EXPECT_THAT(elements("{\"results\":[{\"a\":1}]}\n{\"results\":[{\"a\":2}]}"), ElementsAre("{\"a\":1}", "{\"a\":2}"));
  EXPECT_THAT(elements("{\"data\":[]}"), IsEmpty());
}

TEST_F(JsonElementsTest, TakesAnObjectWithoutSuchAnArrayAsARecord) {
  for (const std::string object : {"{\"data\":{\"a\":1}}", "{\"tickets\":\"[\"}", "{}", "{\"comments\":[{\"a\":1}]}"})
    EXPECT_THAT(elements(object), ElementsAre(object));
}

TEST_F(JsonElementsTest, ReadsTablesByColumnAndByIndex) {
  EXPECT_THAT(elements("{\"id\":{\"0\":1,\"1\":2},\"a \\\"b\\\"\":{\"0\":\"x\",\"1\":null}}"),
              ElementsAre("{\"id\":1,\"a \\\"b\\\"\":\"x\"}", "{\"id\":2,\"a \\\"b\\\"\":null}"));
  EXPECT_THAT(elements("{\"0\":{\"id\":1},\"1\":{\"id\":2}}"), ElementsAre("{\"id\":1}", "{\"id\":2}"));
  EXPECT_THROW(elements("{\"id\":{\"0\":1,\"1\":2"), Error);
}

TEST_F(JsonElementsTest, NamesThePlaceOfWhatIsNoJson) {
  EXPECT_THAT(elements("[{\"a\":1}, // don't \"\n {\"a\":2},\n]"), SizeIs(2));
  ASSERT_THAT(rejected_, SizeIs(2));
  EXPECT_THAT(rejected_[0].reason, HasSubstr("no comments"));
  EXPECT_EQ(rejected_[1].line, 3U);
  EXPECT_THAT(rejected_[1].reason, HasSubstr("comma"));
  EXPECT_THAT(elements("[/* a\n b */{\"a\":1}]"), SizeIs(1));
  EXPECT_THAT(lines_, ElementsAre(2));
  EXPECT_THAT(elements("[{\"a\":1}] and more"), SizeIs(1));
  EXPECT_THAT(rejected_, SizeIs(1));
  EXPECT_THROW(elements("hello"), Error);
}

TEST_F(JsonElementsTest, SaysThatAFileIsCut) {
  EXPECT_THAT(elements("[{\"a\":1},"), SizeIs(1));
  EXPECT_THAT(rejected_.back().reason, HasSubstr("cut"));
  EXPECT_THAT(elements("{\"tickets\":[{\"a\":1}"), SizeIs(1));
  EXPECT_THAT(rejected_.back().reason, HasSubstr("cut"));
}

TEST_F(JsonElementsTest, SkipsAnObjectThatIsTooLong) {
  const std::string giant = "{\"a\":\"" + std::string(1 << 20, 'x') + "\"}";
  EXPECT_THAT(elements("[" + giant + ",\n{\"a\":2}]"), ElementsAre("{\"a\":2}"));
  ASSERT_THAT(rejected_, SizeIs(1));
  EXPECT_THAT(lines_, ElementsAre(2));
  EXPECT_THAT(elements(giant + "\n{\"a\":2}", true), ElementsAre("{\"a\":2}"));
}

}  // namespace
}  // namespace smartdesk::formats
