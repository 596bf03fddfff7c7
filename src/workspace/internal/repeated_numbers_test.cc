#include "workspace/internal/repeated_numbers.h"

#include <gmock/gmock.h>

namespace smartdesk::workspace {
namespace {

using testing::HasSubstr;

std::string number_of(RepeatedNumbers& numbers, const std::string& number, std::uint64_t line) {
  NewTicket ticket;
  ticket.external_id = number;
  numbers.keep_apart(ticket, line);
  return ticket.external_id;
}

TEST(RepeatedNumbers, NumbersRowsApartAndSaysSo) {
  RepeatedNumbers numbers;
  EXPECT_EQ(number_of(numbers, "7", 2), "7");
  EXPECT_EQ(number_of(numbers, "8", 3), "8");
  EXPECT_EQ(numbers.note(), "");
  EXPECT_EQ(number_of(numbers, "7", 4), "7 (2)");
  EXPECT_EQ(number_of(numbers, "7", 5), "7 (3)");
  EXPECT_THAT(numbers.note(), HasSubstr("2 rows repeat a ticket number (first: 7 in line 4)"));
}

TEST(RepeatedNumbers, TakesAMailThatAMailboxHoldsTwiceForOne) {
  RepeatedNumbers numbers(SameText::kOneTicket);
  NewTicket first, again, other;
  first.external_id = again.external_id = other.external_id = "<1@example.com>";
  first.body = again.body = "no sound";
  other.body = "still no sound";
  numbers.keep_apart(first, 1);
  numbers.keep_apart(again, 9);
  numbers.keep_apart(other, 17);
  EXPECT_EQ(again.external_id, "<1@example.com>");
  EXPECT_EQ(other.external_id, "<1@example.com> (2)");
}

TEST(RepeatedNumbers, LeavesTicketsWithoutANumberAlone) {
  RepeatedNumbers numbers;
  EXPECT_EQ(number_of(numbers, "", 2), "");
  EXPECT_EQ(number_of(numbers, "", 3), "");
  EXPECT_EQ(numbers.note(), "");
}

}  // namespace
}  // namespace smartdesk::workspace
