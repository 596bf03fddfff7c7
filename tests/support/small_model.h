// For tests: a model trained on two texts, which distinguishes money and access.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "prediction/predictor.h"
#include "support/runs.h"

namespace smartdesk {

inline prediction::Predictor small_model(const std::string& version = "v1") {
  const std::vector<std::string_view> texts{"invoice refund", "password locked"};
  models::Model model{features::Tfidf::fit(texts, features::TfidfOptions::best(), kOneThread), {}, "", version};
  const auto rows = model.features.transform_all(texts, kOneThread);
  const std::vector<ClassIndex> labels{0, 1};
  const auto classifier = models::Classifier::fit(models::Algorithm::kLogReg, {rows, labels, 2}, {}, kOneThread);
  model.heads.push_back({"category", LabelSet({"access", "money"}), classifier, models::Temperature(1)});
  return prediction::Predictor(std::move(model));
}

}  // namespace smartdesk
