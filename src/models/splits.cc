#include "models/splits.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/random.h"

namespace smartdesk::models {
namespace {

// The rows of each class, shuffled.
std::vector<std::vector<std::size_t>> shuffled_classes(std::span<const ClassIndex> labels, std::uint64_t seed) {
  std::vector<std::vector<std::size_t>> classes;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto label = static_cast<std::size_t>(labels[row]);
    if (classes.size() <= label) classes.resize(label + 1);
    classes[label].push_back(row);
  }
  const Random random(seed);
  for (std::size_t label = 0; label < classes.size(); ++label) {
    Random own = random.fork(label);
    own.shuffle(std::span(classes[label]));
  }
  return classes;
}

// A group and how many of its rows each of its classes has.
struct Unit {
  std::vector<std::size_t> rows;
  std::vector<std::pair<std::size_t, double>> classes;
};

// By size, largest first: small groups then even out what large ones left uneven. Equal sizes: shuffled.
std::vector<Unit> units_of(std::span<const ClassIndex> labels, const Groups& groups, std::uint64_t seed) {
  std::vector<Unit> units;
  std::unordered_map<std::size_t, std::size_t> unit_of;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto [found, is_new] = unit_of.try_emplace(groups.of(row), units.size());
    if (is_new) units.emplace_back();
    auto& unit = units[found->second];
    unit.rows.push_back(row);
    const auto label = static_cast<std::size_t>(labels[row]);
    const auto known =
        std::find_if(unit.classes.begin(), unit.classes.end(), [&](const auto& entry) { return entry.first == label; });
    if (known == unit.classes.end()) {
      unit.classes.emplace_back(label, 1);
    } else {
      ++known->second;
    }
  }
  Random(seed).shuffle(std::span(units));
  std::stable_sort(units.begin(), units.end(),
                   [](const Unit& a, const Unit& b) { return a.rows.size() > b.rows.size(); });
  return units;
}

// Gives each group to the part where it brings the shares of its classes closest to the share that the part should
// have. Ties go to the part with the fewest rows for its share.
class Dealer {
 public:
  static constexpr int kNoPart = -1;

  // shares: of the parts, with the sum 1.
  Dealer(std::vector<double> shares, const std::vector<Unit>& units)
      : shares_(std::move(shares)), rows_(shares_.size(), 0) {
    for (const auto& unit : units) {
      for (const auto& [label, count] : unit.classes) {
        if (classes_.size() <= label) classes_.resize(label + 1);
        classes_[label].rows += count;
        ++classes_[label].units_left;
        classes_[label].in_part.resize(shares_.size(), 0);
      }
    }
    for (auto& each : classes_) each.is_alone = each.units_left == 1;
  }

  // kNoPart: it has a class that would be in no other part.
  int part_for(const Unit& unit) {
    int best = kNoPart;
    double least = 0;
    for (int part = 0; part < static_cast<int>(shares_.size()); ++part) {
      if (would_gather_a_class(unit, part)) continue;
      const double cost = cost_of(unit, part);
      const bool is_tie = best != kNoPart && std::abs(cost - least) < 1e-9;
      if (best != kNoPart && (is_tie ? fullness(part) >= fullness(best) : cost > least)) continue;
      best = part;
      least = cost;
    }
    take(unit, best);
    return best;
  }

 private:
  static constexpr int kNotPlaced = -1, kSpread = -2;

  struct Class {
    double rows = 0;
    std::size_t units_left = 0;
    bool is_alone = false;       // in one group
    int only_part = kNotPlaced;  // of the rows so far
    std::vector<double> in_part;
  };

  double fullness(int part) const {
    const auto p = static_cast<std::size_t>(part);
    return rows_[p] / shares_[p];
  }

  bool would_gather_a_class(const Unit& unit, int part) const {
    return std::any_of(unit.classes.begin(), unit.classes.end(), [&](const auto& entry) {
      const auto& each = classes_[entry.first];
      return each.is_alone || (each.units_left == 1 && each.only_part == part);
    });
  }

  // How much the sum over classes of squared differences from the shares grows, without what is equal for all parts.
  double cost_of(const Unit& unit, int part) const {
    const auto p = static_cast<std::size_t>(part);
    double cost = 0;
    for (const auto& [label, count] : unit.classes) {
      const auto& each = classes_[label];
      cost += (each.in_part[p] / each.rows - shares_[p]) * count / each.rows;
    }
    return cost;
  }

  void take(const Unit& unit, int part) {
    for (const auto& [label, count] : unit.classes) {
      auto& each = classes_[label];
      --each.units_left;
      if (part == kNoPart) {
        each.only_part = kSpread;
        continue;
      }
      each.in_part[static_cast<std::size_t>(part)] += count;
      each.only_part = each.only_part == kNotPlaced || each.only_part == part ? part : kSpread;
    }
    if (part != kNoPart) rows_[static_cast<std::size_t>(part)] += static_cast<double>(unit.rows.size());
  }

  std::vector<double> shares_, rows_;
  std::vector<Class> classes_;
};

