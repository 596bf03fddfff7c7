#include "training/trained_rows.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/small_tickets.h"
#include "training/train.h"

namespace smartdesk::training {
namespace {

using testing::HasSubstr;

models::TrainingTexts trained_on(const std::vector<std::string_view>& texts) {
  return training_texts(texts, kOneThread);
}

Dataset rows_of_texts(const std::vector<std::string>& texts) {
  Dataset dataset;
  dataset.path = "test.csv";
  for (const auto& text : texts) {
    dataset.rows.emplace_back();
    dataset.rows.back().text = text;
    dataset.rows.back().labels = {"some"};
  }
  return dataset;
}

TEST(TrainedRows, AreRecognisedByTheirWordsWhateverTheLetterCaseAndNumbers) {
  const auto known = trained_on({"Order 12345 is late!", "my invoice"});
  const auto note = trained_rows_note(known, "the model", rows_of_texts({"order 99999 IS late", "other words"}), {});
  EXPECT_THAT(note, HasSubstr("test.csv: 1 of 2 rows is among the rows that the model was trained on"));
  EXPECT_THAT(note, HasSubstr("Evaluate on other rows."));
}

TEST(TrainedRows, AreNotedFromOnePercentOn) {
  const auto known = trained_on({"my invoice"});
  std::vector<std::string> texts(99, "unlike that");
  texts.push_back("my invoice");
  EXPECT_THAT(trained_rows_note(known, "old.model", rows_of_texts(texts), {}), HasSubstr("1 of 100 rows is among"));
  texts.push_back("unlike that");
  EXPECT_EQ(trained_rows_note(known, "old.model", rows_of_texts(texts), {}), "");
}

TEST(TrainedRows, AreNoTextsWithoutWordsAndNoRowsWithoutLabels) {
  const auto known = trained_on({"", "?!", "my invoice"});
  EXPECT_EQ(trained_rows_note(known, "the model", rows_of_texts({"", "..."}), {}), "");
  auto dataset = rows_of_texts({"my invoice", "other"});
  dataset.rows[0].labels = {""};
  EXPECT_EQ(trained_rows_note(known, "the model", dataset, {}), "");
}

TEST(TrainedRows, AreUnknownToAModelWithoutTrainingTexts) {
  EXPECT_EQ(trained_rows_note(models::TrainingTexts{}, "the model", rows_of_texts({"my invoice"}), {}), "");
}

TEST(TrainedRows, AreRememberedTheSameInAnyOrderByAnyNumberOfThreads) {
  std::vector<std::string> owned;
  for (int i = 0; i < 5000; ++i) owned.push_back("text number " + std::to_string(i % 999));
  std::vector<std::string_view> texts(owned.begin(), owned.end());
  smartdesk::Run two;
  two.threads = 2;
  const auto bytes = training_texts(texts, kOneThread).to_bytes();
  std::reverse(texts.begin(), texts.end());
  EXPECT_EQ(training_texts(texts, two).to_bytes(), bytes);
  EXPECT_EQ(bytes.size(), 999 * sizeof(std::uint64_t));
}

using TrainedRowsOfATrainedModel = ScratchFiles;

TEST_F(TrainedRowsOfATrainedModel, AreAllThatItWasTrainedOn) {
  const auto dataset = read_dataset({write("train.csv", small_tickets(60, 1))}, kOneThread);
  const auto model = train(dataset, {}, kOneThread).model;
  EXPECT_THAT(trained_rows_note(model.training_texts, "the model", dataset, kOneThread),
              HasSubstr("60 of 60 rows are among"));
}

}  // namespace
}  // namespace smartdesk::training
