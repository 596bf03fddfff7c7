#include "training/drift_answers.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DriftAnswersTest : public ScratchFiles {
 protected:
  Dataset dataset(const std::string& csv) const { return read_dataset({write("tickets.csv", csv)}, kOneThread); }

  std::vector<TaskDrift> compare(const models::Model& model, const Dataset& reference, const Dataset& current) {
    std::vector<std::string_view> before, now;
    for (const auto& row : reference.rows) before.push_back(row.text);
    for (const auto& row : current.rows) now.push_back(row.text);
    return compare_answers(prediction::Predictor(model), before, now, notes_, kOneThread);
  }

  models::Model model(const Dataset& rows) const { return train(rows, {}, kOneThread).model; }

  std::vector<std::string> notes_;
};

TEST_F(DriftAnswersTest, CountsPredictionsOfEachLabel) {
  const auto reference = dataset(small_tickets(90, 2)), current = dataset(small_tickets(60, 3));
  const auto tasks = compare(model(dataset(small_tickets(150, 1))), reference, current);
  ASSERT_EQ(tasks.size(), 1U);
  ASSERT_EQ(tasks[0].labels.size(), 3U);
  EXPECT_EQ(tasks[0].labels[0].predicted.name, "access");
  EXPECT_NEAR(tasks[0].labels[0].predicted.reference.value(), 1.0 / 3, 0.05);
  EXPECT_EQ(tasks[0].labels[0].predicted.current.of, 60U);
  EXPECT_GT(tasks[0].labels[0].predicted.test.value().p_value, 0.1);
  EXPECT_FALSE(tasks[0].reference_is_cross_validated);
  EXPECT_TRUE(notes_.empty());
}

TEST_F(DriftAnswersTest, FindsUnknownTicketsAndALargerExpectedError) {
  std::string strange = "text\n";
  for (int i = 0; i < 60; ++i) strange += "zq" + std::to_string(i) + " vx" + std::to_string(i * 7) + " kp\n";
  DatasetSource unlabelled{write("strange.csv", strange)};
  unlabelled.may_lack_tasks = true;
  const auto tasks = compare(model(dataset(small_tickets(150, 1))), dataset(small_tickets(60, 2)),
                             read_dataset(unlabelled, kOneThread));
  EXPECT_GT(tasks[0].unknown.current.value(), 0.9);
  EXPECT_LT(tasks[0].unknown.reference.value(), 0.2);
  EXPECT_LT(tasks[0].unknown.test.value().p_value, 1e-6);
  EXPECT_GT(tasks[0].expected_error.current, tasks[0].expected_error.reference);
  EXPECT_LT(tasks[0].expected_error.test.value().p_value, 1e-6);
}

TEST_F(DriftAnswersTest, TakesCrossValidatedAnswersForAFileThatTheModelWasTrainedOn) {
  const auto trained_on = dataset(small_tickets(150, 1, 4));
  const auto tasks = compare(model(trained_on), trained_on, dataset(small_tickets(90, 2, 4)));
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_TRUE(tasks[0].reference_is_cross_validated);
  EXPECT_FALSE(tasks[0].current_is_cross_validated);
  EXPECT_EQ(tasks[0].labels[0].predicted.reference.of, 150U);
  EXPECT_FALSE(tasks[0].unknown.test.has_value());  // cross-validated answers have no flags
  EXPECT_GT(tasks[0].expected_error.test.value().p_value, 0.001);
}

TEST_F(DriftAnswersTest, ComparesNoPredictionsForAPartOfTheTrainingTickets) {
  auto part = dataset(small_tickets(150, 1));
  const auto trained = model(part);
  part.rows.resize(50);
  EXPECT_TRUE(compare(trained, part, dataset(small_tickets(90, 2))).empty());
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("was trained on texts of one of the files")));
}

TEST_F(DriftAnswersTest, TreatsAColumnOfSeveralLabelsAsOneTask) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 60; ++i) {
    const auto number = std::to_string(i);
    csv += i % 3 == 0   ? "invoice refund " + number + "x,money\n"
           : i % 3 == 1 ? "password locked " + number + "x,access\n"
                        : "invoice password " + number + "x,access|money\n";
  }
  const auto tasks = compare(model(dataset(csv)), dataset("text,label\ninvoice refund,money\n"),
                             dataset("text,label\npassword locked,access\ninvoice password,access\n"));
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].task, "label");
  ASSERT_EQ(tasks[0].labels.size(), 2U);
  EXPECT_EQ(tasks[0].labels[0].predicted.name, "access");
  EXPECT_EQ(tasks[0].labels[0].predicted.reference, (models::Share{0, 1}));
  EXPECT_EQ(tasks[0].labels[0].predicted.current, (models::Share{2, 2}));
}

}  // namespace
}  // namespace smartdesk::training
