#include "workspace/erase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/backend.h"
#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "workspace/train_workspace.h"

namespace smartdesk::workspace {
namespace {

using testing::ElementsAre;

class EraseTest : public ScratchFiles {
 protected:
  // Adds a ticket and returns its ID.
  store::TicketId add(const std::string& number, const std::string& created_on = "") {
    NewTicket ticket;
    ticket.external_id = number;
    ticket.body = "text";
    ticket.created_on = created_on;
    return store.add(std::span(&ticket, 1)).ids.at(0);
  }
  void say(store::TicketId id, store::Author by) {
    const store::NewLabel label[] = {{id, "category", "Billing", by, "eve", {}}};
    store.label(label);
  }
  store::TicketId add_for_training() {
    for (int i = 0;; ++i) {
      const auto id = add("t" + std::to_string(i));
      if (!is_held_out(id)) return id;
    }
  }
  void put_model(const std::string& version, const std::string& created_at) {
    ModelRecord record;
    record.version = version;
    record.created_at = created_at;
    registry.put_record(record);
  }

  MemoryStore store;  // where each label is given on 2026-03-01
  ModelRegistry registry{store::WorkspaceLocation{path("")}};
};

TEST_F(EraseTest, NamesTheModelsThatLearnedFromTheTicket) {
  const auto id = add_for_training();
  say(id, store::Author::kPerson);
  put_model("before", "2026-02-01T00:00:00Z");
  put_model("after", "2026-04-01T00:00:00Z");
  const auto erasure = erase_tickets(store, std::span(&id, 1), registry);
  EXPECT_EQ(erasure.erased, 1U);
  EXPECT_THAT(erasure.models, ElementsAre("after"));
  EXPECT_FALSE(store.find(id));
}

TEST_F(EraseTest, NamesModelsThatHeldOutTheLatestTicketsWhateverTheNumberOfTheTicket) {
  auto id = add("t");
  for (int i = 0; !is_held_out(id); ++i) id = add("t" + std::to_string(i));
  say(id, store::Author::kPerson);
  put_model("by number", "2026-04-01T00:00:00Z");
  ModelRecord by_time;
  by_time.version = "by time";
  by_time.created_at = "2026-04-01T00:00:00Z";
  by_time.held_out_from = "2026-03-20";
  registry.put_record(by_time);
  EXPECT_THAT(erase_tickets(store, std::span(&id, 1), registry).models, ElementsAre("by time"));
}

TEST_F(EraseTest, NamesNoModelIfNoneLearnedFromTheTicket) {
  put_model("after", "2026-04-01T00:00:00Z");
  const auto silent = add_for_training();
  say(silent, store::Author::kModel);
  EXPECT_TRUE(erase_tickets(store, std::span(&silent, 1), registry).models.empty());
}

TEST_F(EraseTest, ErasesACustomerAndTheirMessagesToOthers) {
  NewTicket own, other;
  own.external_id = "own";
  own.customer = "Ana <ana@example.com>";
  own.body = "dark";
  other.external_id = "other";
  other.customer = "bob@example.com";
  for (const char* address : {"bob@example.com", "ana@example.com"})
    other.messages.push_back(
        {"", MessageAuthor::kCustomer, "", address, false, "", "", std::string("I am ") + address});
  const NewTicket both[] = {own, other};
  const auto ids = store.add(both).ids;
  const Customer ana("ANA@example.com");
  const auto erasure = erase_customer(store, ana, tickets_of(store, ana, kOneThread), registry);
  EXPECT_EQ(erasure.erased, 1U);
  EXPECT_EQ(erasure.messages, 1U);
  EXPECT_FALSE(store.find(ids[0]));
  EXPECT_EQ(store.messages(ids[1]).size(), 1U);
  EXPECT_TRUE(store.mentioning("ana@").empty());
}

TEST_F(EraseTest, FindsTicketsThatAreTooOld) {
  const auto old = add("old", "2001-01-01");
  add("unknown");
  add("to come", "2099-01-01");
  EXPECT_THAT(ids_passing(store, older_than(365), kOneThread), ElementsAre(old));
}

}  // namespace
}  // namespace smartdesk::workspace
