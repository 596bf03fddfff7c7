#include "models/internal/linear_model.h"

#include <algorithm>

namespace smartdesk {

LinearModel LinearModel::from(std::vector<float> weights, std::vector<float> intercepts) {
  auto owned =
      std::make_shared<std::pair<std::vector<float>, std::vector<float>>>(std::move(weights), std::move(intercepts));
  return {static_cast<int>(owned->second.size()), owned->first, owned->second, owned};
}

void LinearModel::scores(SparseRow row, std::span<float> out) const {
  std::copy(intercepts.begin(), intercepts.end(), out.begin());
  const auto n = static_cast<std::size_t>(classes);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const float* weight = weights.data() + row.columns[i] * n;
    const float value = row.values[i];
    for (std::size_t c = 0; c < n; ++c) out[c] += value * weight[c];
  }
}

void LinearModel::write(ArrayWriter& writer) const {
  writer.add(intercepts);
  writer.add(weights);
}

LinearModel LinearModel::read(ArrayReader& reader, std::shared_ptr<const void> owner) {
  LinearModel model;
  model.intercepts = reader.take<float>();
  model.weights = reader.take<float>();
  model.classes = static_cast<int>(model.intercepts.size());
  if (model.classes < 2 || model.weights.size() % model.intercepts.size() != 0) ArrayReader::refuse();
  model.owner = std::move(owner);
  return model;
}

}  // namespace smartdesk
