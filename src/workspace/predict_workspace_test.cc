#include "workspace/predict_workspace.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::workspace {
namespace {

class PredictWorkspaceTest : public ScratchFiles {
 protected:
  PredictWorkspaceTest()
      : predictor([this] {
          auto model = training::train(training::read_dataset({write("t.csv", small_tickets(150, 1))}, kOneThread), {},
                                       kOneThread)
                           .model;
          model.version = "v1";
          return model;
        }()) {
    id = add("invoice today please refund my the tax again hello");
  }
  store::TicketId add(const std::string& body) {
    NewTicket ticket;
    ticket.body = body;
    return store.add(std::span(&ticket, 1)).ids.at(0);
  }
  void label(const std::string& value, store::Author by) {
    const store::NewLabel one[] = {{id, "label", value, by, "x", {}}};
    store.label(one);
  }
  std::uint64_t predict() { return predict_workspace(predictor, store, kOneThread).labels; }

  MemoryStore store;
  prediction::Predictor predictor;
  store::TicketId id;
};

TEST_F(PredictWorkspaceTest, LabelsUnlabelledTicketsOnce) {
  EXPECT_EQ(predict(), 1U);
  EXPECT_EQ(predict(), 0U);
  const auto history = store.history(id);
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].value, "money");
  EXPECT_EQ(history[0].by, store::Author::kModel);
  EXPECT_EQ(history[0].who, "v1");
  EXPECT_GT(history[0].probability.value(), 0.5);
}

TEST_F(PredictWorkspaceTest, LabelsOnlyTheGivenTickets) {
  const auto other = add("invoice today please refund my the tax again hello there");
  const std::vector<store::TicketId> ids{other, store::TicketId{99}};
  EXPECT_EQ(predict_tickets(predictor, store, ids).tickets, 1U);
  EXPECT_EQ(store.history(other).size(), 1U);
  EXPECT_EQ(store.history(id).size(), 0U);
}

TEST_F(PredictWorkspaceTest, ReplacesOnlyLabelsOfAnOlderModel) {
  label("praise", store::Author::kModel);
  EXPECT_EQ(predict(), 1U);
  for (const auto by : {store::Author::kRule, store::Author::kLlm, store::Author::kPerson}) {
    label("praise", by);
    EXPECT_EQ(predict(), 0U);
  }
}

TEST_F(PredictWorkspaceTest, JoinsTheLabelsOfAMultiLabelColumn) {
  std::string csv = "text,tags\n";
  for (int i = 0; i < 80; ++i) {
    const bool money = i % 2 == 0, access = i % 4 < 2;
    csv += std::string(money ? "refund invoice " : "hello today ") + (access ? "password reset " : "my please ") +
           std::to_string(i) + "," + (money ? "money" : "") + (money && access ? "|" : "") + (access ? "access" : "") +
           (money || access ? "" : "other") + "\n";
  }
  const prediction::Predictor of_tags(
      training::train(training::read_dataset({write("tags.csv", csv), "", {}, "", {{"tags", ""}}}, kOneThread), {},
                      kOneThread)
          .model);
  const std::vector<store::TicketId> both{add("refund invoice password reset")};
  EXPECT_EQ(predict_tickets(of_tags, store, both).labels, 1U);
  const auto history = store.history(both[0]);
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].task, "tags");
  EXPECT_EQ(history[0].value, "access|money");
}

TEST_F(PredictWorkspaceTest, SkipsUnknownTickets) {
  add("zzz qqq xxx");
  EXPECT_EQ(predict(), 1U);
}

}  // namespace
}  // namespace smartdesk::workspace
