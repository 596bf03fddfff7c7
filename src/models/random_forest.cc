#include "models/random_forest.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "core/random.h"
#include "models/internal/class_weights.h"

namespace smartdesk::models {
namespace {

constexpr float kSameValue = 1e-7F;  // values closer than this count as equal
constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

struct Entry {
  float value;
  std::uint32_t row;
};

// Data that all trees share: the entries by column, lowest value first, and the rows of each class.
struct Shared {
  std::vector<std::size_t> begin;
  std::vector<Entry> entries;
  std::vector<std::vector<std::uint32_t>> class_rows;
  std::vector<double> class_mass;  // a class's share of the draws

  Shared(const TrainingRows& training, double balance)
      : begin(training.rows.columns() + 1, 0),
        entries(training.rows.entries()),
        class_rows(static_cast<std::size_t>(training.classes)),
        class_mass(class_weights(training, balance)) {
    const auto& rows = training.rows;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      class_rows[static_cast<std::size_t>(training.labels[i])].push_back(static_cast<std::uint32_t>(i));
      for (const auto column : rows.row(i).columns) ++begin[column + 1];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    auto next = begin;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      const auto row = rows.row(i);
      for (std::size_t j = 0; j < row.size(); ++j) {
        entries[next[row.columns[j]]++] = {row.values[j], static_cast<std::uint32_t>(i)};
      }
    }
    for (std::size_t c = 0; c < rows.columns(); ++c) std::ranges::stable_sort(column(c), {}, &Entry::value);
    for (std::size_t c = 0; c < class_rows.size(); ++c) class_mass[c] *= static_cast<double>(class_rows[c].size());
  }

  std::span<Entry> column(std::size_t c) { return std::span(entries).subspan(begin[c], begin[c + 1] - begin[c]); }
  std::span<const Entry> column(std::size_t c) const {
    return std::span(entries).subspan(begin[c], begin[c + 1] - begin[c]);
  }
};

struct SplitChoice {
  double quality = -1;  // sum over both sides of (sum of squared class counts) / count; higher is purer
  std::uint32_t column = 0;
  float threshold = 0;
};

// A node's rows on the two sides of a threshold, counted by class. Integers, so that moving a row takes constant time
// and has no rounding error.
class Sides {
 public:
  explicit Sides(std::size_t classes) : low_(classes, 0), high_(classes, 0) {}

  void start(const std::vector<std::int64_t>& node) {
    low_ = node;
    std::fill(high_.begin(), high_.end(), 0);
    low_count_ = low_squares_ = high_count_ = high_squares_ = 0;
    for (const auto count : node) {
      low_count_ += count;
      low_squares_ += count * count;
    }
  }
  // Moves rows from high to low, or back if count is negative.
  void move(std::size_t label, std::int64_t count) {
    low_squares_ += count * (2 * low_[label] + count);
    high_squares_ += count * (count - 2 * high_[label]);
    low_[label] += count;
    high_[label] -= count;
    low_count_ += count;
    high_count_ -= count;
  }
  const std::vector<std::int64_t>& low() const { return low_; }
  bool one_is_empty() const { return low_count_ == 0 || high_count_ == 0; }
  double quality() const {
    const auto low = static_cast<double>(low_count_), high = static_cast<double>(high_count_);
    return (static_cast<double>(low_squares_) * high + static_cast<double>(high_squares_) * low) / (low * high);
  }

