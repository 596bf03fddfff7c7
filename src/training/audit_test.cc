#include "training/audit.h"

#include <gmock/gmock.h>

#include <set>
#include <span>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"

namespace smartdesk::training {
namespace {

class AuditTest : public ScratchFiles {
 protected:
  AuditResult run(const std::string& csv, AuditScope scope = AuditScope::kSuspects) const {
    return audit(read_dataset({write("in.csv", csv)}, kOneThread), {}, kOneThread, scope);
  }
};

TEST_F(AuditTest, FindsWrongLabels) {
  constexpr int kRows = 240, kFaulty = 12;
  const auto result = run(small_tickets(kRows, 1, kFaulty));
  std::set<std::uint64_t> wrong;
  for (int i = kFaulty - 1; i < kRows; i += kFaulty) wrong.insert(static_cast<std::uint64_t>(i) + 2);
  std::size_t found = 0, suspected = 0;
  for (const auto& suspect : result.suspects) {
    if (suspect.reason != SuspectReason::kLabel) continue;
    ++suspected;
    found += wrong.count(suspect.line);
  }
  EXPECT_GE(found, wrong.size() / 3);
  EXPECT_LE(suspected, found + 4);
}

TEST_F(AuditTest, SuspectsNothingInCleanRows) {
  for (const auto& suspect : run(small_tickets(240, 1)).suspects)
    ADD_FAILURE() << suspect.line << ": " << suspect.label;
}

TEST_F(AuditTest, ScoresEveryLabelOnRequest) {
  constexpr int kRows = 120;
  const auto csv = small_tickets(kRows, 1, 12);
  EXPECT_TRUE(run(csv).passed.empty());
  const auto result = run(csv, AuditScope::kEveryLabel);
  std::multiset<std::uint64_t> lines;
  for (const auto& suspect : result.suspects) {
    if (suspect.reason == SuspectReason::kLabel) lines.insert(suspect.line);
  }
  double last = 1;
  for (const auto& passed : result.passed) {
    lines.insert(passed.line);
    EXPECT_LE(passed.score, last);
    EXPECT_GE(passed.score, 0);
    last = passed.score;
  }
  EXPECT_EQ(lines.size(), kRows);
  EXPECT_EQ(std::set(lines.begin(), lines.end()).size(), kRows);
}

TEST_F(AuditTest, NamesTheLabelsThatNoFoldCanJudge) {
  const auto result =
      run(small_tickets(60, 2) + "the moon is full of cheese tonight,astronomy\n", AuditScope::kEveryLabel);
  EXPECT_EQ(result.passed.size(), 60U);
  EXPECT_THAT(result.warnings, testing::Contains(testing::HasSubstr(
                                   "1 of 61 labels could not be judged, because no other text has them: line 62 "
                                   "(\"astronomy\")")));
}

TEST_F(AuditTest, HoldsOutLabelsInTheOrderOfTheRows) {
  const auto dataset = read_dataset({write("in.csv", small_tickets(60, 2))}, kOneThread);
  const auto held_out = hold_out_labels(dataset, 0, {}, kOneThread);
  ASSERT_EQ(held_out.rows.size(), 60U);
  EXPECT_TRUE(held_out.not_judged.empty());
  for (std::size_t i = 0; i < held_out.rows.size(); ++i) {
    EXPECT_EQ(held_out.rows[i], i);
    EXPECT_EQ(held_out.labels.name(held_out.given[i]), dataset.rows[i].labels[0]);
    const auto row = std::span(held_out.probabilities).subspan(i * 3, 3);
    EXPECT_NEAR(row[0] + row[1] + row[2], 1, 1e-4);
  }
}

TEST_F(AuditTest, ReportsDuplicatesAndDuplicatesWithDifferentLabels) {
  const std::string twin = "the same long sentence stands here twice with every word alike";
  const auto result = run(small_tickets(60, 2) + twin + ",money\n" + twin + ",money\n" + twin + ",praise\n");
  std::vector<std::pair<SuspectReason, std::uint64_t>> reasons;
  for (const auto& suspect : result.suspects) reasons.emplace_back(suspect.reason, suspect.same_as.value_or(0));
  EXPECT_THAT(reasons, testing::Contains(testing::Pair(SuspectReason::kDuplicate, 62)));
  EXPECT_THAT(reasons, testing::Contains(testing::Pair(SuspectReason::kOtherLabel, 62)));
}

TEST_F(AuditTest, RanksLeakedReasoningFirst) {
  const auto result =
      run(small_tickets(60, 2) +
          "\"Okay, the user wants a realistic support ticket about billing. Let me think about what to write, "
          "I need to generate two sentences.\",money\n");
  ASSERT_FALSE(result.suspects.empty());
  EXPECT_EQ(result.suspects[0].line, 62U);
  EXPECT_EQ(result.suspects[0].reason, SuspectReason::kLeakedReasoning);
  EXPECT_FALSE(result.suspects[0].evidence.empty());
}

}  // namespace
}  // namespace smartdesk::training
