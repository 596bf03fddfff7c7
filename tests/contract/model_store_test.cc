// Contract of ModelStore, for all implementations.

#include "store/model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "support/postgres_schema.h"

namespace smartdesk {
namespace {

using namespace std::chrono_literals;
using testing::UnorderedElementsAre;

enum class Kept { kFolder, kPostgres };

class ModelStoreContract : public testing::TestWithParam<Kept> {
 protected:
  ModelStoreContract() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  void SetUp() override {
    if (GetParam() == Kept::kPostgres) {
      schema = PostgresSchema::make("models_contract");
      if (!schema) GTEST_SKIP() << kNoPostgres;
    }
    models = open();
  }
  ~ModelStoreContract() override {
    models.reset();
    std::filesystem::remove_all(folder);
  }

  std::unique_ptr<store::ModelStore> open() const {
    const auto at = folder + "/models";
    return schema ? store::open_postgres_models(schema->url(), at) : store::open_folder_models(at);
  }
  std::string file_with(const std::string& bytes) const {
    std::ofstream(folder + "/new.model", std::ios::binary) << bytes;
    return folder + "/new.model";
  }
  std::string content(const std::string& version) const {
    std::ostringstream bytes;
    bytes << std::ifstream(models->path_of(version), std::ios::binary).rdbuf();
    return bytes.str();
  }
  template <typename Work>
  static ErrorCode code_of(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::kFailed;
  }

  const std::string folder =
      std::filesystem::temp_directory_path() / ("smartdesk-models-" + std::to_string(::getpid()));
  std::unique_ptr<PostgresSchema> schema;
  std::unique_ptr<store::ModelStore> models;
};

TEST_P(ModelStoreContract, IsEmptyAtFirst) {
  EXPECT_FALSE(models->champion());
  EXPECT_TRUE(models->records().empty());
  EXPECT_FALSE(models->holds("one"));
}

TEST_P(ModelStoreContract, ReturnsTheFileOfEachVersion) {
  std::string long_one(3'000'000, '\0');
  for (std::size_t i = 0; i < long_one.size(); ++i) long_one[i] = static_cast<char>(i * i % 251);
  models->put("one", file_with(long_one));
  models->put("two", file_with(""));
  models = open();
  EXPECT_TRUE(models->holds("one"));
  EXPECT_TRUE(content("one") == long_one);
  EXPECT_EQ(content("two"), "");
  EXPECT_FALSE(std::filesystem::exists(folder + "/new.model"));
}

TEST_P(ModelStoreContract, ReplacesTheFileOfAVersion) {
  models->put("one", file_with(std::string(3'000'000, 'a')));
  models->promote("one");
  models->put("one", file_with("bytes"));
  EXPECT_EQ(content("one"), "bytes");
  models = open();
  EXPECT_EQ(content("one"), "bytes");
  EXPECT_EQ(models->champion(), "one");
}

TEST_P(ModelStoreContract, KeepsRecordsWithOrWithoutAFile) {
  models->put_record("without", "{}");
  models->put("one", file_with("bytes"));
  models->put_record("one", R"({"why":"first"})");
  models->put_record("one", R"({"why":"Überweisung"})");
  models = open();
  std::vector<std::string> texts;
  for (const auto& record : models->records()) texts.push_back(record.text);
  EXPECT_THAT(texts, UnorderedElementsAre("{}", R"({"why":"Überweisung"})"));
  EXPECT_FALSE(models->holds("without"));
}

TEST_P(ModelStoreContract, HasOneChampion) {
  models->put("one", file_with("1"));
  models->put("two", file_with("2"));
  models->promote("one");
  models->promote("two");
  EXPECT_EQ(models->champion(), "two");
  EXPECT_EQ(open()->champion(), "two");
}

TEST_P(ModelStoreContract, RefusesUnknownVersions) {
  models->put("one", file_with("1"));
  models->put_record("recorded", "{}");
  models->promote("one");
  for (const char* wrong : {"none", "", "../models/one", "recorded"}) {
    EXPECT_EQ(code_of([&] { models->promote(wrong); }), ErrorCode::kUsage) << wrong;
    EXPECT_EQ(code_of([&] { models->path_of(wrong); }), ErrorCode::kUsage) << wrong;
  }
  EXPECT_EQ(models->champion(), "one");
}

TEST_P(ModelStoreContract, ReportsAPromotionByAnotherProcessOnce) {
  models->put("one", file_with("1"));
  EXPECT_TRUE(models->wait_for_promotion(1ms)) << "nobody listened before";
  EXPECT_FALSE(models->wait_for_promotion(1ms));
  open()->promote("one");
  EXPECT_TRUE(models->wait_for_promotion(10s));
  EXPECT_EQ(models->champion(), "one");
  EXPECT_FALSE(models->wait_for_promotion(1ms));
}

INSTANTIATE_TEST_SUITE_P(Stores, ModelStoreContract, testing::Values(Kept::kFolder, Kept::kPostgres),
                         [](const auto& kept) {
                           return std::string(kept.param == Kept::kFolder ? "Folder" : "PostgreSQL");
                         });

}  // namespace
}  // namespace smartdesk
