// The model that answers, which may be another from one request to the next.

#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "models/model.h"
#include "prediction/answers.h"

namespace smartdesk::prediction {

// A model and what follows from it. Immutable.
struct AnsweringModel {
  // As answer_thresholds takes them.
  explicit AnsweringModel(models::Model model, double abstain_below = 0, std::optional<double> error_budget = {});

  models::Model model;
  std::vector<AnswerColumn> columns;
  Thresholds thresholds;
};

// Thread-safe. Who holds what current() gave goes on with it, whatever is put in its place.
class ServedModel {
 public:
  // Null until there is one.
  std::shared_ptr<const AnsweringModel> current() const { return current_.load(); }
  void replace(std::shared_ptr<const AnsweringModel> with) { current_.store(std::move(with)); }

 private:
  std::atomic<std::shared_ptr<const AnsweringModel>> current_;
};

}  // namespace smartdesk::prediction
