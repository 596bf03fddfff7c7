// A model's answer to a text for one column: a label, its probability, and whether to trust it.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/model.h"

namespace smartdesk::prediction {

// The heads that answer one column: one head, or one per label of a multi-label column.
struct AnswerColumn {
  std::string task;
  std::size_t begin, end;  // of the model's heads
};
std::vector<AnswerColumn> answer_columns(const models::Model& model);

// The least probability at which a label is not left to a person: one number per head and label.
using Thresholds = std::vector<std::vector<float>>;

// abstain_below: 0 to 1, for all labels. error_budget: see keep_error_within.
Thresholds answer_thresholds(const models::Model& model, double abstain_below,
                             std::optional<models::ErrorBudget> error_budget = {});

// kUnknown: the text is unlike those that a head was trained on.
enum class Trust { kSure, kAbstain, kUnknown };

// "", "abstain", "unknown"
std::string_view flag_of(Trust trust);

struct Answer {
  std::string label;      // of a multi-label column: all that apply, joined by '|'
  float probability = 1;  // that the whole answer is right
  Trust trust = Trust::kSure;
  float unknown_score = 0;  // of models::Prediction; the highest of the column's heads
};

// predictions: one per head, from predict(). Reuses the memory of `answer`.
void answer_column(const models::Model& model, const AnswerColumn& column, const Thresholds& thresholds,
                   std::span<const models::Prediction> predictions, Answer& answer);

}  // namespace smartdesk::prediction
