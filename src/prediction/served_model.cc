#include "prediction/served_model.h"

#include <utility>

namespace smartdesk::prediction {

AnsweringModel::AnsweringModel(models::Model with, double abstain_below, std::optional<double> error_budget)
    : model(std::move(with)),
      columns(answer_columns(model)),
      thresholds(answer_thresholds(model, abstain_below, error_budget)) {
  models::join_heads(model);
}

}  // namespace smartdesk::prediction
