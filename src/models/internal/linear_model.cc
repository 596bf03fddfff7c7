#include "models/internal/linear_model.h"

#include <algorithm>

#include "core/wide_vectors.h"

namespace smartdesk::models {

LinearModel LinearModel::from(std::vector<float> weights, std::vector<float> intercepts) {
  auto owned =
      std::make_shared<std::pair<std::vector<float>, std::vector<float>>>(std::move(weights), std::move(intercepts));
  return {static_cast<int>(owned->second.size()), owned->first, owned->second, owned};
}

namespace {

SMARTDESK_WIDE_VECTORS void add_weighted(features::SparseRow row, const float* weights, std::size_t classes,
                                         float* __restrict scores) {
  constexpr std::size_t kAhead = 8,
                        kLine = 16;  // rows of weights and floats; prefetch, because they are scattered in memory
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i + kAhead < row.size()) {
      const float* next = weights + row.columns[i + kAhead] * classes;
      for (std::size_t c = 0; c < classes; c += kLine) __builtin_prefetch(next + c);
    }
    const float* weight = weights + row.columns[i] * classes;
    const float value = row.values[i];
    for (std::size_t c = 0; c < classes; ++c) scores[c] += value * weight[c];
  }
}

}  // namespace

void LinearModel::scores(features::SparseRow row, std::span<float> out) const {
  std::copy(intercepts.begin(), intercepts.end(), out.begin());
  add_weighted(row, weights.data(), static_cast<std::size_t>(classes), out.data());
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

}  // namespace smartdesk::models
