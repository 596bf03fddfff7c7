#include "models/random_forest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/parallel.h"
#include "core/random.h"
#include "models/internal/class_weights.h"

namespace smartdesk {
namespace {

constexpr float kSameValue = 1e-7F;  // values closer than this are not told apart

// The training rows seen by column, shared by all trees.
struct Columns {
  std::vector<std::size_t> begin;
  std::vector<std::uint32_t> row;
  std::vector<float> value;

  explicit Columns(const SparseMatrix& rows)
      : begin(rows.columns() + 1, 0), row(rows.entries()), value(rows.entries()) {
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      for (const auto column : rows.row(i).columns) ++begin[column + 1];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    auto next = begin;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const auto entries = rows.row(i);
      for (std::size_t j = 0; j < entries.size(); ++j) {
        const auto at = next[entries.columns[j]]++;
        row[at] = static_cast<std::uint32_t>(i);
        value[at] = entries.values[j];
      }
    }
  }
};

struct SplitChoice {
  double quality = -1;  // sum over both sides of (sum of squared class weights) / weight; higher is purer
  std::uint32_t column = 0;
  float threshold = 0;
};

class TreeGrower {
 public:
  TreeGrower(const TrainingRows& training, const Columns& columns, const std::vector<double>& class_weight)
      : training_(training),
        columns_(columns),
        class_weight_(class_weight),
        classes_(static_cast<std::size_t>(training.classes)),
        tried_(std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(training.rows.columns())))),
        weight_(training.labels.size()),
        place_(training.labels.size()),
        column_order_(training.rows.columns()),
        marked_(training.rows.columns(), 0) {}

  void grow(Random random, TreeEnsemble::Builder& out) {
    random_ = &random;
    draw_bootstrap();
    out.roots.push_back(static_cast<std::uint32_t>(out.nodes.size()));
    out.nodes.emplace_back();
    struct Open {
      std::size_t node, begin, end;
    };
    std::vector<Open> open{{out.nodes.size() - 1, 0, rows_.size()}};
    while (!open.empty()) {
      const auto [node, begin, end] = open.back();
      open.pop_back();
      weigh_classes(begin, end);
      const auto split = is_pure() ? SplitChoice{} : best_split(begin, end);
      if (split.quality < 0) {
        finish_leaf(out.nodes[node], out);
        continue;
      }
      const std::size_t middle = divide(begin, end, split);
      const auto low = static_cast<std::uint32_t>(out.nodes.size());
      out.nodes[node] = {split.column, split.threshold, low, low + 1, 0.0F < split.threshold ? 0U : 1U};
      out.nodes.emplace_back();
      out.nodes.emplace_back();
      open.push_back({low + 1, middle, end});
      open.push_back({low, begin, middle});
    }
  }

 private:
  void draw_bootstrap() {
    std::iota(column_order_.begin(), column_order_.end(), 0U);  // a tree owes nothing to the one before
    std::vector<int> drawn(training_.labels.size(), 0);
    for (std::size_t i = 0; i < drawn.size(); ++i) ++drawn[random_->below(drawn.size())];
    rows_.clear();
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      weight_[i] = drawn[i] * class_weight_[static_cast<std::size_t>(training_.labels[i])];
      if (drawn[i] > 0) rows_.push_back(static_cast<std::uint32_t>(i));
    }
    std::fill(place_.begin(), place_.end(), kNowhere);
    for (std::size_t at = 0; at < rows_.size(); ++at) place_[rows_[at]] = static_cast<std::uint32_t>(at);
  }

  void weigh_classes(std::size_t begin, std::size_t end) {
    node_classes_.assign(classes_, 0);
    for (std::size_t at = begin; at < end; ++at) node_classes_[label_of(rows_[at])] += weight_[rows_[at]];
    node_weight_ = std::accumulate(node_classes_.begin(), node_classes_.end(), 0.0);
  }

  bool is_pure() const {
    return std::count_if(node_classes_.begin(), node_classes_.end(), [](double weight) { return weight > 0; }) < 2;
  }

  std::size_t label_of(std::uint32_t row) const { return static_cast<std::size_t>(training_.labels[row]); }

  // Columns are drawn without replacement; those that do not vary in the node use up a try but can split nothing, and
  // if all tries went to such, drawing goes on to the first that varies (scikit-learn's rule).
  SplitChoice best_split(std::size_t begin, std::size_t end) {
    const std::size_t row_work = entries_of(begin, end);
    const std::size_t column_work = tried_ * (columns_.row.size() / column_order_.size() + 1);
    return row_work < 2 * column_work ? best_split_by_rows(begin, end) : best_split_by_columns(begin, end);
  }

  std::size_t entries_of(std::size_t begin, std::size_t end) const {
    return (end - begin) * (columns_.row.size() / std::max<std::size_t>(1, training_.labels.size()) + 1);
  }

  SplitChoice best_split_by_columns(std::size_t begin, std::size_t end) {
    SplitChoice best;
    for (std::size_t drawn = 0; drawn < column_order_.size() && (drawn < tried_ || best.quality < 0); ++drawn) {
      std::swap(column_order_[drawn], column_order_[drawn + random_->below(column_order_.size() - drawn)]);
      const std::uint32_t column = column_order_[drawn];
      entries_.clear();
      for (std::size_t e = columns_.begin[column]; e < columns_.begin[column + 1]; ++e) {
        const std::uint32_t place = place_[columns_.row[e]];
        if (place >= begin && place < end) entries_.push_back({columns_.value[e], columns_.row[e]});
      }
      consider(column, end - begin, best);
    }
    return best;
  }

  // For small nodes: only columns that some row has can vary. How many of the tries fall on them is drawn first, then
  // which.
  SplitChoice best_split_by_rows(std::size_t begin, std::size_t end) {
    found_columns_.clear();
    for (std::size_t at = begin; at < end; ++at) {
      for (const auto column : training_.rows.row(rows_[at]).columns) {
        if (marked_[column]++ == 0) found_columns_.push_back(column);
      }
    }
    std::sort(found_columns_.begin(), found_columns_.end());
    for (const auto column : found_columns_) marked_[column] = 0;
    std::size_t tries = hits_among_tries(found_columns_.size());
    SplitChoice best;
    for (std::size_t drawn = 0; drawn < found_columns_.size() && (drawn < tries || best.quality < 0); ++drawn) {
      std::swap(found_columns_[drawn], found_columns_[drawn + random_->below(found_columns_.size() - drawn)]);
      const std::uint32_t column = found_columns_[drawn];
      entries_.clear();
      for (std::size_t at = begin; at < end; ++at) {
        const auto row = training_.rows.row(rows_[at]);
        const auto found = std::lower_bound(row.columns.begin(), row.columns.end(), column);
        if (found != row.columns.end() && *found == column) {
          entries_.push_back({row.values[static_cast<std::size_t>(found - row.columns.begin())], rows_[at]});
        }
      }
      consider(column, end - begin, best);
    }
    return best;
  }

  // Hypergeometric: of tried_ columns drawn from all, how many are among `marked`.
  std::size_t hits_among_tries(std::size_t marked) {
    std::size_t hits = 0, left = column_order_.size();
    for (std::size_t i = 0; i < tried_ && marked > 0; ++i, --left) {
      if (random_->below(left) < marked) {
        ++hits;
        --marked;
      }
    }
    return hits;
  }

  struct Entry {
    float value;
    std::uint32_t row;
  };

  // entries_: the node's rows that have the column. The others have 0, which all values lie above.
  void consider(std::uint32_t column, std::size_t node_rows, SplitChoice& best) {
    if (entries_.empty()) return;
    std::sort(entries_.begin(), entries_.end(),
              [](const Entry& a, const Entry& b) { return a.value != b.value ? a.value < b.value : a.row < b.row; });
    low_ = node_classes_;
    high_.assign(classes_, 0);
    for (const auto& entry : entries_) {
      const auto label = label_of(entry.row);
      low_[label] -= weight_[entry.row];
      high_[label] += weight_[entry.row];
    }
    float below = entries_.size() < node_rows ? 0 : -std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const float value = entries_[i].value;
      if (value > below + kSameValue && below >= 0) judge(column, (below + value) / 2, value, best);
      const auto label = label_of(entries_[i].row);
      low_[label] += weight_[entries_[i].row];
      high_[label] -= weight_[entries_[i].row];
      below = value;
    }
  }

  void judge(std::uint32_t column, float middle, float above, SplitChoice& best) const {
    double low_weight = 0, high_weight = 0, low_squares = 0, high_squares = 0;
    for (std::size_t c = 0; c < classes_; ++c) {
      low_weight += low_[c];
      high_weight += high_[c];
      low_squares += low_[c] * low_[c];
      high_squares += high_[c] * high_[c];
    }
    if (low_weight <= 0 || high_weight <= 0) return;
    const double quality = low_squares / low_weight + high_squares / high_weight;
    if (quality > best.quality) best = {quality, column, middle < above ? std::nextafter(middle, above) : above};
  }

  std::size_t divide(std::size_t begin, std::size_t end, const SplitChoice& split) {
    const auto is_low = [&](std::uint32_t row) {
      const auto entries = training_.rows.row(row);
      const auto found = std::lower_bound(entries.columns.begin(), entries.columns.end(), split.column);
      const bool has = found != entries.columns.end() && *found == split.column;
      return (has ? entries.values[static_cast<std::size_t>(found - entries.columns.begin())] : 0.0F) < split.threshold;
    };
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto middle = std::partition(first, rows_.begin() + static_cast<std::ptrdiff_t>(end), is_low);
    for (std::size_t at = begin; at < end; ++at) place_[rows_[at]] = static_cast<std::uint32_t>(at);
    return static_cast<std::size_t>(middle - rows_.begin());
  }

  void finish_leaf(TreeNode& node, TreeEnsemble::Builder& out) const {
    node.low = static_cast<std::uint32_t>(out.leaf_values.size() / classes_);
    for (const double weight : node_classes_) out.leaf_values.push_back(static_cast<float>(weight / node_weight_));
  }

  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

  const TrainingRows& training_;
  const Columns& columns_;
  const std::vector<double>& class_weight_;
  std::size_t classes_, tried_;
  Random* random_ = nullptr;
  std::vector<double> weight_;        // by row: times drawn × class weight
  std::vector<std::uint32_t> rows_;   // drawn rows; a node is a range of them
  std::vector<std::uint32_t> place_;  // by row: where in rows_
  std::vector<std::uint32_t> column_order_, found_columns_;
  std::vector<int> marked_;
  std::vector<Entry> entries_;
  std::vector<double> node_classes_, low_, high_;
  double node_weight_ = 0;
};

