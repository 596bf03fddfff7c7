// Fits one head: chooses settings and calibrates probabilities by cross-validation on the training rows. Shared by
// training, benchmarking and auditing.

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
#include "models/metrics.h"
#include "models/model.h"
#include "models/novelty.h"
#include "models/splits.h"

namespace smartdesk::training {

enum class Profile {
  kParity,  // the reference's configuration: words, English stop words, 5,000 terms, fixed settings
  kBest,    // words 1-2 and letters 2-5, C by cross-validation
};

struct FittingOptions {
  Profile profile = Profile::kBest;
  std::optional<int> folds;  // at least 2; nullopt: 10 for few rows, 5 for many, 3 for slow algorithms
  int catboost_trees = 1000;
  std::uint64_t seed = 42;
};

// Texts with their classes, 0 <= labels[i] < classes, each class at least once. Views; the owner must outlive them.
struct LabelledTexts {
  std::vector<std::string_view> texts;
  std::vector<ClassIndex> labels;
  int classes = 0;
  // Rows from this index on are generated: they are used for fitting only. size() if there are none, or only
  // generated ones.
  std::size_t generated_from = 0;
  // Rows that say the same (training/repeats.h). They stay together, and the first that is not trained on judges.
  models::Groups repeats = {};
  // Rows that also stay together, such as those of one customer. All of them judge.
  models::Groups groups = {};
};

// The features of an algorithm under a profile. Trees get words even under kBest: half a million letter groups would
// cost minutes without a gain.
features::TfidfOptions features_for(models::Algorithm algorithm, Profile profile);

// A split into training rows and the rows that judge the fitted classifier, both as numbers.
struct Fold {
  features::SparseMatrix train, judge;
  std::vector<ClassIndex> train_labels, judge_labels;
  std::vector<std::size_t> judge_rows;  // into LabelledTexts, ascending
  std::vector<float> judge_known;       // share of the row's words that occur in the training part, 0 to 1
};

// Training rows in parts, each of which is held out once. Groups stay whole: those of LabelledTexts::groups, or without
// them the repeats. A group with a class that no other group has stays in every training part. Views of rows and
// counted texts; their owners must outlive it. Safe to share between threads.
class Folds {
 public:
  // algorithm: the one to fit. positions: index of each row in `counted`. Throws Error{kInvalidInput} if no row
  // can be held out.
  Folds(models::Algorithm algorithm, const LabelledTexts& rows, const features::CountedTexts& counted,
        std::vector<std::size_t> positions, const FittingOptions& options);

  // The same rows divided at random into `parts` >= 2 other parts.
  Folds redivided(int parts, std::uint64_t seed) const;

  // The same rows with a single part to hold out: a random `share` of them, in (0, 1), stratified.
  Folds with_one_part(double share, std::uint64_t seed) const;

  std::size_t size() const { return judges_.size(); }
  int classes() const { return rows_.classes; }

  // Created on demand, because all folds together need several times the memory.
  Fold make(std::size_t number, const Run& run) const;

  // All rows, transformed by the vectoriser of all counted texts.
  features::SparseMatrix all_rows(const Run& run) const;
  std::span<const ClassIndex> all_labels() const { return rows_.labels; }

  // The rows that part `number` leaves out of training, ascending.
  std::span<const std::size_t> held_out(std::size_t number) const { return held_out_[number]; }

  // Those of them that judge: all but repeats of another row, ascending.
  std::span<const std::size_t> judges(std::size_t number) const { return judges_[number]; }

 private:
  Folds(const Folds& other, std::vector<models::Split> splits);

  void hold_out(std::vector<models::Split> splits);
  std::span<const ClassIndex> labels_to_judge() const { return std::span(rows_.labels).first(rows_.generated_from); }
  const models::Groups& together() const { return rows_.groups.are_single() ? rows_.repeats : rows_.groups; }

  const LabelledTexts& rows_;
  const features::CountedTexts& counted_;
  std::vector<std::size_t> positions_;
  std::vector<std::vector<std::size_t>> held_out_, judges_;  // rows of each part
};

// The result of cross-validation.
struct Validated {
  models::FitOptions settings;  // chosen from those tried
  int tried = 1;                // number of settings compared
  double macro_f1 = 0;          // with those settings, over all judged rows together
  models::Temperature temperature;
  std::vector<std::size_t> rows;          // judged rows, in fold order
  std::vector<ClassIndex> truth;          // of those rows
  std::vector<float> scores;              // rows × classes, each from a classifier that had not seen the row
  std::vector<float> known;               // per row: the share of words that the classifier had seen
  std::vector<models::JudgedRow> judged;  // of those rows
  models::Novelty novelty;
};

// Computes macro F1, temperature, judged rows and novelty from scores, truth and known.
void judge_answers(Validated& validated, int classes);

// Throws what Classifier::fit throws. Cost: one fit per fold, and what choose_settings (training/setting_choice.h)
// costs if the algorithm has several settings.
Validated cross_validate(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options,
                         const Run& run);

// The same, with a classifier fitted on all rows with the best settings.
struct Fitted {
  Validated validated;
  models::Classifier classifier;
  std::optional<models::EmbeddingClassifier> embedding_classifier = {};
};
Fitted fit(models::Algorithm algorithm, const Folds& folds, const FittingOptions& options, const Run& run);

// Figures of the cross-validated predictions.
models::Metrics cross_validated_metrics(const Validated& validated, int classes);

// The head that a model keeps. no_signal: the cross-validated predictions are no better than guessing, or all judged
// rows have the same label.
models::Head make_head(const std::string& task, const LabelSet& labels, const LabelledTexts& rows,
                       const Fitted& fitted);

// The settings that cross_validate tries, simplest first.
std::vector<models::FitOptions> settings_to_try(models::Algorithm algorithm, const FittingOptions& options);

}  // namespace smartdesk::training
