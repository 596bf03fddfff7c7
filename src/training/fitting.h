// How one head is fitted, wherever it is: settings chosen, and probabilities made honest, by cross-validation inside
// the training rows. Training, benchmarking and auditing all come through here.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "features/counted_texts.h"
#include "features/tfidf.h"
#include "models/abstention.h"
#include "models/calibration.h"
#include "models/classifier.h"
#include "models/model.h"
#include "models/novelty.h"

namespace smartdesk::training {

enum class Profile {
  kParity,  // the reference's configuration: words, English stop words, 5,000 terms, fixed settings
  kBest,    // words 1-2 and letters 2-5, C by cross-validation
};

struct FittingOptions {
  Profile profile = Profile::kBest;
  std::optional<int> folds;  // at least 2; nullopt: 10 of few rows, 5 of many, 3 where fitting takes long
  int catboost_trees = 1000;
  std::uint64_t seed = 42;
};

// Texts with their classes, 0 <= labels[i] < classes, each class at least once. Views; the owner must outlive them.
struct LabelledTexts {
  std::vector<std::string_view> texts;
  std::vector<ClassIndex> labels;
  int classes = 0;
  // Rows from here on are generated: they help to fit but never judge. size() where there are none, or nothing but
  // them.
  std::size_t generated_from = 0;
};

// What an algorithm reads under a profile. Trees get the words even under kBest: half a million letter groups would
// cost them minutes and gain nothing.
features::TfidfOptions features_for(models::Algorithm algorithm, Profile profile);

// One part of the rows judges what is fitted on the others, both as numbers.
struct Fold {
  features::SparseMatrix train, judge;
  std::vector<ClassIndex> train_labels, judge_labels;
  std::vector<std::size_t> judge_rows;  // into LabelledTexts, ascending
  std::vector<float> judge_known;       // how much of the row's words the training part has, 0 to 1
};

// Training rows cut into parts, each of which judges once. A class with a single row that may judge stays in every
// training part. Views of rows and counted texts; their owners must outlive it. Safe to share between threads.
class Folds {
 public:
  // algorithm: what is to be fitted. positions: where in `counted` each of the rows stands. Throws Error{kInvalidInput}
  // if every label occurs only once.
  Folds(models::Algorithm algorithm, const LabelledTexts& rows, const features::CountedTexts& counted,
        std::vector<std::size_t> positions, const FittingOptions& options);

  std::size_t size() const { return judges_.size(); }
  int classes() const { return rows_.classes; }

  // Made when it is asked for, since all of them together need several times the memory.
  Fold make(std::size_t number, const Run& run) const;

  // All rows, as the vectoriser of all counted texts makes them.
  features::SparseMatrix all_rows(const Run& run) const;
  std::span<const ClassIndex> all_labels() const { return rows_.labels; }

  // The rows that part `number` judges, ascending.
  std::span<const std::size_t> judges(std::size_t number) const { return judges_[number]; }

 private:
  const LabelledTexts& rows_;
  const features::CountedTexts& counted_;
  std::vector<std::size_t> positions_;
  std::vector<std::vector<std::size_t>> judges_;  // rows of each part
};

// What cross-validation found.
struct Validated {
  models::FitOptions settings;  // the best of those tried
  double macro_f1 = 0;          // of the best, over all judged rows together
  models::Temperature temperature;
  std::vector<std::size_t> rows;          // judged rows, in fold order
  std::vector<ClassIndex> truth;          // of those rows
  std::vector<float> scores;              // rows × classes, each from a classifier that had not seen the row
  std::vector<float> known;               // of those rows, the share of words that the classifier had seen
  std::vector<models::JudgedRow> judged;  // of those rows
  models::Novelty novelty;
};

// Fills in what follows from scores, truth and known: macro F1, temperature, judged rows, novelty.
void judge_answers(Validated& validated, int classes);

// Throws what Classifier::fit throws. Cost: folds × settings fits.
Validated cross_validate(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options,
                         const Run& run);

// The same, and a classifier with the best settings from all rows.
struct Fitted {
  Validated validated;
  models::Classifier classifier;
  std::optional<models::EmbeddingClassifier> embedding_classifier = {};
};
Fitted fit(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options, const Run& run);

// What a model keeps of it. no_signal: in cross-validation the predictions had nothing to do with the labels.
models::Head make_head(const std::string& task, const LabelSet& labels, const LabelledTexts& rows,
                       const Fitted& fitted);

// The settings that cross_validate tries, the simplest first.
std::vector<models::FitOptions> settings_to_try(models::Algorithm algorithm, const FittingOptions& options);

}  // namespace smartdesk::training