 private:
  std::vector<std::int64_t> low_, high_;
  std::int64_t low_count_ = 0, low_squares_ = 0, high_count_ = 0, high_squares_ = 0;
};

class TreeGrower {
 public:
  TreeGrower(const TrainingRows& training, const Shared& shared)
      : training_(training),
        shared_(shared),
        classes_(static_cast<std::size_t>(training.classes)),
        tried_(std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(training.rows.columns())))),
        times_drawn_(training.labels.size()),
        position_(training.labels.size()),
        column_order_(training.rows.columns()),
        rows_with_(training.rows.columns(), 0),
        slot_of_(training.rows.columns(), 0),
        column_begin_(training.rows.columns() + std::size_t{1}),
        drawn_entries_(training.rows.entries() + 1),
        column_entries_(training.labels.size() + 1),
        sides_(classes_) {}

  // Leaf numbers below classes_ are the pure leaves; out.leaf_values holds the others.
  void grow(Random random, TreeEnsemble::Builder& out) {
    random_ = &random;
    draw_bootstrap();
    out.nodes.emplace_back();
    struct Open {
      std::size_t node, begin, end;
    };
    std::vector<Open> open{{0, 0, rows_.size()}};
    while (!open.empty()) {
      const auto [node, begin, end] = open.back();
      open.pop_back();
      begin_ = begin;
      size_ = end - begin;
      count_classes();
      const auto split = is_pure() ? SplitChoice{} : best_split();
      if (split.quality < 0) {
        out.nodes[node] = TreeNode::leaf(leaf_number(out));
        continue;
      }
      const std::size_t middle = divide(split);
      const auto low = static_cast<std::uint32_t>(out.nodes.size());
      out.nodes[node] = TreeNode::split(split.column, split.threshold, low, split.threshold <= 0);
      out.nodes.emplace_back();
      out.nodes.emplace_back();
      open.push_back({low + 1, middle, end});
      open.push_back({low, begin, middle});
    }
  }

 private:
  // Draws as many rows as there are, each class by its mass: class weights change which rows are drawn, not how much a
  // draw counts (as in scikit-learn from 1.9 on).
  void draw_bootstrap() {
    std::iota(column_order_.begin(), column_order_.end(), 0U);  // a tree must not depend on the one before
    std::fill(times_drawn_.begin(), times_drawn_.end(), 0);
    for (std::size_t i = 0; i < times_drawn_.size(); ++i) {
      const auto& candidates = shared_.class_rows[random_->weighted(shared_.class_mass)];
      ++times_drawn_[candidates[draw_below(candidates.size())]];
    }
    rows_.clear();
    std::fill(position_.begin(), position_.end(), kNowhere);
    for (std::size_t i = 0; i < times_drawn_.size(); ++i) {
      if (times_drawn_[i] > 0) put_row(static_cast<std::uint32_t>(i), rows_.emplace_back());
    }
    keep_drawn_entries();
  }

  // A third of the rows are never drawn. Drops their entries once instead of at every node.
  void keep_drawn_entries() {
    std::uint32_t kept = 0;
    for (std::size_t c = 0; c + 1 < column_begin_.size(); ++c) {
      column_begin_[c] = kept;
      for (const auto& entry : shared_.column(c)) {
        drawn_entries_[kept] = entry;
        kept += times_drawn_[entry.row] > 0 ? 1 : 0;
      }
    }
    column_begin_.back() = kept;
  }

  std::span<const Entry> drawn_column(std::size_t c) const {
    return std::span(drawn_entries_).subspan(column_begin_[c], column_begin_[c + 1] - column_begin_[c]);
  }

  void put_row(std::uint32_t row, std::uint32_t& at) {
    at = row;
    position_[row] = static_cast<std::uint32_t>(&at - rows_.data());
  }

  // Uniform up to one part in 2^32 / bound, because this is the inner loop.
  std::size_t draw_below(std::size_t bound) { return ((random_->next() >> 32) * bound) >> 32; }

  std::span<const std::uint32_t> node_rows() const { return std::span(rows_).subspan(begin_, size_); }
  bool in_node(std::uint32_t row) const { return position_[row] - static_cast<std::uint32_t>(begin_) < size_; }
  std::size_t label_of(std::uint32_t row) const { return static_cast<std::size_t>(training_.labels[row]); }

  void count_classes() {
    node_classes_.assign(classes_, 0);
    for (const auto row : node_rows()) node_classes_[label_of(row)] += times_drawn_[row];
  }

  bool is_pure() const {
    return std::ranges::count_if(node_classes_, [](std::int64_t count) { return count > 0; }) < 2;
  }

  // Draws columns without replacement. A column that does not vary in the node uses up a try but cannot split it. If
  // there is no split after all tries, drawing continues to the first column that varies (scikit-learn's rule).
  SplitChoice best_split() {
    sides_.start(node_classes_);
    const std::size_t by_rows = 8 * size_ * (training_.rows.entries() / training_.labels.size() + 1);
    const std::size_t by_columns = tried_ * (column_begin_.back() / column_order_.size() + 2);
    const auto best = by_rows < by_columns ? best_split_by_rows() : best_split_by_columns();
    return best.quality < 0 ? first_split_that_varies() : best;
  }

  SplitChoice best_split_by_columns() {
    SplitChoice best;
    for (std::size_t drawn = 0; drawn < tried_; ++drawn) {
      std::swap(column_order_[drawn], column_order_[drawn + draw_below(column_order_.size() - drawn)]);
      std::size_t kept = 0;
      for (const auto& entry : drawn_column(column_order_[drawn])) {
        column_entries_[kept] = entry;
        kept += in_node(entry.row) ? 1 : 0;
      }
      if (kept > 0) consider(column_order_[drawn], std::span(column_entries_).first(kept), best);
    }
    return best;
  }

  // For small nodes: only columns that some row has can vary. Draws how many of the tries hit them, then which ones,
  // and then gathers their entries.
  SplitChoice best_split_by_rows() {
    found_columns_.clear();
    for (const auto row : node_rows()) {
      for (const auto column : training_.rows.row(row).columns) {
        if (rows_with_[column]++ == 0) found_columns_.push_back(column);
      }
    }
    const std::size_t hits = hits_among_tries(found_columns_.size());
    slot_ends_.assign(1, 0);
    for (std::size_t slot = 0; slot < hits; ++slot) {
      std::swap(found_columns_[slot], found_columns_[slot + draw_below(found_columns_.size() - slot)]);
      slot_of_[found_columns_[slot]] = static_cast<std::uint32_t>(slot + 1);
      slot_ends_.push_back(slot_ends_.back() + rows_with_[found_columns_[slot]]);
    }
    gather_slots();
    SplitChoice best;
    for (std::size_t slot = 0; slot < hits; ++slot) {
      const auto entries = std::span(slot_entries_).subspan(slot_ends_[slot], slot_ends_[slot + 1] - slot_ends_[slot]);
      std::ranges::sort(entries, {}, &Entry::value);
      consider(found_columns_[slot], entries, best);
      slot_of_[found_columns_[slot]] = 0;
    }
    for (const auto column : found_columns_) rows_with_[column] = 0;
    return best;
  }

  void gather_slots() {
    slot_entries_.resize(slot_ends_.back());
    slot_next_.assign(slot_ends_.begin(), slot_ends_.end());
    for (const auto row : node_rows()) {
      const auto entries = training_.rows.row(row);
      for (std::size_t j = 0; j < entries.size(); ++j) {
        const auto slot = slot_of_[entries.columns[j]];
        if (slot > 0) slot_entries_[slot_next_[slot - 1]++] = {entries.values[j], row};
      }
    }
  }

  // Hypergeometric: of tried_ columns drawn from all, how many are among `found`.
  std::size_t hits_among_tries(std::size_t found) {
    std::size_t hits = 0, left = column_order_.size();
    for (std::size_t i = 0; i < tried_ && found > hits; ++i, --left) hits += draw_below(left) < found - hits ? 1 : 0;
    return hits;
  }

  // Each column that varies has the same probability to be the first one.
  SplitChoice first_split_that_varies() {
    std::vector<std::pair<std::uint32_t, Entry>> all;
    for (const auto row : node_rows()) {
      const auto entries = training_.rows.row(row);
      for (std::size_t j = 0; j < entries.size(); ++j) all.push_back({entries.columns[j], {entries.values[j], row}});
    }
    std::ranges::sort(all, {}, [](const auto& item) { return std::pair(item.first, item.second.value); });
    SplitChoice chosen;
    std::size_t varying = 0;
    for (std::size_t at = 0; at < all.size();) {
      const auto column = all[at].first;
      slot_entries_.clear();
      for (; at < all.size() && all[at].first == column; ++at) slot_entries_.push_back(all[at].second);
      SplitChoice split;
      consider(column, slot_entries_, split);
      if (split.quality >= 0 && draw_below(++varying) == 0) chosen = split;
    }
    return chosen;
  }

  // entries: the node's rows that have the column, at least one, lowest value first. The others have 0 there. Restores
  // sides_, with all rows on the low side.
  void consider(std::uint32_t column, std::span<const Entry> entries, SplitChoice& best) {
    for (const auto& entry : entries) sides_.move(label_of(entry.row), -times_drawn_[entry.row]);
    bool zeros_to_come = entries.size() < size_ && entries.front().value <= 0;
    float below = entries.size() < size_ && !zeros_to_come ? 0 : -std::numeric_limits<float>::infinity();
    if (zeros_to_come) {
      zeros_ = sides_.low();
      move_zeros(-1);
    }
    for (const auto& entry : entries) {
      if (zeros_to_come && entry.value > 0) {
        judge(column, below, 0, best);
        move_zeros(1);
        zeros_to_come = false;
        below = 0;
      }
      judge(column, below, entry.value, best);
      sides_.move(label_of(entry.row), times_drawn_[entry.row]);
      below = entry.value;
    }
    if (zeros_to_come) {
      judge(column, below, 0, best);
      move_zeros(1);
    }
  }

  void move_zeros(int direction) {
    for (std::size_t c = 0; c < classes_; ++c) sides_.move(c, direction * zeros_[c]);
  }

  void judge(std::uint32_t column, float below, float above, SplitChoice& best) const {
    if (!(above > below + kSameValue) || sides_.one_is_empty()) return;
    const double quality = sides_.quality();
    if (quality <= best.quality) return;
    const float middle = below + (above - below) / 2;
    best = {quality, column, middle < above ? std::nextafter(middle, above) : above};
  }

  // Moves the node's rows on the high side behind the others and returns where they begin.
  std::size_t divide(const SplitChoice& split) {
    const auto column = drawn_column(split.column);
    std::size_t middle = begin_ + size_;
    if (split.threshold > 0 && column.size() < 8 * size_) {
      for (std::size_t e = column.size(); e > 0 && column[e - 1].value >= split.threshold; --e) {
        if (in_node(column[e - 1].row)) exchange(position_[column[e - 1].row], --middle);
      }
    } else {
      for (std::size_t at = begin_; at < middle;) {
        value_of(rows_[at], split.column) < split.threshold ? ++at : (exchange(at, middle - 1), --middle);
      }
    }
    return middle;
  }

  void exchange(std::size_t a, std::size_t b) {
    const auto row = rows_[a];
    put_row(rows_[b], rows_[a]);
    put_row(row, rows_[b]);
  }

  float value_of(std::uint32_t row, std::uint32_t column) const {
    const auto entries = training_.rows.row(row);
    const auto found = std::ranges::lower_bound(entries.columns, column);
    if (found == entries.columns.end() || *found != column) return 0;
    return entries.values[static_cast<std::size_t>(found - entries.columns.begin())];
  }

  std::uint32_t leaf_number(TreeEnsemble::Builder& out) const {
    const auto total = std::accumulate(node_classes_.begin(), node_classes_.end(), std::int64_t{0});
    const auto commonest = std::ranges::max_element(node_classes_);
    if (*commonest == total) return static_cast<std::uint32_t>(commonest - node_classes_.begin());
    const auto number = static_cast<std::uint32_t>(classes_ + out.leaf_values.size() / classes_);
    for (const auto count : node_classes_)
      out.leaf_values.push_back(static_cast<float>(static_cast<double>(count) / static_cast<double>(total)));
    return number;
  }

  const TrainingRows& training_;
  const Shared& shared_;
  std::size_t classes_, tried_;
  Random* random_ = nullptr;
  std::vector<std::int64_t> times_drawn_;             // by row
  std::vector<std::uint32_t> rows_;                   // drawn rows; a node is a range of them
  std::vector<std::uint32_t> position_;               // by row: where in rows_
  std::size_t begin_ = 0, size_ = 0;                  // the node being split
  std::vector<std::int64_t> node_classes_, zeros_;    // by class
  std::vector<std::uint32_t> column_order_;           // the tried columns come first
  std::vector<std::uint32_t> rows_with_, slot_of_;    // by column, zero between nodes
  std::vector<std::uint32_t> found_columns_;          // of the node's rows
  std::vector<std::uint32_t> column_begin_;           // in drawn_entries_
  std::vector<Entry> drawn_entries_;                  // of the drawn rows, by column
  std::vector<Entry> column_entries_, slot_entries_;  // of one column; of all columns tried
  std::vector<std::size_t> slot_ends_, slot_next_;
  Sides sides_;
};

