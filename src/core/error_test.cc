#include "core/error.h"

#include <gtest/gtest.h>

namespace smartdesk {

TEST(Error, CarriesItsCodeAndItsMessage) {
  try {
    throw Error(ErrorCode::kInvalidInput, "tickets.csv: line 3: no text");
  } catch (const Error& error) {
    EXPECT_EQ(exit_code(error.code()), 3);
    EXPECT_STREQ(error.what(), "tickets.csv: line 3: no text");
  }
}

TEST(Error, HasTheExitCodesThatScriptsRelyOn) {
  EXPECT_EQ(exit_code(ErrorCode::kFailed), 1);
  EXPECT_EQ(exit_code(ErrorCode::kUsage), 2);
  EXPECT_EQ(exit_code(ErrorCode::kUnavailable), 5);
  EXPECT_EQ(exit_code(ErrorCode::kInterrupted), 130);
  EXPECT_EQ(exit_code(ErrorCode::kNoModel), 2);
}

TEST(Error, NamesItsCodeForPrograms) {
  EXPECT_EQ(name_of(no_model().code()), "no_model");
  EXPECT_EQ(name_of(ErrorCode::kInvalidInput), "invalid_input");
}

}  // namespace smartdesk
