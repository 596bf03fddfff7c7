#include "workspace/model_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::HasSubstr;

class ModelShelfTest : public ScratchFiles {
 protected:
  ModelShelf shelf{store::WorkspaceLocation{path("")}};

  void put(const std::string& version, const std::string& created_at) {
    ModelRecord record;
    record.version = version;
    record.created_at = created_at;
    record.rows = 7;
    record.heads.push_back({"category", "linear_svc", {"a", "b"}, 6, 0.5, 0.25, true});
    record.contest = Contest{3, 0.5, 0.75, {-0.25, 0.5}};
    record.why = "it is the first";
    shelf.put_record(record);
    write("models/" + version + ".model", "model");
  }
};

TEST_F(ModelShelfTest, IsEmptyAtFirst) {
  EXPECT_FALSE(shelf.champion());
  EXPECT_TRUE(shelf.records().empty());
}

TEST_F(ModelShelfTest, RemembersEachVersionTheNewestFirst) {
  put("old", "2026-01-01T00:00:00Z");
  put("new", "2026-02-01T00:00:00Z");
  const auto records = shelf.records();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].version, "new");
  const auto& record = records[1];
  EXPECT_EQ(record.rows, 7U);
  EXPECT_EQ(record.why, "it is the first");
  ASSERT_EQ(record.heads.size(), 1U);
  EXPECT_EQ(record.heads[0].labels, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(record.heads[0].no_signal);
  ASSERT_TRUE(record.contest);
  EXPECT_EQ(record.contest->rows, 3U);
  EXPECT_EQ(record.contest->difference.low, -0.25);
}

TEST_F(ModelShelfTest, HasOneChampion) {
  put("one", "2026-01-01T00:00:00Z");
  put("two", "2026-02-01T00:00:00Z");
  shelf.promote("one");
  shelf.promote("two");
  EXPECT_EQ(shelf.champion(), "two");
}

TEST_F(ModelShelfTest, PromotesOnlyWhatItHolds) {
  put("one", "2026-01-01T00:00:00Z");
  for (const char* wrong : {"none", "", "../models/one"}) {
    try {
      shelf.promote(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage);
      EXPECT_THAT(error.what(), HasSubstr("there are: one"));
    }
  }
}

TEST_F(ModelShelfTest, NamesARecordThatCannotBeRead) {
  put("one", "2026-01-01T00:00:00Z");
  write("models/broken.json", "{");
  try {
    shelf.records();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("broken.json"));
  }
}

}  // namespace
}  // namespace smartdesk::workspace
