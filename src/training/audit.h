// Finds rows whose label is likely wrong and rows that should not be in a training set, most suspicious first.
// Source: Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 2021.

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

struct AuditResult {
  std::uint64_t rows = 0;
  std::vector<Suspect> suspects;      // by score, then line number
  std::vector<std::string> warnings;  // each a sentence
};

// Labels are judged by probabilities of classifiers that have not seen the row (LinearSVC, calibrated).
AuditResult audit(const Dataset& dataset, const FittingOptions& options, const Run& run);

}  // namespace smartdesk::training
