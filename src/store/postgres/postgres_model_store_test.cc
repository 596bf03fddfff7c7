#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <functional>

#include "core/error.h"
#include "store/backend.h"
#include "store/model_store.h"
#include "support/postgres_schema.h"
#include "support/scratch_files.h"

namespace smartdesk::store {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// Each test uses its own schema, which is dropped afterwards; a and b are two machines.
class PostgresModelStoreTest : public ScratchFiles {
 protected:
  void SetUp() override {
    schema_ = PostgresSchema::make("models_unit");
    if (!schema_) GTEST_SKIP() << kNoPostgres;
    a_ = backend_for({path("a"), schema_->url()})->open_models();
    b_ = backend_for({path("b"), schema_->url()})->open_models();
  }
  void put(const std::string& version) { a_->put(version, write("new.model", "model " + version)); }

  std::unique_ptr<PostgresSchema> schema_;
  std::unique_ptr<ModelStore> a_, b_;
};

TEST_F(PostgresModelStoreTest, CopiesAModelToAnotherMachine) {
  put("one");
  EXPECT_EQ(b_->path_of("one"), path("b/models/copies/one.model"));
  EXPECT_EQ(read("b/models/copies/one.model"), "model one");
}

TEST_F(PostgresModelStoreTest, ReplacesADamagedCopy) {
  put("one");
  b_->path_of("one");
  write("b/models/copies/one.model", "model on");
  b_->path_of("one");
  EXPECT_EQ(read("b/models/copies/one.model"), "model one");
}

TEST_F(PostgresModelStoreTest, ReportsAModelDamagedInTheDatabaseAndKeepsNoCopy) {
  put("one");
  schema_->run("UPDATE model_piece SET bytes = 'model two'");
  try {
    b_->path_of("one");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Model one is damaged in the database"));
  }
  EXPECT_FALSE(exists("b/models/copies/one.model"));
}

TEST_F(PostgresModelStoreTest, RemovesCopiesOfDeletedModels) {
  put("one");
  put("two");
  b_->path_of("one");
  schema_->run("DELETE FROM model WHERE version = 'one'");
  b_->path_of("two");
  EXPECT_FALSE(exists("b/models/copies/one.model"));
  EXPECT_TRUE(exists("b/models/copies/two.model"));
}

TEST_F(PostgresModelStoreTest, ProtectsTheChampionFromDeletion) {
  put("one");
  a_->promote("one");
  PGconn* connection = PQconnectdb(schema_->url().c_str());
  PGresult* result = PQexec(connection, "DELETE FROM model");
  EXPECT_EQ(PQresultStatus(result), PGRES_FATAL_ERROR);
  PQclear(result);
  PQfinish(connection);
  EXPECT_EQ(a_->champion(), "one");
}

TEST_F(PostgresModelStoreTest, ReportsAPossiblePromotionAfterALostConnection) {
  put("one");
  EXPECT_TRUE(b_->wait_for_promotion(1ms));
  schema_->end_all_connections();
  EXPECT_THROW(b_->wait_for_promotion(10s), Error);
  EXPECT_TRUE(b_->wait_for_promotion(1ms)) << "a promotion may have been missed";
  EXPECT_FALSE(b_->wait_for_promotion(1ms));
}

}  // namespace
}  // namespace smartdesk::store
