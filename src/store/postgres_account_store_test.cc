#include "store/account_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <optional>
#include <thread>

#include "core/error.h"
#include "store/postgres_store.h"
#include "store/workspace.h"

namespace smartdesk {
namespace {

using testing::HasSubstr;

// Each test in a schema of its own, dropped afterwards.
class PostgresAccountStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("SMARTDESK_TEST_DATABASE_URL");
    if (url == nullptr) GTEST_SKIP() << "skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL)";
    server_ = url;
    on_server("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
    database_ = server_ + (server_.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema_ +
                "&application_name=" + schema_;
  }
  void TearDown() override {
    if (!server_.empty()) on_server("DROP SCHEMA " + schema_ + " CASCADE");
  }
  void on_server(const std::string& sql) const {
    PGconn* connection = PQconnectdb(server_.c_str());
    PGresult* result = PQexec(connection, ("SET client_min_messages = warning; " + sql).c_str());
    EXPECT_STREQ(PQresultErrorMessage(result), "");
    PQclear(result);
    PQfinish(connection);
  }
  // What the work throws, if it does.
  template <typename Work>
  static std::optional<Error> error_of(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }

  const std::string schema_ = "accounts_unit_" + std::to_string(::getpid());
  std::string server_, database_;
};

TEST_F(PostgresAccountStoreTest, StandsBesideTheTicketsWhicheverComeFirst) {
  const auto accounts = Workspace::open_accounts({"unused", database_});
  EXPECT_TRUE(accounts->add_user({"eve", "hash", "admin", 100}));
  const auto tickets = open_postgres_store(database_, Access::kWrite);
  NewTicket ticket;
  ticket.body = "text";
  EXPECT_EQ(tickets->add(std::span(&ticket, 1)).added, 1U);
  EXPECT_TRUE(open_postgres_accounts(database_)->find_user("eve"));
}

TEST_F(PostgresAccountStoreTest, IsMadeOnceByProcessesThatStartAtTheSameTime) {
  std::vector<std::thread> starting;
  for (int i = 0; i < 4; ++i)
    starting.emplace_back([&] { EXPECT_FALSE(error_of([&] { open_postgres_accounts(database_); })); });
  for (auto& thread : starting) thread.join();
}

TEST_F(PostgresAccountStoreTest, ConnectsAgainWhereAConnectionWasLostMeanwhile) {
  const auto store = open_postgres_accounts(database_);
  store->add_user({"eve", "hash", "admin", 100});
  for (const auto& work : std::vector<std::function<void()>>{[&] { store->find_user("eve"); },
                                                             [&] { store->remove_user("eve", "admin"); }}) {
    on_server("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" + schema_ +
              "'");
    EXPECT_FALSE(error_of(work));
  }
}

TEST_F(PostgresAccountStoreTest, RefusesTablesOfANewerProgram) {
  open_postgres_accounts(database_);
  on_server("UPDATE " + schema_ + ".smartdesk_account_schema SET version = 99");
  const auto error = error_of([&] { open_postgres_accounts(database_); }).value();
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_THAT(error.what(), HasSubstr("newer smartdesk"));
}

}  // namespace
}  // namespace smartdesk
