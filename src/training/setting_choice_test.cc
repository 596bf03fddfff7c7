#include "training/setting_choice.h"

#include <gtest/gtest.h>

#include "support/runs.h"

namespace smartdesk::training {
namespace {

constexpr auto kSvc = models::Algorithm::kLinearSvc;

// Two classes with different words, one of them seven times as common.
LabelledTexts telling_rows(std::size_t count) {
  LabelledTexts rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.texts.push_back(i % 8 == 0 ? "invoice wrong amount" : "password reset failed");
    rows.labels.push_back(i % 8 == 0 ? 0 : 1);
  }
  rows.classes = 2;
  rows.generated_from = count;
  return rows;
}

std::vector<models::FitOptions> along(std::initializer_list<double> cs) {
  std::vector<models::FitOptions> settings;
  for (const double c : cs) {
    settings.emplace_back().c = c;
    settings.back().balance = 0;
  }
  return settings;
}

SettingChoice chosen(const LabelledTexts& rows, const std::vector<models::FitOptions>& settings,
                     const Run& run = kOneThread) {
  const auto counted = features::CountedTexts::count(rows.texts, features::TfidfOptions::best(), kOneThread);
  const Folds folds(kSvc, rows, counted, counted.all(), {});
  return choose_settings(kSvc, folds, settings, run);
}

constexpr double kTooSmall = 1e-7;  // every ticket gets the common label

TEST(ChooseSettings, TakesTheOneThatIsRightMoreOften) {
  for (const std::size_t rows : {60U, 6000U}) {
    const auto choice = chosen(telling_rows(rows), along({kTooSmall, 1}));
    EXPECT_EQ(choice.settings.c, 1) << rows;
    EXPECT_EQ(choice.tried, 2);
  }
}

TEST(ChooseSettings, TakesTheFirstOfEqualSettings) {
  for (const std::size_t rows : {60U, 6000U}) {
    EXPECT_EQ(chosen(telling_rows(rows), along({kTooSmall, 0.5, 0.7, 1, 2, 3})).settings.c, 0.5) << rows;
  }
}

TEST(ChooseSettings, TakesASingleSettingAsItIs) {
  const auto choice = chosen(telling_rows(8), along({kTooSmall}));
  EXPECT_EQ(choice.settings.c, kTooSmall);
  EXPECT_EQ(choice.tried, 1);
}

TEST(ChooseSettings, GivesTheSameForAnyNumberOfThreads) {
  auto rows = telling_rows(90);
  for (std::size_t i = 0; i < 90; i += 7) rows.labels[i] = 1 - rows.labels[i];
  const auto settings = along({0.01, 0.1, 1, 10, 100});
  smartdesk::Run three;
  three.threads = 3;
  EXPECT_EQ(chosen(rows, settings).settings.c, chosen(rows, settings, three).settings.c);
}

TEST(ChooseSettings, ChoosesForRowsThatRepeat) {
  auto rows = telling_rows(6000);
  std::vector<std::size_t> group_of_row;
  for (std::size_t i = 0; i < 6000; ++i) group_of_row.push_back(i / 16 * 2 + (i % 8 == 0 ? 0 : 1));
  rows.repeats = models::Groups(group_of_row);
  EXPECT_EQ(chosen(rows, along({kTooSmall, 1})).settings.c, 1);
}

}  // namespace
}  // namespace smartdesk::training