// The part of each row.
std::vector<int> deal(std::span<const ClassIndex> labels, const Groups& groups, std::vector<double> shares,
                      std::uint64_t seed) {
  const auto units = units_of(labels, groups, seed);
  Dealer dealer(std::move(shares), units);
  std::vector<int> parts(labels.size());
  for (const auto& unit : units) {
    const int part = dealer.part_for(unit);
    for (const auto row : unit.rows) parts[row] = part;
  }
  return parts;
}

std::vector<int> deal_folds(std::span<const ClassIndex> labels, int folds, std::uint64_t seed) {
  std::vector<int> parts(labels.size(), Dealer::kNoPart);
  int next = 0;  // continues from class to class, so that small classes are not all in the first fold
  for (const auto& rows : shuffled_classes(labels, seed)) {
    if (rows.size() < 2) continue;
    for (const auto row : rows) parts[row] = std::exchange(next, (next + 1) % folds);
  }
  return parts;
}

std::vector<int> deal_split(std::span<const ClassIndex> labels, double test_share, std::uint64_t seed) {
  std::vector<int> parts(labels.size(), 0);
  for (const auto& rows : shuffled_classes(labels, seed)) {
    const auto wanted = static_cast<std::size_t>(std::lround(static_cast<double>(rows.size()) * test_share));
    const std::size_t test = rows.size() < 2 ? 0 : std::clamp<std::size_t>(wanted, 1, rows.size() - 1);
    for (std::size_t i = 0; i < test; ++i) parts[rows[i]] = 1;
  }
  return parts;
}

Split split_at(const std::vector<int>& parts, int test_part) {
  Split split;
  for (std::size_t row = 0; row < parts.size(); ++row)
    (parts[row] == test_part ? split.test : split.train).push_back(row);
  return split;
}

std::unordered_set<std::size_t> groups_of(const std::vector<std::size_t>& rows, const Groups& groups) {
  std::unordered_set<std::size_t> found;
  for (const auto row : rows) found.insert(groups.of(row));
  return found;
}

}  // namespace

Groups::Groups(std::span<const std::size_t> group_of_row) {
  std::unordered_set<std::size_t> seen(group_of_row.begin(), group_of_row.end());
  repeats_ = group_of_row.size() - seen.size();
  if (repeats_ > 0) group_of_row_.assign(group_of_row.begin(), group_of_row.end());
}

Groups Groups::by_name(std::span<const std::string_view> names) {
  std::unordered_map<std::string_view, std::size_t> row_of_name;
  std::vector<std::size_t> groups;
  for (std::size_t row = 0; row < names.size(); ++row)
    groups.push_back(names[row].empty() ? row : row_of_name.try_emplace(names[row], row).first->second);
  return Groups(groups);
}

Groups Groups::among(std::span<const std::size_t> rows) const {
  if (are_single()) return {};
  std::vector<std::size_t> groups;
  groups.reserve(rows.size());
  for (const auto row : rows) groups.push_back(of(row));
  return Groups(groups);
}

bool can_be_held_out(std::span<const ClassIndex> labels, const Groups& groups) {
  const auto splits = stratified_folds(labels, groups, 2, 0);
  return std::any_of(splits.begin(), splits.end(), [](const Split& split) { return !split.test.empty(); });
}

Split stratified_split(std::span<const ClassIndex> labels, const Groups& groups, double test_share,
                       std::uint64_t seed) {
  if (groups.are_single()) return split_at(deal_split(labels, test_share, seed), 1);
  return split_at(deal(labels, groups, {1 - test_share, test_share}, seed), 1);
}

std::vector<Split> stratified_folds(std::span<const ClassIndex> labels, const Groups& groups, int folds,
                                    std::uint64_t seed) {
  const auto parts =
      groups.are_single()
          ? deal_folds(labels, folds, seed)
          : deal(labels, groups, std::vector<double>(static_cast<std::size_t>(folds), 1.0 / folds), seed);
  std::vector<Split> splits;
  for (int fold = 0; fold < folds; ++fold) splits.push_back(split_at(parts, fold));
  return splits;
}

Split split_by_time(std::span<const std::string_view> times, double test_share) {
  std::vector<std::string_view> sorted;
  std::copy_if(times.begin(), times.end(), std::back_inserter(sorted), [](const auto time) { return !time.empty(); });
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end());
  const auto cut = static_cast<std::size_t>(std::lround(static_cast<double>(sorted.size()) * (1 - test_share)));
  auto begin = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(cut, sorted.size() - 1));
  // All rows of the time at the cut test, unless nothing is earlier.
  if (*begin == sorted.front()) begin = std::upper_bound(sorted.begin(), sorted.end(), *begin);
  Split split;
  for (std::size_t row = 0; row < times.size(); ++row) {
    if (times[row].empty()) continue;
    const bool is_later = begin != sorted.end() && times[row] >= *begin;
    (is_later ? split.test : split.train).push_back(row);
  }
  return split;
}

void drop_seen(Split& split, const Groups& groups) {
  if (groups.are_single()) return;
  const auto seen = groups_of(split.train, groups);
  std::erase_if(split.test, [&](const std::size_t row) { return seen.contains(groups.of(row)); });
}

void drop_repeats(Split& split, const Groups& repeats) {
  if (repeats.are_single()) return;
  auto seen = groups_of(split.train, repeats);
  std::erase_if(split.test, [&](const std::size_t row) { return !seen.insert(repeats.of(row)).second; });
}

}  // namespace smartdesk::models
