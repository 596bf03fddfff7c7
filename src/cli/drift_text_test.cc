#include "cli/drift_text.h"

#include <gmock/gmock.h>

namespace smartdesk::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using training::DriftQuestion;
using training::DriftTest;

training::Drift quiet_drift() {
  training::Drift drift;
  drift.reference = {"old.csv", 220, 200, 2, 1};
  drift.current = {"new.csv", 250, 200, 17, 45};
  drift.is_tested = true;
  drift.questions = 7;
  return drift;
}

training::TaskDrift risen_task() {
  training::TaskDrift task;
  task.task = "category";
  task.labels.push_back({{"Billing", {20, 200}, {41, 200}, DriftTest{0.001, 0.02}}, {}, {}});
  task.unknown = {"", {2, 200}, {30, 200}, DriftTest{1e-7, 1e-6}};
  task.expected_error = {0.102, 0.153, DriftTest{0.2, 1}};
  return task;
}

TEST(DriftAsText, BeginsWithTheVerdict) {
  EXPECT_THAT(drift_as_text(quiet_drift()), StartsWith("No change that chance would not explain.\n"));
  auto drift = quiet_drift();
  drift.answers.push_back(risen_task());
  drift.changes = {{DriftQuestion::kPredictedLabels, "category"}, {DriftQuestion::kUnknown, "category"}};
  EXPECT_THAT(drift_as_text(drift),
              StartsWith("Changed: predicted labels of category, unknown tickets of category.\n"));
}

TEST(DriftAsText, GivesSharesWithTheirBasesAndTheNextStep) {
  auto drift = quiet_drift();
  drift.answers.push_back(risen_task());
  drift.changes = {{DriftQuestion::kPredictedLabels, "category"}};
  const auto text = drift_as_text(drift);
  EXPECT_THAT(text, HasSubstr("category predicted as \"Billing\": 41 of 200 (20.5 %), in the reference 20 of 200 (10.0 "
                              "%)."));
  EXPECT_THAT(text, HasSubstr("review some of the 41 current tickets that are predicted as \"Billing\""));
  EXPECT_THAT(text, HasSubstr("label current tickets, first those that `smartdesk classify` flags as unknown"));
  EXPECT_THAT(text, HasSubstr("10.2 %"));
  EXPECT_THAT(text, Not(HasSubstr("expected to be wrong")));
}

TEST(DriftAsText, NamesTheTextThatRepeatsMost) {
  EXPECT_THAT(drift_as_text(quiet_drift()), HasSubstr("new.csv: 250 rows, 200 different texts (line 17 and its "
                                                      "repeats: 45 rows, which count once)"));
}

TEST(DriftAsText, AdvisesToTrainAgainForANewLabel) {
  auto drift = quiet_drift();
  drift.labels.push_back({"queue", {{"Recall", {0, 200}, {30, 200}, DriftTest{1e-8, 1e-7}}}});
  drift.changes = {{DriftQuestion::kLabels, "queue"}};
  EXPECT_THAT(drift_as_text(drift),
              HasSubstr("queue: \"Recall\" did not occur in the reference. Train again with the current tickets."));
}

TEST(DriftAsText, SaysWhichFileIsTooSmall) {
  auto drift = quiet_drift();
  drift.is_tested = false;
  drift.current.texts = 12;
  EXPECT_THAT(drift_as_text(drift), StartsWith("Too few tickets to tell: new.csv has 12 different texts, and each file "
                                               "needs at least 30. Collect more tickets."));
}

TEST(DriftAsText, AlwaysShowsWhatChangedAndCutsTheRestOfLongTables) {
  auto drift = quiet_drift();
  drift.labels.push_back({"queue", {}});
  for (int i = 0; i < 40; ++i)
    drift.labels[0].labels.push_back({"label" + std::to_string(i), {5, 200}, {5, 200}, DriftTest{1, 1}});
  drift.labels[0].labels[39].test = DriftTest{1e-6, 0.001};
  const auto text = drift_as_text(drift);
  EXPECT_THAT(text, HasSubstr("label39"));
  EXPECT_THAT(text, HasSubstr("label10"));
  EXPECT_THAT(text, Not(HasSubstr("label11")));
  EXPECT_THAT(text, HasSubstr("28 more, unchanged"));
}

}  // namespace
}  // namespace smartdesk::cli
