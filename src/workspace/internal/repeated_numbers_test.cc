#include "workspace/internal/repeated_numbers.h"

#include <gtest/gtest.h>

namespace smartdesk::workspace {
namespace {

NewTicket ticket(const std::string& number, const std::string& body) {
  NewTicket made;
  made.external_id = number;
  made.body = body;
  return made;
}

TEST(RepeatedNumbers, NamesTheFirstLineWithAnotherText) {
  RepeatedNumbers numbers;
  EXPECT_FALSE(numbers.line_with_other_text(ticket("7", "no sound"), 2));
  EXPECT_FALSE(numbers.line_with_other_text(ticket("8", "leaks"), 3));
  EXPECT_EQ(numbers.line_with_other_text(ticket("7", "still no sound"), 4), 2U);
  EXPECT_EQ(numbers.line_with_other_text(ticket("7", "hello?"), 5), 2U);
}

TEST(RepeatedNumbers, AcceptsTheSameTextAgainAndTicketsWithoutNumber) {
  RepeatedNumbers numbers;
  numbers.line_with_other_text(ticket("7", "no sound"), 2);
  EXPECT_FALSE(numbers.line_with_other_text(ticket("7", "no sound"), 3));
  numbers.line_with_other_text(ticket("", "one"), 4);
  EXPECT_FALSE(numbers.line_with_other_text(ticket("", "two"), 5));
}

}  // namespace
}  // namespace smartdesk::workspace
