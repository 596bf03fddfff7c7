#include "models/internal/oblivious_trees.h"

#include <algorithm>
#include <utility>

#include "models/internal/dense_row.h"

namespace smartdesk::models {
namespace {

constexpr std::uint32_t kDeepest = 16;

std::size_t reach_of(std::span<const ObliviousTrees::Level> levels) {
  std::size_t reach = 0;
  for (const auto& level : levels) reach = std::max(reach, level.column + std::size_t{1});
  return reach;
}

}  // namespace

ObliviousTrees ObliviousTrees::from(std::uint32_t classes, std::uint32_t columns, double scale, Builder builder) {
  auto owned = std::make_shared<Builder>(std::move(builder));
  return {classes,
          columns,
          static_cast<std::uint32_t>(owned->bias.size()),
          scale,
          owned->levels,
          owned->depths,
          owned->leaf_values,
          owned->bias,
          owned,
          reach_of(owned->levels)};
}

void ObliviousTrees::scores(features::SparseRow row, std::span<float> out) const {
  thread_local DenseRow dense(0);
  thread_local std::vector<double> sums;
  const float* values = dense.spread(row, reach);
  sums.assign(outputs, 0);
  const Level* level = levels.data();
  const double* leaves = leaf_values.data();
  for (const std::uint32_t depth : depths) {
    std::size_t leaf = 0;
    for (std::uint32_t i = 0; i < depth; ++i, ++level) leaf |= std::size_t{values[level->column] > level->border} << i;
    for (std::uint32_t k = 0; k < outputs; ++k) sums[k] += leaves[leaf * outputs + k];
    leaves += (std::size_t{1} << depth) * outputs;
  }
  dense.clear(row, reach);
  for (std::uint32_t k = 0; k < outputs; ++k) sums[k] = scale * sums[k] + bias[k];
  if (outputs == 1) {
    out[0] = 0;
    out[1] = static_cast<float>(sums[0]);
  } else {
    std::transform(sums.begin(), sums.end(), out.begin(), [](double sum) { return static_cast<float>(sum); });
  }
}

void ObliviousTrees::write(ArrayWriter& writer) const {
  writer.add_one(classes);
  writer.add_one(columns);
  writer.add_one(scale);
  writer.add(levels);
  writer.add(depths);
  writer.add(leaf_values);
  writer.add(bias);
}

ObliviousTrees ObliviousTrees::read(ArrayReader& reader, std::shared_ptr<const void> owner) {
  ObliviousTrees trees;
  trees.classes = reader.take_one<std::uint32_t>();
  trees.columns = reader.take_one<std::uint32_t>();
  trees.scale = reader.take_one<double>();
  trees.levels = reader.take<Level>();
  trees.depths = reader.take<std::uint32_t>();
  trees.leaf_values = reader.take<double>();
  trees.bias = reader.take<double>();
  trees.outputs = static_cast<std::uint32_t>(trees.bias.size());
  trees.owner = std::move(owner);
  const bool outputs_fit = trees.outputs == trees.classes || (trees.outputs == 1 && trees.classes == 2);
  if (trees.classes < 2 || trees.classes > 1000000 || trees.bias.empty() || !outputs_fit) ArrayReader::refuse();
  std::size_t levels = 0, values = 0;
  for (const auto depth : trees.depths) {
    if (depth > kDeepest) ArrayReader::refuse();
    levels += depth;
    values += (std::size_t{1} << depth) * trees.outputs;
  }
  if (levels != trees.levels.size() || values != trees.leaf_values.size()) ArrayReader::refuse();
  for (const auto& level : trees.levels) {
    if (level.column >= trees.columns) ArrayReader::refuse();
  }
  trees.reach = reach_of(trees.levels);
  return trees;
}

}  // namespace smartdesk::models
