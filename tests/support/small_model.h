// For tests: a model of two texts, which knows money from access.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "prediction/served_model.h"
#include "support/runs.h"

namespace smartdesk {

inline AnsweringModel small_model(const std::string& version = "v1") {
  const std::vector<std::string_view> texts{"invoice refund", "password locked"};
  Model model{Tfidf::fit(texts, TfidfOptions::best(), kOneThread), {}, "", version};
  const auto rows = model.features.transform_all(texts, kOneThread);
  const std::vector<ClassIndex> labels{0, 1};
  const auto classifier = Classifier::fit(Algorithm::kLogReg, {rows, labels, 2}, {}, kOneThread);
  model.heads.push_back({"category", LabelSet({"access", "money"}), classifier, Temperature(1)});
  return AnsweringModel(std::move(model));
}

}  // namespace smartdesk
