#include "desk/served_model.h"

#include <utility>

namespace smartdesk {

AnsweringModel::AnsweringModel(Model with, double abstain_below)
    : model(std::move(with)), columns(answer_columns(model)), thresholds(answer_thresholds(model, abstain_below)) {
  join_heads(model);
}

}  // namespace smartdesk
