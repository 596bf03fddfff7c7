#include "server/api/tickets.h"

#include <gtest/gtest.h>

#include "store/ticket_json.h"
#include "text/json_text.h"

namespace smartdesk::server {
namespace {

// What is left of the JSON after it was read as a T: the same text, unless keys, their order or types differ.
template <typename T>
std::string as_described(const boost::json::value& written) {
  return text::json_text(http::json_of(http::read_json<T>(written)));
}

store::ListedTicket listed() {
  store::ListedTicket listed;
  listed.ticket.id = store::TicketId{7};
  listed.ticket.external_id = "4711";
  listed.ticket.source = "shop";
  listed.ticket.created_at = "2026-03-01";
  listed.ticket.product = "Router";
  listed.ticket.customer = "Ann Lee";
  listed.ticket.channel = "mail";
  listed.ticket.language = "en";
  listed.ticket.subject = "Charged twice";
  listed.ticket.body = "I was billed two times.";
  listed.ticket.tags = "vip";
  listed.ticket.summary = "Billed twice.";
  listed.ticket.custom = R"({"plan":"basic"})";
  listed.labels["category"] = {"Billing", store::Author::kModel, 0.93};
  listed.labels["urgency"] = {"High", store::Author::kPerson, std::nullopt};
  return listed;
}

store::LabelEntry entry() {
  store::LabelEntry entry;
  entry.id = store::LabelId{3};
  entry.task = "category";
  entry.value = "Billing";
  entry.by = store::Author::kLlm;
  entry.who = "a model";
  entry.at = "2026-03-01T09:30:00Z";
  return entry;
}

TEST(ApiTickets, DescribeTheRowThatTheStoreWrites) {
  const boost::json::value row = store::row_json(listed());
  EXPECT_EQ(as_described<api::Row>(row), text::json_text(row));
}

TEST(ApiTickets, DescribeTheTicketWithItsHistory) {
  const Message messages[] = {
      {"1", MessageAuthor::kAgent, "Ada", "ada@example.org", true, "2026-03-01", "mail", "Hm."}};
  const boost::json::value ticket = store::ticket_json(listed(), messages, {entry()});
  EXPECT_EQ(as_described<api::Ticket>(ticket), text::json_text(ticket));
}

TEST(ApiTickets, NameAuthorsAsTheStoreDoes) {
  for (const auto author : {store::Author::kPerson, store::Author::kModel, store::Author::kLlm, store::Author::kRule})
    EXPECT_EQ(http::name_in_json(author), name_of(author));
}

TEST(ApiTickets, NameAuthorsOfMessagesAsTheStoreDoes) {
  for (const auto author : {MessageAuthor::kCustomer, MessageAuthor::kAgent, MessageAuthor::kSystem})
    EXPECT_EQ(http::name_in_json(static_cast<api::MessageRole>(author)), kMessageAuthors[author]);
}

}  // namespace
}  // namespace smartdesk::server
