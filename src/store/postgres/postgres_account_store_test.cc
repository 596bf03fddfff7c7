#include "store/account_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <thread>

#include "core/error.h"
#include "store/backend.h"
#include "store/postgres/postgres_store.h"
#include "support/postgres_schema.h"

namespace smartdesk::store {
namespace {

using testing::HasSubstr;

// Each test uses its own schema, which is dropped afterwards.
class PostgresAccountStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    schema_ = PostgresSchema::make("accounts_unit");
    if (!schema_) GTEST_SKIP() << kNoPostgres;
    database_ = schema_->url();
  }
  // The error that `work` throws, if any.
  template <typename Work>
  static std::optional<Error> error_of(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }

  std::unique_ptr<PostgresSchema> schema_;
  std::string database_;
};

TEST_F(PostgresAccountStoreTest, SharesADatabaseWithTheTickets) {
  const auto accounts = backend_for({"unused", database_})->open_accounts();
  EXPECT_TRUE(accounts->add_user({"eve", "hash", "admin", 100}));
  const auto tickets = open_postgres_store(database_, Access::kWrite);
  NewTicket ticket;
  ticket.body = "text";
  EXPECT_EQ(tickets->add(std::span(&ticket, 1)).added, 1U);
  EXPECT_TRUE(open_postgres_accounts(database_)->find_user("eve"));
}

TEST_F(PostgresAccountStoreTest, IsCreatedOnceByConcurrentProcesses) {
  std::vector<std::thread> starting;
  for (int i = 0; i < 4; ++i)
    starting.emplace_back([&] { EXPECT_FALSE(error_of([&] { open_postgres_accounts(database_); })); });
  for (auto& thread : starting) thread.join();
}

TEST_F(PostgresAccountStoreTest, ReconnectsAfterALostConnection) {
  const auto store = open_postgres_accounts(database_);
  store->add_user({"eve", "hash", "admin", 100});
  for (const auto& work : std::vector<std::function<void()>>{[&] { store->find_user("eve"); },
                                                             [&] { store->remove_user("eve", "admin"); }}) {
    schema_->end_all_connections();
    EXPECT_FALSE(error_of(work));
  }
}

TEST_F(PostgresAccountStoreTest, RefusesANewerSchema) {
  open_postgres_accounts(database_);
  schema_->run("UPDATE smartdesk_account_schema SET version = 99");
  const auto error = error_of([&] { open_postgres_accounts(database_); }).value();
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_THAT(error.what(), HasSubstr("newer smartdesk"));
}

}  // namespace
}  // namespace smartdesk::store
