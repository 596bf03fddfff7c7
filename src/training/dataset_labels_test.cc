#include "training/dataset_labels.h"

#include <gmock/gmock.h>

#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::training {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// One task, "tags", with the cells as its rows.
Dataset dataset_of(const std::vector<std::string>& cells) {
  Dataset dataset;
  dataset.path = "tickets.csv";
  dataset.tasks = {"tags"};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    dataset.rows.push_back({});
    dataset.rows.back().line = i + 2;
    dataset.rows.back().labels = {cells[i]};
  }
  return dataset;
}

Dataset decided(const std::vector<std::string>& cells, const DatasetSource& source = {}) {
  auto dataset = dataset_of(cells);
  decide_labels(source, dataset);
  return dataset;
}

std::string message_of(const std::vector<std::string>& cells, const DatasetSource& source = {}) {
  try {
    decided(cells, source);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    return error.what();
  }
  return "";
}

std::vector<std::string> labels(const Dataset& dataset) {
  std::vector<std::string> all;
  for (const auto& row : dataset.rows) all.push_back(row.labels.at(0));
  return all;
}

TEST(DatasetLabels, GivesSpellingsOneNameAndLeavesRowsWithoutALabelEmpty) {
  const auto dataset = decided({"Fee", "fee\u00A0", "Fee", "nan", "Loss", " "});
  EXPECT_THAT(labels(dataset), ElementsAre("Fee", "Fee", "Fee", "", "Loss", ""));
  ASSERT_EQ(dataset.notes.size(), 2U);
  EXPECT_THAT(dataset.notes[0].text, HasSubstr("tags: 1 row counts"));
  EXPECT_THAT(dataset.notes[1].text, HasSubstr("tags: 3 labels, of which 1 is another spelling"));
}

TEST(DatasetLabels, SplitsAMultiLabelColumnIntoOneTaskPerLabel) {
  const auto dataset = decided({"x| y", "y", "x", "", "z|x"});
  EXPECT_THAT(dataset.tasks, ElementsAre("tags: x", "tags: y", "tags: z"));
  EXPECT_THAT(dataset.split_column, ElementsAre("tags", "tags", "tags"));
  EXPECT_THAT(dataset.rows[0].labels, ElementsAre("yes", "yes", "no"));
  EXPECT_THAT(dataset.rows[1].labels, ElementsAre("no", "yes", "no"));
  EXPECT_THAT(dataset.rows[3].labels, ElementsAre("", "", "")) << "not labelled is not a no";
  EXPECT_THAT(dataset.rows[4].labels, ElementsAre("yes", "no", "yes"));
}

TEST(DatasetLabels, SplitsAsTheSourceSays) {
  DatasetSource source;
  source.several = SeveralLabels::kAlways;
  EXPECT_THAT(decided({"a;b", "c"}, source).tasks, ElementsAre("tags: a", "tags: b", "tags: c"));
  source.several = SeveralLabels::kNever;
  EXPECT_THAT(decided({"a|b", "a", "b"}, source).tasks, ElementsAre("tags"));
}

TEST(DatasetLabels, SplitsByTheModelsLabelsAndRejectsOthers) {
  DatasetSource source;
  source.members["tags"] = {"w", "x"};
  EXPECT_THAT(decided({"X"}, source).rows[0].labels, ElementsAre("no", "yes"));
  source.members["tags"] = {"w"};
  EXPECT_THAT(message_of({"w", "w|x"}, source),
              HasSubstr("line 3, task \"tags\": the model does not know the label \"x\""));
}

TEST(DatasetLabels, NamesLabelsAsTheModelDoesAndSplitsNone) {
  DatasetSource source;
  source.known["tags"] = {"Bug", "Fee"};
  EXPECT_THAT(labels(decided({"BUG", "fee", "Bug|Fee", "Loss"}, source)), ElementsAre("Bug", "Fee", "Bug|Fee", "Loss"));
}

TEST(DatasetLabels, KeepsTheLabelsOfATaxonomyThatLookLikeNone) {
  DatasetSource source;
  source.like_none = {"none"};
  EXPECT_THAT(labels(decided({"none", "None", "-", "grave", "none"}, source)),
              ElementsAre("none", "none", "", "grave", "none"));
}

TEST(DatasetLabels, DecidesEveryTaskByItself) {
  auto dataset = dataset_of({"a|b", "a", "b"});
  dataset.tasks = {"tags", "urgency"};
  for (auto& row : dataset.rows) row.labels.emplace_back("High");
  decide_labels({}, dataset);
  EXPECT_THAT(dataset.tasks, ElementsAre("tags: a", "tags: b", "urgency"));
  EXPECT_THAT(dataset.split_column, ElementsAre("tags", "tags", ""));
  EXPECT_THAT(dataset.rows[1].labels, ElementsAre("yes", "no", "High"));
}

TEST(DatasetLabels, RefusesAColumnOfTexts) {
  std::vector<std::string> cells;
  for (int i = 0; i < 40; ++i) cells.push_back("my parcel " + std::to_string(i) + " is late");
  cells.push_back(cells.front());
  EXPECT_EQ(message_of(cells), "tickets.csv, task \"tags\": 40 labels in 41 rows: is this the label column?");
}

}  // namespace
}  // namespace smartdesk::training
