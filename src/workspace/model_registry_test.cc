#include "workspace/model_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "store/backend.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::HasSubstr;

class ModelRegistryTest : public ScratchFiles {
 protected:
  ModelRegistry registry{store::WorkspaceLocation{path("")}};

  void put(const std::string& version, const std::string& created_at) {
    ModelRecord record;
    record.version = version;
    record.created_at = created_at;
    record.rows = 7;
    record.heads.push_back({"category", "linear_svc", {"a", "b"}, 6, 0.5, 0.25, true});
    record.contest = Contest{3, 0.5, 0.75, {-0.25, 0.5}};
    record.why = "it is the first";
    registry.put_record(record);
    write("models/" + version + ".model", "model");
  }
};

TEST_F(ModelRegistryTest, IsEmptyAtFirst) {
  EXPECT_FALSE(registry.champion());
  EXPECT_TRUE(registry.records().empty());
}

TEST_F(ModelRegistryTest, ListsVersionsNewestFirst) {
  put("old", "2026-01-01T00:00:00Z");
  put("new", "2026-02-01T00:00:00Z");
  const auto records = registry.records();
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

TEST_F(ModelRegistryTest, HasOneChampion) {
  put("one", "2026-01-01T00:00:00Z");
  put("two", "2026-02-01T00:00:00Z");
  registry.promote("one");
  registry.promote("two");
  EXPECT_EQ(registry.champion(), "two");
}

TEST_F(ModelRegistryTest, PromotesOnlyExistingVersions) {
  put("one", "2026-01-01T00:00:00Z");
  for (const char* wrong : {"none", "", "../models/one"}) {
    try {
      registry.promote(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUsage);
      EXPECT_THAT(error.what(), HasSubstr("Versions: one"));
    }
  }
}

TEST_F(ModelRegistryTest, NamesAnUnreadableRecord) {
  put("one", "2026-01-01T00:00:00Z");
  write("models/broken.json", "{");
  try {
    registry.records();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("broken.json"));
  }
}

}  // namespace
}  // namespace smartdesk::workspace
