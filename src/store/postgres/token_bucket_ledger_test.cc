#include "store/token_bucket_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/postgres_schema.h"

namespace smartdesk::store {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

// Each test uses its own schema, which is dropped afterwards.
class TokenBucketLedgerTest : public testing::Test {
 protected:
  void SetUp() override {
    schema_ = PostgresSchema::make("permits_unit");
    if (!schema_) GTEST_SKIP() << kNoPostgres;
    url_ = schema_->url();
  }

  const std::vector<TokenBucketEntry> some_{{"write", "192.0.2.1", 7}, {"sign-in", "2001:db8::1", 1}};
  std::unique_ptr<PostgresSchema> schema_;
  std::string url_;
};

TEST_F(TokenBucketLedgerTest, ReportsEntriesToEachOtherLedgerOnce) {
  TokenBucketLedger a(url_), b(url_), c(url_);
  EXPECT_THAT(a.exchange(some_), IsEmpty());
  for (auto* other : {&b, &c}) {
    EXPECT_THAT(other->exchange({}),
                ElementsAre(FieldsAre("write", "192.0.2.1", 7), FieldsAre("sign-in", "2001:db8::1", 1)));
    EXPECT_THAT(other->exchange({}), IsEmpty());
  }
}

TEST_F(TokenBucketLedgerTest, HidesOldEntriesFromANewLedger) {
  TokenBucketLedger a(url_);
  a.exchange(some_);
  TokenBucketLedger late(url_);
  EXPECT_THAT(late.exchange({}), IsEmpty());
}

TEST_F(TokenBucketLedgerTest, DropsEntriesOlderThanAMinute) {
  TokenBucketLedger a(url_), b(url_);
  a.exchange(some_);
  schema_->run("UPDATE permit SET at = at - interval '61 seconds'");
  EXPECT_THAT(b.exchange({}), IsEmpty());
}

TEST_F(TokenBucketLedgerTest, ContinuesAfterTheDatabaseIsBack) {
  TokenBucketLedger a(url_), b(url_);
  schema_->end_all_connections();
  a.exchange(some_);
  EXPECT_EQ(b.exchange({}).size(), 2U);
}

}  // namespace
}  // namespace smartdesk::store
