#include "prediction/answers.h"

#include <algorithm>

namespace smartdesk::prediction {
namespace {

void add_label(const models::Head& head, ClassIndex predicted, std::string& label) {
  const auto& name = head.labels.name(predicted);
  if (head.member.empty()) {
    label = name;
  } else if (name == models::kYes) {
    if (!label.empty()) label += '|';
    label += head.member;
  }
}

}  // namespace

std::vector<AnswerColumn> answer_columns(const models::Model& model) {
  std::vector<AnswerColumn> columns;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    const bool goes_on = !head.column.empty() && !columns.empty() && columns.back().task == head.column;
    if (goes_on) {
      columns.back().end = h + 1;
    } else {
      columns.push_back({head.column.empty() ? head.task : head.column, h, h + 1});
    }
  }
  return columns;
}

Thresholds answer_thresholds(const models::Model& model, double abstain_below,
                             std::optional<models::ErrorBudget> error_budget) {
  Thresholds thresholds;
  for (const auto& head : model.heads) {
    const int labels = head.labels.size();
    auto& own = thresholds.emplace_back(static_cast<std::size_t>(labels), static_cast<float>(abstain_below));
    if (!error_budget) continue;
    const auto rule = models::keep_error_within(*error_budget, head.judged, labels);
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = std::max(own[i], rule.thresholds[i]);
  }
  return thresholds;
}

std::string_view flag_of(Trust trust) {
  if (trust == Trust::kUnknown) return "unknown";
  return trust == Trust::kAbstain ? "abstain" : "";
}

void answer_column(const models::Model& model, const AnswerColumn& column, const Thresholds& thresholds,
                   std::span<const models::Prediction> predictions, Answer& answer) {
  answer.label.clear();
  answer.probability = 1;
  answer.unknown_score = 0;
  bool unsure = false, unknown = false;
  for (std::size_t h = column.begin; h < column.end; ++h) {
    const auto& prediction = predictions[h];
    add_label(model.heads[h], prediction.label, answer.label);
    answer.probability *= prediction.probability();
    unsure |= prediction.probability() < thresholds[h][static_cast<std::size_t>(prediction.label)];
    unknown |= prediction.unknown;
    answer.unknown_score = std::max(answer.unknown_score, prediction.unknown_score);
  }
  answer.trust = unknown ? Trust::kUnknown : unsure ? Trust::kAbstain : Trust::kSure;
}

}  // namespace smartdesk::prediction
