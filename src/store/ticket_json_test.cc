#include "store/ticket_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/ticket_fields.h"

namespace smartdesk::store {
namespace {

using testing::ElementsAre;

ListedTicket filled_ticket() {
  ListedTicket listed;
  listed.ticket.id = TicketId{7};
  for (const auto& field : kTicketFields) listed.ticket.*field.text = field.name;
  listed.ticket.custom = R"({"Status":"open"})";
  listed.labels["category"] = {"Billing", Author::kModel, 0.75};
  return listed;
}

std::vector<std::string> keys_of(const boost::json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  return keys;
}

TEST(TicketJson, KeepsTheMembersOfARowInOrder) {
  const auto row = row_json(filled_ticket());
  EXPECT_THAT(keys_of(row), ElementsAre("id", "external_id", "source", "version", "created_at", "product", "customer",
                                        "channel", "language", "subject", "body", "tags", "labels"));
  EXPECT_EQ(row.at("id").as_int64(), 7);
  for (const auto& field : kMessageFields) EXPECT_EQ(row.at(field.name).as_string(), field.name);
  EXPECT_EQ(row.at("labels").at("category").at("probability").as_double(), 0.75);
}

TEST(TicketJson, CutsTheBodyOfARowOnly) {
  auto listed = filled_ticket();
  listed.ticket.body = std::string(kBodyInLists + 1, 'x');
  EXPECT_EQ(row_json(listed).at("body").as_string().size(), kBodyInLists);
  EXPECT_EQ(ticket_json(listed, {}, {}).at("body").as_string().size(), kBodyInLists + 1);
}

TEST(TicketJson, KeepsTheMembersOfATicketInOrder) {
  const auto ticket = ticket_json(filled_ticket(), {}, {});
  EXPECT_THAT(keys_of(ticket),
              ElementsAre("id", "external_id", "source", "version", "created_at", "product", "customer", "channel",
                          "language", "subject", "body", "tags", "labels", "summary", "custom", "messages", "history"));
  EXPECT_EQ(ticket.at("summary").as_string(), "summary");
  EXPECT_EQ(ticket.at("custom").at("Status").as_string(), "open");
}

TEST(TicketJson, ShowsTheConversation) {
  const Message messages[] = {
      {"1", MessageAuthor::kAgent, "Ada", "ada@example.org", true, "2026-03-01", "mail", "Hm.\n\n> Please help."}};
  const auto ticket = ticket_json(filled_ticket(), messages, {});
  const auto& shown = ticket.at("messages").as_array();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_THAT(keys_of(shown[0].as_object()),
              ElementsAre("id", "role", "private", "author", "address", "created_at", "channel", "text", "own_text"));
  EXPECT_EQ(shown[0].at("own_text").as_string(), "Hm.");
  EXPECT_EQ(shown[0].at("role").as_string(), "agent");
  EXPECT_TRUE(shown[0].at("private").as_bool());
}

TEST(TicketJson, ShowsABodyAloneAsTheOneMessageOfItsCustomer) {
  auto listed = filled_ticket();
  const auto shown = ticket_json(listed, {}, {}).at("messages").as_array();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].at("text").as_string(), "body");
  EXPECT_EQ(shown[0].at("author").as_string(), "customer");
  listed.ticket.body.clear();
  EXPECT_TRUE(ticket_json(listed, {}, {}).at("messages").as_array().empty());
}

TEST(TicketJson, ShowsNoOtherColumnsAsAnEmptyObject) {
  auto listed = filled_ticket();
  for (const char* custom : {"", "{broken"}) {
    listed.ticket.custom = custom;
    EXPECT_TRUE(ticket_json(listed, {}, {}).at("custom").as_object().empty()) << custom;
  }
}

}  // namespace
}  // namespace smartdesk::store
