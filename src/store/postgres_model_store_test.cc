#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

#include "core/error.h"
#include "store/model_store.h"
#include "store/workspace.h"
#include "support/scratch_files.h"

namespace smartdesk {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// Each test in a schema of its own, dropped afterwards; a and b are two machines.
class PostgresModelStoreTest : public ScratchFiles {
 protected:
  void SetUp() override {
    const char* url = std::getenv("SMARTDESK_TEST_DATABASE_URL");
    if (url == nullptr) GTEST_SKIP() << "skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL)";
    server_ = url;
    on_server("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
    const auto database = server_ + (server_.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" +
                          schema_ + "&application_name=" + schema_;
    a_ = open_models({path("a"), database});
    b_ = open_models({path("b"), database});
  }
  void TearDown() override {
    a_.reset();
    b_.reset();
    if (!server_.empty()) on_server("DROP SCHEMA " + schema_ + " CASCADE");
  }
  void on_server(const std::string& sql) const {
    PGconn* connection = PQconnectdb(server_.c_str());
    PGresult* result =
        PQexec(connection, ("SET client_min_messages = warning; SET search_path = " + schema_ + "; " + sql).c_str());
    EXPECT_STREQ(PQresultErrorMessage(result), "");
    PQclear(result);
    PQfinish(connection);
  }
  void put(const std::string& version) { a_->put(version, write("new.model", "model " + version)); }

  const std::string schema_ = "models_unit_" + std::to_string(::getpid());
  std::string server_;
  std::unique_ptr<ModelStore> a_, b_;
};

TEST_F(PostgresModelStoreTest, GivesAnotherMachineACopyInItsFolder) {
  put("one");
  EXPECT_EQ(b_->path_of("one"), path("b/models/copies/one.model"));
  EXPECT_EQ(read("b/models/copies/one.model"), "model one");
}

TEST_F(PostgresModelStoreTest, FetchesACopyAgainThatIsDamaged) {
  put("one");
  b_->path_of("one");
  write("b/models/copies/one.model", "model on");
  b_->path_of("one");
  EXPECT_EQ(read("b/models/copies/one.model"), "model one");
}

TEST_F(PostgresModelStoreTest, SaysWhatIsDamagedInTheDatabaseAndKeepsNoCopy) {
  put("one");
  on_server("UPDATE model_piece SET bytes = 'model two'");
  try {
    b_->path_of("one");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("model one is damaged in the database"));
  }
  EXPECT_FALSE(exists("b/models/copies/one.model"));
}

TEST_F(PostgresModelStoreTest, DropsCopiesOfWhatTheDatabaseHasForgotten) {
  put("one");
  put("two");
  b_->path_of("one");
  on_server("DELETE FROM model WHERE version = 'one'");
  b_->path_of("two");
  EXPECT_FALSE(exists("b/models/copies/one.model"));
  EXPECT_TRUE(exists("b/models/copies/two.model"));
}

TEST_F(PostgresModelStoreTest, KeepsTheChampionFromBeingForgotten) {
  put("one");
  a_->promote("one");
  PGconn* connection = PQconnectdb(server_.c_str());
  PGresult* result = PQexec(connection, ("DELETE FROM " + schema_ + ".model").c_str());
  EXPECT_EQ(PQresultStatus(result), PGRES_FATAL_ERROR);
  PQclear(result);
  PQfinish(connection);
  EXPECT_EQ(a_->champion(), "one");
}

TEST_F(PostgresModelStoreTest, LooksAgainAfterItsConnectionWasLost) {
  put("one");
  EXPECT_TRUE(b_->wait_for_promotion(1ms));
  on_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + schema_ + "'");
  EXPECT_THROW(b_->wait_for_promotion(10s), Error);
  EXPECT_TRUE(b_->wait_for_promotion(1ms)) << "a promotion may have been missed";
  EXPECT_FALSE(b_->wait_for_promotion(1ms));
}

}  // namespace
}  // namespace smartdesk