void append(TreeEnsemble::Builder& all, const TreeEnsemble::Builder& tree, std::size_t classes) {
  const auto first_node = static_cast<std::uint32_t>(all.nodes.size());
  const auto first_leaf = static_cast<std::uint32_t>(all.leaf_values.size() / classes);
  all.roots.push_back(first_node);
  for (TreeNode node : tree.nodes) {
    if (node.column == TreeNode::kLeaf) {
      node.low += first_leaf;
    } else {
      node.low += first_node;
      node.high += first_node;
    }
    all.nodes.push_back(node);
  }
  all.leaf_values.insert(all.leaf_values.end(), tree.leaf_values.begin(), tree.leaf_values.end());
}

}  // namespace

TreeEnsemble fit_random_forest(const TrainingRows& training, const FitOptions& options, const Run& run) {
  const Columns columns(training.rows);
  const auto class_weight = class_weights(training, options.balanced);
  const Random random(options.seed);
  const auto trees = static_cast<std::size_t>(options.trees);
  std::vector<TreeEnsemble::Builder> grown(trees);
  const auto workers = static_cast<std::size_t>(std::max(1, run.threads));
  parallel_for(workers, run.threads, [&](std::size_t worker) {
    TreeGrower grower(training, columns, class_weight);
    for (std::size_t tree = worker; tree < trees; tree += workers) {
      run.stop_if_asked();
      grower.grow(random.fork(tree), grown[tree]);
    }
  });
  TreeEnsemble::Builder all;
  const auto classes = static_cast<std::size_t>(training.classes);
  for (const auto& tree : grown) append(all, tree, classes);
  all.base.assign(classes, 0);
  return TreeEnsemble::from(TreeEnsemble::Kind::kAveraged, static_cast<std::uint32_t>(training.classes),
                            training.rows.columns(), std::move(all));
}

}  // namespace smartdesk
