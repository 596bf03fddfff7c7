#include "workspace/label_workspace.h"

#include <gtest/gtest.h>

#include "support/fake_llm.h"
#include "support/memory_store.h"
#include "support/runs.h"

namespace smartdesk::workspace {
namespace {

class LabelWorkspaceTest : public testing::Test {
 protected:
  LabelWorkspaceTest() {
    NewTicket tickets[3];
    for (int i = 0; i < 3; ++i) tickets[i].body = "Ticket number " + std::to_string(i) + " is broken.";
    ids = store.add(tickets).ids;
  }
  LabelWorkspaceResult run() {
    llm::ReplyCache cache("");
    labelling::TicketLabeller labeller(llm, llm.card, cache, {});
    return label_workspace(labeller, store, {0, 2, "fake-model"}, kOneThread);
  }

  FakeLlm llm{[](const llm::ChatRequest& request) {
    const bool broken = request.messages[0].content.find("number 2") != std::string::npos;
    return reply_of(broken ? "no idea" : label_json("is broken"));
  }};
  MemoryStore store;
  std::vector<store::TicketId> ids;
};

TEST_F(LabelWorkspaceTest, LabelsUnlabelledTickets) {
  const store::NewLabel person[] = {{ids[0], "category", "Other", store::Author::kPerson, "eve", {}}};
  store.label(person);
  const auto result = run();
  EXPECT_EQ(result.labelled, 2U);
  EXPECT_EQ(result.failed, 1U);
  EXPECT_EQ(store.find(ids[0])->labels.at("category").value, "Other");
  EXPECT_EQ(store.history(ids[0]).size(), 3U);
  EXPECT_EQ(store.find(ids[1])->labels.at("category").value, "Billing");
  EXPECT_EQ(store.find(ids[1])->labels.at("category").by, store::Author::kLlm);
  EXPECT_TRUE(store.find(ids[2])->labels.empty());
}

TEST_F(LabelWorkspaceTest, SendsNoRequestForLabelledTickets) {
  run();
  const int asked = llm.chats;
  EXPECT_EQ(run().tickets, 1U);  // the one that failed
  EXPECT_EQ(llm.chats, asked + 2);
}

}  // namespace
}  // namespace smartdesk::workspace
