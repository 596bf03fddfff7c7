#include "workspace/customer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/memory_store.h"
#include "support/runs.h"

namespace smartdesk::workspace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool owns(std::string_view customer, const std::string& field, const std::vector<Message>& messages = {}) {
  NewTicket ticket;
  ticket.customer = field;
  return Customer(customer).owns(ticket, messages);
}

Message from(const std::string& address, MessageAuthor author = MessageAuthor::kCustomer) {
  Message message;
  message.address = address;
  message.author = author;
  message.text = "text of " + address;
  return message;
}

TEST(Customer, IsFoundByAddressInAnyForm) {
  for (const char* field : {"ana@example.com", "ANA@Example.COM", "Ana Ribeiro <ana@example.com>",
                            "\"Ribeiro, Ana\" < ana@example.com >", "ana@example.com (Ana)", "<mailto:ana@example.com>",
                            "bob@example.com, ana@example.com", "Bob <bob@example.com>; Ana <ana@example.com>"})
    EXPECT_TRUE(owns("ana@example.com", field)) << field;
  EXPECT_TRUE(owns("Ana <ana@example.com>", "ana@example.com"));
  EXPECT_TRUE(owns(" ana@example.com\n", "Ana Ribeiro <ana@example.com>"));
  EXPECT_TRUE(owns("ÜLKÜ@example.com", "ülkü@example.com"));
}

TEST(Customer, IsNobodyWithASimilarAddress) {
  for (const char* field : {"mariana@example.com", "ana+shop@example.com", "ana@example.com.br", "ana@example",
                            "Ana Ribeiro", "ana.r@example.com", "ana@example.com via shop <shop@example.com>", ""})
    EXPECT_FALSE(owns("ana@example.com", field)) << field;
  EXPECT_FALSE(owns("ana+shop@example.com", "ana@example.com"));
}

TEST(Customer, IsFoundByTheWholeName) {
  EXPECT_TRUE(owns("ann lee", "Ann Lee"));
  EXPECT_FALSE(owns("ann", "Ann Lee"));
  EXPECT_FALSE(owns("Ann Lee", "Ann Lee <ann@example.com>"));
  EXPECT_THROW(Customer(" "), Error);
}

TEST(Customer, IsTheFirstCustomerWhoWroteWhereTheTicketNamesNoAddress) {
  const std::vector<Message> messages{from("desk@example.com", MessageAuthor::kAgent), from("Ana <ana@example.com>"),
                                      from("bob@example.com")};
  EXPECT_TRUE(owns("ana@example.com", "Ana Ribeiro", messages));
  EXPECT_TRUE(owns("ana@example.com", "", messages));
  EXPECT_FALSE(owns("bob@example.com", "", messages));
  EXPECT_FALSE(owns("desk@example.com", "", messages));
  EXPECT_FALSE(owns("ana@example.com", "Bob <bob@example.com>", messages));
}

TEST(Customer, WroteTheirMessages) {
  const Customer ana("ana@example.com");
  EXPECT_TRUE(ana.wrote(from("ANA@example.com")));
  EXPECT_FALSE(ana.wrote(from("ana@example.com", MessageAuthor::kAgent)));
  EXPECT_FALSE(ana.wrote(from("mariana@example.com")));
  Message by_name;
  by_name.name = "ana@example.com";
  EXPECT_TRUE(ana.wrote(by_name));
  EXPECT_FALSE(Customer("Ana").wrote(by_name));
}

class CustomerTicketsTest : public testing::Test {
 protected:
  store::TicketId add(const std::string& customer, const std::string& body, std::vector<Message> messages = {}) {
    NewTicket ticket;
    ticket.external_id = std::to_string(++number);
    ticket.customer = customer;
    ticket.body = body;
    ticket.messages = std::move(messages);
    return store.add(std::span(&ticket, 1)).ids.at(0);
  }

  MemoryStore store;
  int number = 0;
};

TEST_F(CustomerTicketsTest, AreTheirsOrHoldMessagesOfTheirsOrMentionThem) {
  const auto own = add("Ana <ana@example.com>", "dark");
  const auto other = add("bob@example.com", "", {from("bob@example.com"), from("ana@example.com")});
  const auto mention = add("bob@example.com", "Please ask ANA@example.com.");
  const auto beside = add("bob@example.com", "連絡先はana@example.comです。");
  add("bob@example.com", "Please ask mariana@example.com or ana@example.com.br");
  add("bob@example.com", "hello");
  const auto found = tickets_of(store, Customer("ana@example.com"), kOneThread);
  EXPECT_THAT(found.own, ElementsAre(own));
  EXPECT_THAT(found.others, ElementsAre(other));
  EXPECT_THAT(found.mentions, ElementsAre(mention, beside));
}

TEST_F(CustomerTicketsTest, AreFoundByNamesInAnyScript) {
  const auto own = add("김민수", "우산");
  add("Ann", "김민수");
  const auto found = tickets_of(store, Customer("김민수"), kOneThread);
  EXPECT_THAT(found.own, ElementsAre(own));
  EXPECT_THAT(found.mentions, IsEmpty());
  const auto umlaut = add("JÖRG@MÜLLER.example", "text");
  EXPECT_THAT(tickets_of(store, Customer("jörg@müller.example"), kOneThread).own, ElementsAre(umlaut));
}

}  // namespace
}  // namespace smartdesk::workspace
