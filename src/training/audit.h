// Finds rows whose label is likely wrong (training/label_errors.h) and rows that should not be in a training set, most
// suspicious first.

#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "training/dataset.h"
#include "training/fitting.h"

namespace smartdesk::training {

enum class SuspectReason { kLabel, kDuplicate, kOtherLabel, kLeakedReasoning, kPromptEcho };
BOOST_DESCRIBE_ENUM(SuspectReason, kLabel, kDuplicate, kOtherLabel, kLeakedReasoning, kPromptEcho)

struct Suspect {
  std::uint64_t line = 0;
  std::string task;       // empty for faults of the text
  std::string label;      // the current label
  std::string suggested;  // the label that cross-validation predicts; empty for faults of the text
  double score = 0;       // 0 to 1, higher is more suspicious
  SuspectReason reason = SuspectReason::kLabel;
  std::optional<std::uint64_t> same_as = {};  // the earlier line with this text: of kDuplicate and kOtherLabel
  std::string evidence = {};                  // verbatim: of kLeakedReasoning and kPromptEcho
};

// The score of a label that is not suspected.
struct PassedLabel {
  std::uint64_t line = 0;
  std::string task, label, suggested;  // suggested: the most probable label, usually the current one
  double score = 0;                    // on the scale of Suspect::score
};

enum class AuditScope { kSuspects, kEveryLabel };

struct AuditResult {
  std::uint64_t rows = 0;
  std::vector<Suspect> suspects;      // by score, then line number
  std::vector<PassedLabel> passed;    // of kEveryLabel: the labels that are not suspected, in the same order
  std::vector<std::string> warnings;  // each a sentence
};

// Labels are judged by HeldOutLabels. With kEveryLabel, each label of each task is a suspect of reason kLabel or
// passed, unless no fold could judge it: a warning says how many those are, and names some with their lines. Throws
// Error{kInvalidInput} if every label of a task occurs only once, Error{kInterrupted} if the user stops.
AuditResult audit(const Dataset& dataset, const FittingOptions& options, const Run& run,
                  AuditScope scope = AuditScope::kSuspects);

// The labels of one task, with probabilities from classifiers that have not seen the row or a repeat of it (LinearSVC,
// cross-validated and calibrated).
struct HeldOutLabels {
  LabelSet labels;
  std::vector<std::size_t> rows;        // into Dataset::rows, ascending: those that some fold judged
  std::vector<ClassIndex> given;        // the labels of those rows
  std::vector<float> probabilities;     // rows × labels
  std::vector<std::size_t> not_judged;  // into Dataset::rows, ascending: labelled rows whose label no other text has
};

// The task has at least two labels. Throws as audit does. Cost: folds × settings fits.
HeldOutLabels hold_out_labels(const Dataset& dataset, std::size_t task, const FittingOptions& options, const Run& run);

}  // namespace smartdesk::training
