#include "workspace/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::workspace {
namespace {

class ReviewTest : public ScratchFiles {
 protected:
  ReviewTest()
      : predictor(
            training::train(training::read_dataset({write("t.csv", small_tickets(150, 1))}, kOneThread), {}, kOneThread)
                .model) {
    sure = add("invoice today please refund my the tax again hello");
    unsure = add("invoice today please password my the thanks again hello");
    strange = add("zzz qqq xxx");
  }
  store::TicketId add(const std::string& body) {
    NewTicket ticket;
    ticket.body = body;
    return store.add(std::span(&ticket, 1)).ids.at(0);
  }
  std::vector<store::TicketId> list(std::size_t most = 10) {
    std::vector<store::TicketId> ids;
    for (const auto& item : review_list(store, predictor, {most}, kOneThread)) ids.push_back(item.ticket.id);
    return ids;
  }
  void label(store::TicketId id, const std::string& value, store::Author by) {
    const store::NewLabel one[] = {{id, "label", value, by, "x", {}}};
    store.label(one);
  }

  MemoryStore store;
  prediction::Predictor predictor;
  store::TicketId sure, unsure, strange;
};

TEST_F(ReviewTest, RanksDoubtfulTicketsFirst) {
  EXPECT_EQ(list().size(), 3U);
  EXPECT_EQ(list().back(), sure);
  EXPECT_THAT(list(2), testing::UnorderedElementsAre(strange, unsure));
}

TEST_F(ReviewTest, RanksDisagreementsOfMachinesBeforeDoubts) {
  label(sure, "praise", store::Author::kLlm);
  EXPECT_EQ(list().front(), sure);
  const auto item = review_list(store, predictor, {1}, kOneThread)[0];
  EXPECT_EQ(item.reason, ReviewReason::kDisagrees);
  EXPECT_EQ(item.tasks.at(item.reason_task).current, "praise");
  EXPECT_EQ(item.tasks.at(item.reason_task).value, "money");
}

TEST_F(ReviewTest, OmitsTicketsThatAPersonHasLabelled) {
  label(strange, "money", store::Author::kPerson);
  EXPECT_EQ(list(), (std::vector{unsure, sure}));
}

TEST_F(ReviewTest, QuestionsAPersonsLabelOnceIfTheModelIsConfident) {
  const auto slip = add("invoice today refund my tax invoice the refund again tax hello");
  label(slip, "praise", store::Author::kPerson);
  EXPECT_EQ(list().front(), slip);
  const auto item = review_list(store, predictor, {1}, kOneThread)[0];
  EXPECT_EQ(item.reason, ReviewReason::kDisagrees);
  EXPECT_TRUE(item.tasks.at(item.reason_task).by_person);
  label(slip, "praise", store::Author::kPerson);
  EXPECT_EQ(list().size(), 3U);
}

TEST_F(ReviewTest, ChecksOnlyTheNewestTicketsOnRequest) {
  const auto items = review_list(store, predictor, {10, 2}, kOneThread);
  ASSERT_EQ(items.size(), 2U);
  for (const auto& item : items) EXPECT_NE(item.ticket.id, sure);
}

TEST_F(ReviewTest, RecordsAPersonsLabel) {
  add_persons_labels(store, sure, {{"label", "access"}}, "eve", &predictor.model());
  EXPECT_EQ(store.find(sure)->labels.at("label").value, "access");
  EXPECT_EQ(store.history(sure)[0].who, "eve");
}

TEST_F(ReviewTest, RecordsTheModelsSpellingOfALabel) {
  add_persons_labels(store, sure, {{"label", "ACCESS "}}, "eve", &predictor.model());
  EXPECT_EQ(store.find(sure)->labels.at("label").value, "access") << "any spelling is the model's label";
}

TEST_F(ReviewTest, RejectsUnknownLabelsUnlessAllowed) {
  EXPECT_THROW(add_persons_labels(store, sure, {{"label", "acess"}}, "eve", &predictor.model()), Error);
  EXPECT_THROW(add_persons_labels(store, sure, {{"labl", "access"}}, "eve", &predictor.model()), Error);
  EXPECT_TRUE(store.history(sure).empty());
  add_persons_labels(store, sure, {{"label", "something new"}}, "eve", nullptr);
  EXPECT_EQ(store.find(sure)->labels.at("label").value, "something new");
}

}  // namespace
}  // namespace smartdesk::workspace
