#include "store/internal/small_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const SmallSchema kSchema{"job", {"CREATE TABLE a (@id);", "CREATE TABLE b (@id); CREATE TABLE c (@id);"}, "a", ""};

FoundSchema found(int version) { return {version, "jobs.db", "schema", "id bigint"}; }

TEST(SmallDatabase, RunsTheStepsAfterTheVersionThatItFinds) {
  EXPECT_THAT(missing_steps(kSchema, found(0)),
              ElementsAre("CREATE TABLE a (id bigint);", "CREATE TABLE b (id bigint); CREATE TABLE c (id bigint);"));
  EXPECT_THAT(missing_steps(kSchema, found(1)), ElementsAre(HasSubstr("TABLE b")));
  EXPECT_THAT(missing_steps(kSchema, found(2)), IsEmpty());
}

TEST(SmallDatabase, RefusesANewerVersion) {
  try {
    missing_steps(kSchema, found(3));
    FAIL() << "it was not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_STREQ(error.what(),
                 "jobs.db was written by a newer smartdesk (schema 3, this version supports 2). Use that version.");
  }
}

}  // namespace
}  // namespace smartdesk::store
