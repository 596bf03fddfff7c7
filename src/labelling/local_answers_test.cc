#include "labelling/local_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::labelling {
namespace {

class LocalAnswersTest : public ScratchFiles {
 protected:
  const prediction::Predictor& predictor() {
    if (!predictor_)
      predictor_.emplace(
          training::train(training::read_dataset({write("t.csv", small_tickets(150, 1))}, kOneThread), {}, kOneThread)
              .model);
    return *predictor_;
  }
  const models::Model& model() { return predictor().model(); }

 private:
  std::optional<prediction::Predictor> predictor_;
};

constexpr const char* kPlain = "invoice today please refund my the tax again hello";
constexpr const char* kStrange = "zzz qqq xxx";

TEST_F(LocalAnswersTest, AnswersOnlyWhatItIsSureOf) {
  const auto taxonomy = taxonomy_of(model(), {});
  LocalAnswers local({&predictor(), 0.5}, taxonomy);
  const auto labels = local.sure_answer("", kPlain, kPlain);
  ASSERT_TRUE(labels);
  EXPECT_EQ(labels->labels, std::vector<std::string>{"money"});
  EXPECT_FALSE(labels->summary.empty());
  EXPECT_FALSE(local.sure_answer("", kStrange, kStrange));
}

TEST_F(LocalAnswersTest, IsNeverSureOfAnUnknownTicket) {
  const auto taxonomy = taxonomy_of(model(), {});
  EXPECT_FALSE(LocalAnswers({&predictor(), 0.0001}, taxonomy).sure_answer("", kStrange, kStrange));
}

TEST_F(LocalAnswersTest, IsSureOfNothingWithoutAModel) {
  EXPECT_FALSE(LocalAnswers({}, default_taxonomy()).sure_answer("", kPlain, kPlain));
}

TEST_F(LocalAnswersTest, RejectsATaskThatTheModelLacks) {
  EXPECT_THROW(LocalAnswers({&predictor(), 0.5}, default_taxonomy()), Error);
}

TEST_F(LocalAnswersTest, UsesTheKnownDefinitions) {
  Taxonomy known{{{"label", "What?", {{"access", "getting in", {}}, {"money", "", {}}, {"praise", "", {}}}, false}}};
  EXPECT_EQ(taxonomy_of(model(), known), known);
  known.tasks[0].labels.pop_back();
  EXPECT_EQ(taxonomy_of(model(), known).tasks[0].labels.size(), 3U);
}

}  // namespace
}  // namespace smartdesk::labelling
