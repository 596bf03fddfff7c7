#include "prediction/served_model.h"

namespace smartdesk::prediction {

std::shared_ptr<const Predictor> ServedModel::required() const {
  auto predictor = current();
  if (predictor) return predictor;
  if (const auto why = absence_.load()) throw Error(*why);
  throw no_model();
}

}  // namespace smartdesk::prediction
