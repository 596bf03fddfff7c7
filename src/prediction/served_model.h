// The model that answers requests. It can be replaced between two requests.

#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "models/model.h"
#include "prediction/answers.h"

namespace smartdesk::prediction {

// A model with its columns and thresholds. Immutable.
struct AnsweringModel {
  // abstain_below, error_budget: as in answer_thresholds.
  explicit AnsweringModel(models::Model model, double abstain_below = 0, std::optional<double> error_budget = {});

  models::Model model;
  std::vector<AnswerColumn> columns;
  Thresholds thresholds;
};

// Thread-safe. The result of current() stays valid for its holder after replace().
class ServedModel {
 public:
  // Null until the first replace().
  std::shared_ptr<const AnsweringModel> current() const { return current_.load(); }
  void replace(std::shared_ptr<const AnsweringModel> with) { current_.store(std::move(with)); }

 private:
  std::atomic<std::shared_ptr<const AnsweringModel>> current_;
};

}  // namespace smartdesk::prediction
