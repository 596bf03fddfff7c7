#include "training/drift.h"

#include <gmock/gmock.h>

#include "core/random.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FindDriftTest : public ScratchFiles {
 protected:
  Dataset dataset(const std::string& csv) const { return read_dataset({write("tickets.csv", csv)}, kOneThread); }
};

DriftChange change(DriftQuestion question, const std::string& task = "") { return {question, task}; }

Dataset without_label(Dataset dataset, const std::string& label) {
  std::erase_if(dataset.rows, [&](const DatasetRow& row) { return row.labels[0] == label; });
  return dataset;
}

TEST_F(FindDriftTest, FindsNoChangeBetweenAFileAndItself) {
  const auto file = dataset(small_tickets(120, 1));
  const auto drift = find_drift({file, file}, kOneThread);
  EXPECT_TRUE(drift.is_tested);
  EXPECT_THAT(drift.changes, IsEmpty());
  EXPECT_EQ(drift.texts.told_apart.probability, 0.5);
  EXPECT_THAT(drift.texts.words, IsEmpty());
}

TEST_F(FindDriftTest, RaisesAFalseAlarmInAtMostOneOfTwentyComparisons) {
  constexpr int kTrials = 100;
  int alarms = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    auto all = dataset(small_tickets(120, static_cast<std::uint64_t>(trial)));
    Random(5).shuffle(std::span(all.rows));
    auto half = all;
    half.rows.resize(60);
    all.rows.erase(all.rows.begin(), all.rows.begin() + 60);
    alarms += find_drift({half, all}, kOneThread).changes.empty() ? 0 : 1;
  }
  EXPECT_LE(alarms, 11);  // 5 % and three standard deviations
}

TEST_F(FindDriftTest, FindsALabelThatIsGone) {
  const auto reference = dataset(small_tickets(300, 1)), current = dataset(small_tickets(300, 2));
  const auto model = train(dataset(small_tickets(150, 3)), {}, kOneThread).model;
  const prediction::Predictor predictor(model);
  const auto drift = find_drift({reference, without_label(current, "praise"), &predictor}, kOneThread);
  EXPECT_THAT(drift.changes, Contains(change(DriftQuestion::kLabels, "label")));
  EXPECT_THAT(drift.changes, Contains(change(DriftQuestion::kPredictedLabels, "label")));
  EXPECT_THAT(drift.changes, Contains(change(DriftQuestion::kTexts)));
  EXPECT_THAT(drift.changes, Contains(change(DriftQuestion::kWords)));
  const auto& praise = drift.labels.at(0).labels.at(2);
  EXPECT_EQ(praise.name, "praise");
  EXPECT_EQ(praise.reference, (models::Share{100, 300}));
  EXPECT_EQ(praise.current, (models::Share{0, 200}));
  EXPECT_TRUE(praise.is_change());
}

TEST_F(FindDriftTest, FindsALabelThatIsNew) {
  const auto whole = dataset(small_tickets(300, 1)), reference = without_label(dataset(small_tickets(300, 2)), "money");
  const auto drift = find_drift({reference, whole}, kOneThread);
  const auto& money = drift.labels.at(0).labels.at(1);
  EXPECT_EQ(money.name, "money");
  EXPECT_EQ(money.reference, (models::Share{0, 200}));
  EXPECT_TRUE(money.is_change());
}

TEST_F(FindDriftTest, CountsRepeatedTextsOnce) {
  const auto reference = dataset(small_tickets(120, 1));
  auto csv = small_tickets(120, 2);
  for (int i = 0; i < 200; ++i) csv += "refund refund my invoice is wrong again today please,money\n";
  const auto drift = find_drift({reference, dataset(csv)}, kOneThread);
  EXPECT_EQ(drift.current.rows, 320U);
  EXPECT_EQ(drift.current.texts, 121U);
  EXPECT_EQ(drift.current.most_repeated_rows, 200U);
  EXPECT_EQ(drift.current.most_repeated_line, 122U);
  EXPECT_THAT(drift.changes, IsEmpty());
}

TEST_F(FindDriftTest, TestsNothingIfAFileHasFewTexts) {
  const auto drift =
      find_drift({dataset(small_tickets(120, 1)), without_label(dataset(small_tickets(40, 2)), "money")}, kOneThread);
  EXPECT_EQ(drift.current.texts, 26U);
  EXPECT_FALSE(drift.is_tested);
  EXPECT_THAT(drift.changes, IsEmpty());
  EXPECT_FALSE(drift.labels.at(0).labels.at(1).test.has_value());
  EXPECT_EQ(drift.labels.at(0).labels.at(1).current, (models::Share{0, 26}));
}

TEST_F(FindDriftTest, AdjustsForTheNumberOfQuestions) {
  const auto drift = find_drift({dataset(small_tickets(120, 1)), dataset(small_tickets(120, 2))}, kOneThread);
  EXPECT_EQ(drift.questions, 5U);  // texts, length, languages, words, labels
  const auto& test = drift.texts.told_apart.test.value();
  EXPECT_EQ(test.adjusted, std::min(1.0, test.p_value * 5));
}

TEST_F(FindDriftTest, ComparesSeveralLabelsByColumnAndNamesColumnsOfOneFile) {
  std::string several = "text,category\n", single = "text,category,urgency\n";
  for (int i = 0; i < 40; ++i) {
    const auto text = "ticket" + std::to_string(i) + " about" + std::to_string(i * 3);
    several += text + (i % 2 == 0 ? ",a\n" : i % 3 == 0 ? ",b\n" : ",a|b\n");
    single += text + ",c,high\n";
  }
  const auto drift = find_drift({dataset(several), dataset(single)}, kOneThread);
  ASSERT_EQ(drift.labels.size(), 1U);
  EXPECT_EQ(drift.labels[0].column, "category");
  ASSERT_EQ(drift.labels[0].labels.size(), 3U);
  EXPECT_EQ(drift.labels[0].labels[0].reference, (models::Share{33, 40}));
  EXPECT_EQ(drift.labels[0].labels[1].reference, (models::Share{20, 40}));
  EXPECT_EQ(drift.labels[0].labels[2].current, (models::Share{40, 40}));
  EXPECT_THAT(drift.notes, ElementsAre(HasSubstr("urgency: only the current file has labels")));
}

}  // namespace
}  // namespace smartdesk::training
