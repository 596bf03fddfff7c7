// What every store of models must do.

#include "store/model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/error.h"

namespace smartdesk {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

struct Kind {
  const char* name;
  std::unique_ptr<ModelStore> (*open)(const std::string& folder);
};

std::string schema_name() { return "models_contract_" + std::to_string(::getpid()); }

void in_test_database(const std::string& sql) {
  const char* url = std::getenv("SMARTDESK_TEST_DATABASE_URL");
  if (url == nullptr) return;
  PGconn* connection = PQconnectdb(url);
  PQclear(PQexec(connection, ("SET client_min_messages = warning; " + sql).c_str()));
  PQfinish(connection);
}

class ModelStoreContract : public testing::TestWithParam<Kind> {
 protected:
  ModelStoreContract() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    in_test_database("DROP SCHEMA IF EXISTS " + schema_name() + " CASCADE; CREATE SCHEMA " + schema_name());
    models = GetParam().open(folder + "/models");
  }
  void SetUp() override {
    if (!models) GTEST_SKIP() << "skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL)";
  }
  ~ModelStoreContract() override {
    models.reset();
    in_test_database("DROP SCHEMA IF EXISTS " + schema_name() + " CASCADE");
    std::filesystem::remove_all(folder);
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
  std::unique_ptr<ModelStore> models;
};

TEST_P(ModelStoreContract, IsEmptyAtFirst) {
  EXPECT_FALSE(models->champion());
  EXPECT_TRUE(models->records().empty());
  EXPECT_FALSE(models->holds("one"));
}

TEST_P(ModelStoreContract, GivesEachVersionsFileBack) {
  std::string long_one(3'000'000, '\0');
  for (std::size_t i = 0; i < long_one.size(); ++i) long_one[i] = static_cast<char>(i * i % 251);
  models->put("one", file_with(long_one));
  models->put("two", file_with(""));
  models = GetParam().open(folder + "/models");
  EXPECT_TRUE(models->holds("one"));
  EXPECT_TRUE(content("one") == long_one);
  EXPECT_EQ(content("two"), "");
  EXPECT_FALSE(std::filesystem::exists(folder + "/new.model"));
}

TEST_P(ModelStoreContract, TakesTheSameVersionTwice) {
  models->put("one", file_with("bytes"));
  models->put("one", file_with("bytes"));
  EXPECT_EQ(content("one"), "bytes");
}

TEST_P(ModelStoreContract, KeepsRecordsWithOrWithoutAFile) {
  models->put_record("without", "{}");
  models->put("one", file_with("bytes"));
  models->put_record("one", R"({"why":"first"})");
  models->put_record("one", R"({"why":"Überweisung"})");
  models = GetParam().open(folder + "/models");
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
  EXPECT_EQ(GetParam().open(folder + "/models")->champion(), "two");
}

TEST_P(ModelStoreContract, RefusesVersionsThatItDoesNotHold) {
  models->put("one", file_with("1"));
  models->put_record("recorded", "{}");
  models->promote("one");
  for (const char* wrong : {"none", "", "../models/one", "recorded"}) {
    EXPECT_EQ(code_of([&] { models->promote(wrong); }), ErrorCode::kUsage) << wrong;
    EXPECT_EQ(code_of([&] { models->path_of(wrong); }), ErrorCode::kUsage) << wrong;
  }
  EXPECT_EQ(models->champion(), "one");
}

TEST_P(ModelStoreContract, TellsOfAPromotionByAnotherOnce) {
  models->put("one", file_with("1"));
  EXPECT_TRUE(models->wait_for_promotion(1ms)) << "nobody listened before";
  EXPECT_FALSE(models->wait_for_promotion(1ms));
  GetParam().open(folder + "/models")->promote("one");
  EXPECT_TRUE(models->wait_for_promotion(10s));
  EXPECT_EQ(models->champion(), "one");
  EXPECT_FALSE(models->wait_for_promotion(1ms));
}

INSTANTIATE_TEST_SUITE_P(Stores, ModelStoreContract,
                         testing::Values(Kind{"Folder", open_folder_models},
                                         Kind{"PostgreSQL",
                                              [](const std::string& folder) -> std::unique_ptr<ModelStore> {
                                                const char* url = std::getenv("SMARTDESK_TEST_DATABASE_URL");
                                                if (url == nullptr) return nullptr;
                                                const std::string server = url;
                                                return open_postgres_models(
                                                    server + (server.find('?') == std::string::npos ? "?" : "&") +
                                                        "options=-csearch_path%3D" + schema_name(),
                                                    folder);
                                              }}),
                         [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace smartdesk
