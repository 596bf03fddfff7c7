#include "core/ticket_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <span>
#include <vector>

namespace smartdesk {
namespace {

using testing::ElementsAre;

std::vector<std::string_view> names_of(std::span<const TicketField> fields) {
  std::vector<std::string_view> names;
  for (const auto& field : fields) names.push_back(field.name);
  return names;
}

// With the assertion that there are as many as texts: each text of a ticket is listed.
TEST(TicketFields, ListsNoTextAndNoNameTwice) {
  NewTicket ticket;
  std::set<std::string_view> names;
  for (const auto& field : kTicketFields) {
    EXPECT_EQ(ticket.*field.text, "") << field.name;
    ticket.*field.text = field.name;
    EXPECT_TRUE(names.insert(field.name).second) << field.name;
  }
  EXPECT_EQ(ticket.external_id, "external_id");
  EXPECT_EQ(ticket.created_at, "created_at");
  EXPECT_EQ(ticket.created_on, "created_on");
}

// Stored digests and database columns depend on it.
TEST(TicketFields, KeepsTheOrderOfTheContent) {
  EXPECT_THAT(names_of(kContentFields), ElementsAre("created_at", "product", "customer", "channel", "language",
                                                    "subject", "body", "summary", "tags", "custom"));
}

TEST(TicketFields, KeepsOutOfMessagesWhatOnlyTheStoreKnows) {
  EXPECT_THAT(names_of(kMessageFields), ElementsAre("created_at", "product", "customer", "channel", "language",
                                                    "subject", "body", "tags", "source", "external_id"));
}

TEST(TicketFields, ListsWhatIsIndexedAndWhatMayNameAPerson) {
  EXPECT_THAT(names_of(kFacetFields), ElementsAre("product", "created_on"));
  EXPECT_THAT(names_of(kPeoplesFields), ElementsAre("customer", "subject", "body", "summary", "custom"));
}

TEST(TicketFields, FindsTheEntryOfAMember) {
  EXPECT_EQ(field_of(&NewTicket::external_id).name, "external_id");
  EXPECT_EQ(field_of(&NewTicket::external_id).search_key, "id");
  static_assert(field_of(&NewTicket::product).is_facet);
}

}  // namespace
}  // namespace smartdesk
