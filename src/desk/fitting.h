// How one head is fitted, wherever it is: settings chosen, and probabilities made honest, by cross-validation inside
// the training rows. Training, benchmarking and auditing all come through here.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "features/tfidf.h"
#include "models/calibration.h"
#include "models/classifier.h"

namespace smartdesk {

enum class Profile {
  kParity,  // the reference's configuration: words, English stop words, 5,000 terms, fixed settings
  kBest,    // words 1-2 and letters 2-5, C by cross-validation
};

struct FittingOptions {
  Profile profile = Profile::kBest;
  int folds = 3;  // at least 2
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
TfidfOptions features_for(Algorithm algorithm, Profile profile);

// Training rows cut into folds and turned into numbers once, for every algorithm that reads the same features.
// A class with a single row that may judge stays in every training part.
struct Fold {
  SparseMatrix train, judge;
  std::vector<ClassIndex> train_labels, judge_labels;
  std::vector<std::size_t> judge_rows;  // into LabelledTexts
};
std::vector<Fold> make_folds(const LabelledTexts& rows, const TfidfOptions& features, const FittingOptions& options,
                             const Run& run);

// What cross-validation found.
struct Validated {
  FitOptions settings;  // the best of those tried
  double macro_f1 = 0;  // of the best, over all judged rows together
  Temperature temperature;
  std::vector<std::size_t> rows;  // judged rows, in fold order
  std::vector<ClassIndex> truth;  // of those rows
  std::vector<float> scores;      // rows × classes, each from a classifier that had not seen the row
};

// Throws what Classifier::fit throws. Cost: folds × settings fits.
Validated cross_validate(Algorithm algorithm, const std::vector<Fold>& folds, int classes,
                         const FittingOptions& options, const Run& run);

// The settings that cross_validate tries, the simplest first.
std::vector<FitOptions> settings_to_try(Algorithm algorithm, const FittingOptions& options);

}  // namespace smartdesk
