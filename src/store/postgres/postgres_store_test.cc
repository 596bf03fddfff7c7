#include "store/postgres/postgres_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/error.h"
#include "support/postgres_schema.h"

namespace smartdesk::store {
namespace {

using testing::HasSubstr;
using testing::Not;

// Each test uses its own schema, which is dropped afterwards.
class PostgresStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    schema = PostgresSchema::make("postgres_store");
    if (!schema) GTEST_SKIP() << kNoPostgres;
    store = open(Access::kWrite);
  }

  std::unique_ptr<TicketStore> open(Access access) const { return open_postgres_store(schema->url(), access); }
  static NewTicket ticket(const std::string& external_id, const std::string& body) {
    NewTicket ticket;
    ticket.source = "test";
    ticket.external_id = external_id;
    ticket.body = body;
    return ticket;
  }
  TicketId add(const NewTicket& one) { return store->add(std::span(&one, 1)).ids.at(0); }
  std::uint64_t found(const std::string& typed) const { return store->count(parse_filter(typed, {"category"}), 100); }

  std::unique_ptr<PostgresSchema> schema;
  std::unique_ptr<TicketStore> store;
};

TEST_F(PostgresStoreTest, ReconnectsAfterALostConnection) {
  add(ticket("1", "one"));
  schema->end_all_connections();
  add(ticket("2", "two"));
  EXPECT_EQ(store->counts().tickets, 2U);
}

TEST_F(PostgresStoreTest, NeverShowsThePasswordInErrors) {
  try {
    open_postgres_store("postgresql://ann:canary@127.0.0.1:1/desk", Access::kRead);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
    EXPECT_THAT(error.what(), HasSubstr("desk"));
    EXPECT_THAT(error.what(), Not(HasSubstr("canary")));
  }
  try {
    open_postgres_store("postgresql://ann:canary%zz@host/desk", Access::kRead);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_THAT(error.what(), Not(HasSubstr("canary")));
  }
}

// Random letters, which do not compress below the size limit of an index entry.
std::string long_text() {
  std::string text;
  unsigned state = 1;
  while (text.size() < 20'000) {
    state = state * 1664525 + 1013904223;
    text += static_cast<char>('a' + (state >> 16) % 26);
  }
  return text;
}

TEST_F(PostgresStoreTest, AcceptsExternalIdsOfAnyLength) {
  const auto id = add(ticket(long_text(), "one"));
  EXPECT_EQ(store->find("test", long_text()), id);
  EXPECT_EQ(add(ticket(long_text(), "two")), id);
  EXPECT_NE(add(ticket(long_text() + "!", "two")), id);
}

TEST_F(PostgresStoreTest, AcceptsProductsAndCustomersOfAnyLength) {
  auto long_one = ticket("1", "one");
  long_one.product = long_text();
  long_one.customer = long_text();
  add(long_one);
  EXPECT_EQ(store->index_words(10), 0U);
  TicketFilter filter;
  filter.fields.push_back({&NewTicket::product, long_text()});
  EXPECT_EQ(store->count(filter, 10), 1U);
  filter.fields[0].value += '!';
  EXPECT_EQ(store->count(filter, 10), 0U);
}

TEST_F(PostgresStoreTest, AcceptsLabelsOfAnyLength) {
  const NewLabel one[] = {{add(ticket("1", "one")), "category", long_text(), Author::kPerson, "", {}}};
  store->label(one);
  TicketFilter filter;
  filter.labels.push_back({"category", long_text()});
  EXPECT_EQ(store->count(filter, 10), 1U);
}

TEST_F(PostgresStoreTest, IndexesTextsWithMoreWordsThanATsvectorHolds) {
  std::string hostile = "zebra ";
  for (int i = 0; i < 20'000; ++i) {
    for (int part = 0; part < 2; ++part) {
      for (int n = 0; n < 5; ++n)
        hostile += "\xF0\xA0\x80" + std::string(1, static_cast<char>(0x80 + (i >> (3 * n)) % 64));
      hostile += part == 0 ? '-' : ' ';
    }
  }
  add(ticket("1", hostile));
  add(ticket("2", "a lion"));
  EXPECT_EQ(store->index_words(10), 0U);
  EXPECT_EQ(found("zebra"), 1U);
  EXPECT_EQ(found("lion"), 1U);
}

TEST_F(PostgresStoreTest, IgnoresCaseOfAsciiLettersOnly) {
  auto cafe = ticket("1", "one");
  cafe.product = "CAF\xC3\x89";
  add(cafe);
  EXPECT_EQ(found("product:caf\xC3\x89"), 1U);
  store->index_words(10);
  EXPECT_EQ(found("product:caf\xC3\x89"), 1U);
  EXPECT_EQ(found("product:caf\xC3\xA9"), 0U);
}

TEST_F(PostgresStoreTest, FindsWordsNextToAnyPunctuation) {
  add(ticket("1",
             "The refund/return of order/1234 went to eve@example.com, see https://shop.example.org/help?id=77 and "
             "v1.25, wi-fi; a_b"));
  store->index_words(10);
  for (const char* word : {"refund",
                           "return",
                           "1234",
                           "order",
                           "eve",
                           "example",
                           "shop",
                           "help",
                           "77",
                           "25",
                           "wi",
                           "fi",
                           "b",
                           "eve@example.com",
                           "refund/return",
                           "wi-fi",
                           "\"wi fi\"",
                           "exam*",
                           "shop.exam*",
                           "\"return of order\""}) {
    EXPECT_EQ(found(word), 1U) << word;
  }
}

TEST_F(PostgresStoreTest, IndexesChangesWhileAnotherProcessIndexes) {
  std::vector<NewTicket> tickets;
  for (int i = 0; i < 300; ++i) tickets.push_back(ticket(std::to_string(i), "lion"));
  store->add(tickets);
  std::atomic<bool> is_done = false;
  std::thread indexing([&] {
    const auto other = open(Access::kWrite);
    while (!is_done) other->index_words(3);
  });
  for (int round = 0; round < 20; ++round) {
    for (auto& one : tickets) one.body = "zebra number " + std::to_string(round);
    EXPECT_NO_THROW(store->add(tickets));
    tickets.push_back(ticket("more " + std::to_string(round), "lion"));
  }
  is_done = true;
  indexing.join();
  while (store->index_words(1000) > 0) {
  }
  EXPECT_EQ(store->count(parse_filter("zebra", {}), 1000), 319U);
}

TEST_F(PostgresStoreTest, AllowsConcurrentWriters) {
  constexpr int kWriters = 4, kEach = 200;
  std::vector<std::thread> writers;
  std::atomic<std::uint64_t> added = 0;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&] {
      const auto own = open(Access::kWrite);
      for (int i = 0; i < kEach; i += 10) {
        std::vector<NewTicket> some;
        for (int n = i; n < i + 10; ++n) some.push_back(ticket(std::to_string(n), "text " + std::to_string(n)));
        const auto result = own->add(some);
        added += result.added;
        std::vector<NewLabel> labels;
        for (auto id = result.ids.rbegin(); id != result.ids.rend(); ++id)
          labels.push_back({*id, "category", "Billing", Author::kModel, "m", {}});
        own->label(labels);
        own->index_words(7);
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(added, static_cast<std::uint64_t>(kEach));
  EXPECT_EQ(store->counts().tickets, static_cast<std::uint64_t>(kEach));
  EXPECT_EQ(store->counts().label_entries, static_cast<std::uint64_t>(kWriters * kEach));
}

}  // namespace
}  // namespace smartdesk::store
