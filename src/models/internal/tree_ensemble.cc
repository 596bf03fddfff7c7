#include "models/internal/tree_ensemble.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/internal/dense_row.h"

namespace smartdesk::models {
namespace {

constexpr float kAbsent = std::numeric_limits<float>::quiet_NaN();

const TreeNode& leaf_of(const TreeEnsemble& trees, std::uint32_t root, const float* values) {
  const TreeNode* node = &trees.nodes[root];
  while (!node->is_leaf()) {
    const float value = values[node->column];
    const bool high = std::isnan(value) ? node->absent_goes_high() : !(value < node->threshold);
    node = &trees.nodes[node->low() + (high ? 1 : 0)];
  }
  return *node;
}

std::size_t reach_of(std::span<const TreeNode> nodes) {
  std::size_t reach = 0;
  for (const auto& node : nodes) {
    if (!node.is_leaf()) reach = std::max(reach, node.column + std::size_t{1});
  }
  return reach;
}

}  // namespace

TreeEnsemble TreeEnsemble::from(Kind kind, std::uint32_t classes, std::uint32_t columns, Builder builder) {
  auto owned = std::make_shared<Builder>(std::move(builder));
  return {kind,
          classes,
          columns,
          owned->nodes,
          owned->roots,
          owned->tree_class,
          owned->leaf_values,
          owned->base,
          owned,
          reach_of(owned->nodes)};
}

void TreeEnsemble::scores(features::SparseRow row, std::span<float> out) const {
  thread_local DenseRow dense(kAbsent);
  const float* values = dense.spread(row, reach);
  std::fill(out.begin(), out.end(), 0.0F);
  for (std::size_t tree = 0; tree < roots.size(); ++tree) {
    const std::uint32_t leaf = leaf_of(*this, roots[tree], values).next;
    if (kind == Kind::kSummed) {
      out[tree_class[tree]] += leaf_values[leaf];
    } else {
      for (std::uint32_t c = 0; c < classes; ++c) out[c] += leaf_values[std::size_t{leaf} * classes + c];
    }
  }
  dense.clear(row, reach);
  for (std::uint32_t c = 0; c < classes; ++c) {
    if (kind == Kind::kAveraged) {
      // Half a vote spread over the classes keeps the logarithm finite and the order as it was.
      const auto votes = static_cast<float>(roots.size());
      out[c] = std::log((out[c] + 0.5F / static_cast<float>(classes)) / (votes + 0.5F));
    }
    out[c] += base[c];
  }
}

void TreeEnsemble::write(ArrayWriter& writer) const {
  writer.add_one(kind);
  writer.add_one(classes);
  writer.add_one(columns);
  writer.add(nodes);
  writer.add(roots);
  writer.add(tree_class);
  writer.add(leaf_values);
  writer.add(base);
}

TreeEnsemble TreeEnsemble::read(ArrayReader& reader, std::shared_ptr<const void> owner) {
  TreeEnsemble trees;
  trees.kind = reader.take_one<Kind>();
  trees.classes = reader.take_one<std::uint32_t>();
  trees.columns = reader.take_one<std::uint32_t>();
  trees.nodes = reader.take<TreeNode>();
  trees.roots = reader.take<std::uint32_t>();
  trees.tree_class = reader.take<std::uint32_t>();
  trees.leaf_values = reader.take<float>();
  trees.base = reader.take<float>();
  trees.owner = std::move(owner);

  const bool summed = trees.kind == Kind::kSummed;
  if (!summed && trees.kind != Kind::kAveraged) ArrayReader::refuse();
  if (trees.classes < 2 || trees.classes > 1000000 || trees.base.size() != trees.classes) ArrayReader::refuse();
  if (summed != (trees.tree_class.size() == trees.roots.size() && !trees.roots.empty())) ArrayReader::refuse();
  const std::size_t leaves = summed ? trees.leaf_values.size() : trees.leaf_values.size() / trees.classes;
  for (const auto root : trees.roots) {
    if (root >= trees.nodes.size()) ArrayReader::refuse();
  }
  for (const auto label : trees.tree_class) {
    if (label >= trees.classes) ArrayReader::refuse();
  }
  for (std::size_t i = 0; i < trees.nodes.size(); ++i) {
    const auto& node = trees.nodes[i];
    if (node.is_leaf()) {
      if (node.next >= leaves) ArrayReader::refuse();
    } else if (node.column >= trees.columns || node.low() <= i || node.high() >= trees.nodes.size()) {
      ArrayReader::refuse();
    }
  }
  trees.reach = reach_of(trees.nodes);
  return trees;
}

}  // namespace smartdesk::models
