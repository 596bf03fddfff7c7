// What a model says about a text, a column at a time: one label, how likely it is, and whether to trust it.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/model.h"

namespace smartdesk::prediction {

// Heads that answer one column together: one head, or one for each label of a column with several.
struct AnswerColumn {
  std::string task;
  std::size_t begin, end;  // of the model's heads
};
std::vector<AnswerColumn> answer_columns(const models::Model& model);

// How likely a label must be not to be left to a person: one number per head and label.
using Thresholds = std::vector<std::vector<float>>;

// abstain_below: 0 to 1, for all labels. error_budget: see keep_error_within.
Thresholds answer_thresholds(const models::Model& model, double abstain_below, std::optional<double> error_budget = {});

// kUnknown: the text is unlike those that a head was trained on.
enum class Trust { kSure, kAbstain, kUnknown };

// "", "abstain", "unknown"
std::string_view flag_of(Trust trust);

struct Answer {
  std::string label;      // of a column with several: those that apply, joined by '|'
  float probability = 1;  // that all of it is right
  Trust trust = Trust::kSure;
};

// predictions: one per head, by predict(). answer's memory is used again.
void answer_column(const models::Model& model, const AnswerColumn& column, const Thresholds& thresholds,
                   std::span<const models::Prediction> predictions, Answer& answer);

}  // namespace smartdesk::prediction
