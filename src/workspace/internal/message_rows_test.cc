#include "workspace/internal/message_rows.h"

#include <gtest/gtest.h>

namespace smartdesk::workspace {
namespace {

// A row with these cells, whose ticket has the number 7 and this body.
NewTicket taken(MessageRows& rows, std::vector<std::string_view> cells, const std::string& body) {
  formats::Record record;
  record.fields = std::move(cells);
  NewTicket ticket;
  ticket.external_id = "7";
  ticket.body = body;
  rows.take(record, ticket);
  return ticket;
}

TEST(MessageRows, MakesAMessageOfEachRow) {
  MessageRows rows({"ticket_id", "comment_id", "author_type", "public", "comment"});
  ASSERT_TRUE(rows.is_one_per_row());
  const auto ticket = taken(rows, {"7", "9", "Agent", "no", "hm"}, "hm");
  ASSERT_EQ(ticket.messages.size(), 1U);
  EXPECT_EQ(ticket.messages[0].external_id, "9");
  EXPECT_EQ(ticket.messages[0].author, MessageAuthor::kAgent);
  EXPECT_TRUE(ticket.messages[0].is_private);
  EXPECT_EQ(ticket.messages[0].text, "hm");
  EXPECT_EQ(ticket.body, "");
}

TEST(MessageRows, RemembersWhoBeganEachTicket) {
  MessageRows rows({"ticket_id", "message", "author", "sent_at"});
  EXPECT_EQ(taken(rows, {"7", "", "Kai", ""}, "a").messages.at(0).author, MessageAuthor::kCustomer);
  EXPECT_EQ(taken(rows, {"7", "", "Ada", ""}, "b").messages.at(0).author, MessageAuthor::kAgent);
  EXPECT_EQ(taken(rows, {"7", "", "Kai", ""}, "c").messages.at(0).author, MessageAuthor::kCustomer);
}

TEST(MessageRows, LeavesATicketAloneThatIsWrittenAsItsOnlyMessage) {
  MessageRows rows({"id", "body", "messages"});
  EXPECT_FALSE(rows.is_one_per_row());
  const auto ticket = taken(rows, {"7", "hm", R"([{"id":"","role":"customer","text":"hm"}])"}, "hm");
  EXPECT_TRUE(ticket.messages.empty());
  EXPECT_EQ(ticket.body, "hm");
}

TEST(MessageRows, TakeTheOwnTextOfOurExportsAsDerived) {
  EXPECT_EQ(MessageRows({"id", "body", "own_text", "messages"}).used().count(2), 1U);
  EXPECT_EQ(MessageRows({"id", "body", "own_text"}).used().count(2), 0U);
}

TEST(MessageTimes, GiveATicketTheTimeOfItsFirstMessage) {
  std::vector<NewTicket> tickets(1);
  tickets[0].messages.resize(2);
  tickets[0].messages[0].created_at = "02.04.2026 10:00";
  tickets[0].messages[1].created_at = "01.04.2026 10:00";
  const std::string_view column[] = {tickets[0].messages[0].created_at};
  read_message_times(tickets, text::DayReader(column));
  EXPECT_EQ(tickets[0].created_at, "2026-04-01T10:00:00");
  EXPECT_EQ(tickets[0].messages[0].created_at, "2026-04-02T10:00:00");
}

}  // namespace
}  // namespace smartdesk::workspace