// Trees share the pure leaves: the first leaves of the forest, one per class.
TreeEnsemble::Builder joined(const std::vector<TreeEnsemble::Builder>& trees, std::size_t classes) {
  TreeEnsemble::Builder all;
  all.base.assign(classes, 0);
  all.leaf_values.assign(classes * classes, 0);
  for (std::size_t c = 0; c < classes; ++c) all.leaf_values[c * classes + c] = 1;
  for (const auto& tree : trees) {
    const auto first_node = static_cast<std::uint32_t>(all.nodes.size());
    const auto first_mixed = static_cast<std::uint32_t>(all.leaf_values.size() / classes - classes);
    all.roots.push_back(first_node);
    for (TreeNode node : tree.nodes) {
      if (!node.is_leaf()) {
        node.next += first_node;
      } else if (node.next >= classes) {
        node.next += first_mixed;
      }
      all.nodes.push_back(node);
    }
    all.leaf_values.insert(all.leaf_values.end(), tree.leaf_values.begin(), tree.leaf_values.end());
  }
  return all;
}

}  // namespace

TreeEnsemble fit_random_forest(const TrainingRows& training, const FitOptions& options, const Run& run) {
  const Shared shared(training, options.balance);
  const Random random(options.seed);
  const auto trees = static_cast<std::size_t>(options.trees);
  std::vector<TreeEnsemble::Builder> grown(trees);
  const auto workers = static_cast<std::size_t>(std::max(1, run.threads));
  std::atomic<std::size_t> next = 0;  // shared, because trees differ in size and cores in load
  parallel_for(workers, run.threads, [&](std::size_t) {
    TreeGrower grower(training, shared);
    for (std::size_t tree = next++; tree < trees; tree = next++) {
      run.stop_if_asked();
      grower.grow(random.fork(tree), grown[tree]);
    }
  });
  return TreeEnsemble::from(TreeEnsemble::Kind::kAveraged, static_cast<std::uint32_t>(training.classes),
                            training.rows.columns(), joined(grown, static_cast<std::size_t>(training.classes)));
}

}  // namespace smartdesk::models
