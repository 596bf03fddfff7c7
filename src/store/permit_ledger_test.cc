#include "store/permit_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>

#include "core/error.h"

namespace smartdesk {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

// Each test in a schema of its own, dropped afterwards.
class PermitLedgerTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("SMARTDESK_TEST_DATABASE_URL");
    if (url == nullptr) GTEST_SKIP() << "skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL)";
    server_ = url;
    on_server("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
    location_.database = server_ + (server_.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" +
                         schema_ + "&application_name=" + schema_;
  }
  void TearDown() override {
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

  const std::string schema_ = "permits_unit_" + std::to_string(::getpid());
  const std::vector<PermitEntry> some_{{"write", "192.0.2.1", 7}, {"sign-in", "2001:db8::1", 1}};
  std::string server_;
  WorkspaceLocation location_;
};

TEST_F(PermitLedgerTest, TellsEachOtherLedgerOnceWhatWasEntered) {
  PermitLedger a(location_), b(location_), c(location_);
  EXPECT_THAT(a.exchange(some_), IsEmpty());
  for (auto* other : {&b, &c}) {
    EXPECT_THAT(other->exchange({}),
                ElementsAre(FieldsAre("write", "192.0.2.1", 7), FieldsAre("sign-in", "2001:db8::1", 1)));
    EXPECT_THAT(other->exchange({}), IsEmpty());
  }
}

TEST_F(PermitLedgerTest, KeepsOldDebtsFromANewLedger) {
  PermitLedger a(location_);
  a.exchange(some_);
  PermitLedger late(location_);
  EXPECT_THAT(late.exchange({}), IsEmpty());
}

TEST_F(PermitLedgerTest, ForgetsWhatIsOlderThanAMinute) {
  PermitLedger a(location_), b(location_);
  a.exchange(some_);
  on_server("UPDATE permit SET at = at - interval '61 seconds'");
  EXPECT_THAT(b.exchange({}), IsEmpty());
}

TEST_F(PermitLedgerTest, GoesOnOnceTheDatabaseIsBack) {
  PermitLedger a(location_), b(location_);
  on_server("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" + schema_ + "'");
  a.exchange(some_);
  EXPECT_EQ(b.exchange({}).size(), 2U);
}

}  // namespace
}  // namespace smartdesk
