// Compares two files of tickets, such as last year's and last month's: their texts, what a model predicts for them, and
// their labels. Tells differences that chance would not explain.
//
// Rows of one file that say the same (training/repeats.h) count once: an e-mail sent 40 times is one piece of evidence.
// Tests come in questions, such as "did the predicted labels of a task change?". Within a question p-values are
// adjusted by Holm's method, and the result is multiplied by the number of questions (Bonferroni). So two files from
// one source are called different, by whichever test, in at most 1 of 20 comparisons.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/enum_names.h"
#include "core/run.h"
#include "models/two_samples.h"
#include "prediction/predictor.h"
#include "training/dataset.h"

namespace smartdesk::training {

inline constexpr double kDriftLevel = 0.05;
inline constexpr std::size_t kFewestDriftTexts = 30;  // different texts per file; with fewer, nothing is tested

struct DriftTest {
  double p_value = 1;
  double adjusted = 1;  // for all tests of the comparison; 0 to 1
  bool is_change() const { return adjusted <= kDriftLevel; }
};

// A share of the rows. Fisher's exact test.
struct ShareDrift {
  std::string name = {};  // of the label, language or word; empty for a share that needs no name
  models::Share reference = {}, current = {};
  std::optional<DriftTest> test = {};  // none: not tested
  bool is_change() const { return test && test->is_change(); }
  double rise() const { return current.value() - reference.value(); }
};

// A figure of each row, summed up by its median or mean.
struct FigureDrift {
  double reference = 0, current = 0;
  std::optional<DriftTest> test = {};
  bool is_change() const { return test && test->is_change(); }
};

// How well a classifier that was trained on half of the texts tells from which file the others come. Lopez-Paz and
// Oquab, "Revisiting Classifier Two-Sample Tests", ICLR 2017; with ranks instead of accuracy, so that files may differ
// in size.
struct ToldApart {
  std::size_t reference = 0, current = 0;  // judged texts
  // Probability that of two texts, one of each file, the classifier finds the right one more like its file: 0.5 is
  // chance, 1 is certain (the area under the ROC curve).
  double probability = 0.5;
  std::optional<DriftTest> test = {};  // Mann-Whitney's test, one-sided
  bool is_change() const { return test && test->is_change(); }
};

struct TextDrift {
  ToldApart told_apart;
  FigureDrift length;                 // median words of a text; Mann-Whitney's test
  std::vector<ShareDrift> languages;  // ISO 639-1, empty: unclear; most frequent first
  std::vector<ShareDrift> words;  // texts with the word; only words that changed: risen most first, then fallen most
  std::size_t words_tested = 0;
};

// What a model answers for one label.
struct LabelAnswers {
  ShareDrift predicted;        // rows with this prediction
  ShareDrift unknown;          // of these, flagged unknown
  FigureDrift expected_error;  // of these, the mean of 1 - probability; tested with kFewestDriftTexts rows in each file
};

// What a model answers for one task; of a column with several labels, for the column.
struct TaskDrift {
  std::string task;
  std::vector<LabelAnswers> labels;
  ShareDrift unknown;          // rows flagged unknown
  FigureDrift expected_error;  // mean of 1 - probability of the answer; Welch's test
  // The model was trained on this file, so its cross-validated answers stand for those of the file. They have no flags.
  bool reference_is_cross_validated = false, current_is_cross_validated = false;
};

// The labels of a column that both files have. Shares are of the labelled rows.
struct LabelColumnDrift {
  std::string column;
  std::vector<ShareDrift> labels;
};

struct DriftFile {
  std::string path;
  std::size_t rows = 0, texts = 0;  // texts: without repeats, the base of all shares
  // The text with most repeats, and how many rows it has; 1: none repeats.
  std::uint64_t most_repeated_line = 0;
  std::size_t most_repeated_rows = 1;
};

// What the tests ask. All but the first four ask it of one task.
enum class DriftQuestion { kTexts, kLength, kLanguages, kWords, kLabels, kPredictedLabels, kUnknown, kExpectedError };
inline constexpr EnumNames<DriftQuestion::kExpectedError> kDriftQuestions{
    "texts", "length", "languages", "words", "labels", "predicted_labels", "unknown", "expected_error"};

struct DriftChange {
  DriftQuestion question;
  std::string task;  // empty: of the texts
  bool operator==(const DriftChange&) const = default;
};

struct Drift {
  DriftFile reference, current;
  bool is_tested = false;  // both files have kFewestDriftTexts
  TextDrift texts;
  std::vector<TaskDrift> answers;  // empty without a model
  std::vector<LabelColumnDrift> labels;
  std::string model_version;         // empty without a model
  std::size_t questions = 0;         // p-values were multiplied by this
  std::vector<std::string> notes;    // each a sentence, about what could not be compared
  std::vector<DriftChange> changes;  // the questions in which a test found a change
};

// The files to compare. Views; the owners must outlive the call.
struct DriftInput {
  const Dataset& reference;
  const Dataset& current;
  const prediction::Predictor* model = nullptr;  // null: texts and labels only
};

// Compares the files. A classifier is trained on at most 20,000 texts of each file, drawn with a fixed seed; everything
// else uses all rows. The result is the same for any number of threads. Throws Error{kInterrupted}, and what the
// predictor throws. Cost: some seconds for 10,000 tickets.
Drift find_drift(const DriftInput& input, const Run& run);

}  // namespace smartdesk::training
