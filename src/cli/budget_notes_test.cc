#include "cli/budget_notes.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/small_model.h"

namespace smartdesk::cli {
namespace {

using models::BudgetScope;
using models::JudgedRow;
using testing::HasSubstr;
using testing::Not;

// What is said about a model of "access" and "money" with these judged rows.
std::string said(std::vector<JudgedRow> judged, const models::ErrorBudget& budget) {
  auto model = small_model().model();
  model.heads[0].judged = std::move(judged);
  testing::internal::CaptureStderr();
  Console console(Verbosity::kNormal);
  announce_budget(model, budget, console);
  return testing::internal::GetCapturedStderr();
}

TEST(BudgetNotes, SaysHowManyTicketsWillBeAnswered) {
  const auto text = said(std::vector<JudgedRow>(400, {0, 0.9F, true}), {0.02});
  EXPECT_THAT(text, HasSubstr("category: about 100 % of tickets will be answered, at most 2 % of them wrong"));
  EXPECT_THAT(text, HasSubstr("if the tickets are like the training tickets"));
}

TEST(BudgetNotes, SaysHowManyJudgedRowsAreNeeded) {
  const auto text = said(std::vector<JudgedRow>(100, {0, 0.9F, true}), {0.02});
  EXPECT_THAT(text, HasSubstr("cannot be promised"));
  EXPECT_THAT(text, HasSubstr("100 cross-validated rows, and at least 183 are needed"));
  EXPECT_THAT(said({}, {0.02}), HasSubstr("no cross-validated rows"));
}

TEST(BudgetNotes, SaysThatEvenTheMostConfidentPredictionsAreWrongTooOften) {
  std::vector<JudgedRow> rows(300, {0, 0.8F, true});
  rows.insert(rows.end(), 40, {0, 0.9F, false});
  EXPECT_THAT(said(rows, {0.02}), HasSubstr("of the 183 most confident predictions on 340 cross-validated rows, 40"));
}

TEST(BudgetNotes, NamesTheLabelsThatAreNeverAnswered) {
  std::vector<JudgedRow> rows(300, {0, 0.9F, true});
  rows.insert(rows.end(), 12, {1, 0.9F, true});
  const auto text = said(rows, {0.05, BudgetScope::kEachLabel});
  EXPECT_THAT(text, HasSubstr("about 96 % of tickets"));
  EXPECT_THAT(text, HasSubstr("1 of 2 labels"));
  EXPECT_THAT(text, HasSubstr("at least 72 cross-validated predictions of a label"));
  EXPECT_THAT(text, HasSubstr(": money (12)."));
  EXPECT_THAT(said(rows, {0.05}), Not(HasSubstr("money")));
}

TEST(BudgetNotes, NamesAllLabelsIfNoneCanBeAnswered) {
  std::vector<JudgedRow> rows(50, {0, 0.9F, true});
  rows.insert(rows.end(), 50, {1, 0.9F, true});
  const auto text = said(rows, {0.05, BudgetScope::kEachLabel});
  EXPECT_THAT(text, HasSubstr("2 of 2 labels"));
  EXPECT_THAT(text, Not(HasSubstr("will be answered")));
}

}  // namespace
}  // namespace smartdesk::cli
