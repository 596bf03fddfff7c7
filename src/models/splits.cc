#include "models/splits.h"

#include <algorithm>
#include <cmath>

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

void sort_both(Split& split) {
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
}

}  // namespace

Split stratified_split(std::span<const ClassIndex> labels, double test_share, std::uint64_t seed) {
  Split split;
  for (const auto& rows : shuffled_classes(labels, seed)) {
    const auto wanted = static_cast<std::size_t>(std::lround(static_cast<double>(rows.size()) * test_share));
    const std::size_t test = rows.size() < 2 ? 0 : std::clamp<std::size_t>(wanted, 1, rows.size() - 1);
    split.test.insert(split.test.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(test));
    split.train.insert(split.train.end(), rows.begin() + static_cast<std::ptrdiff_t>(test), rows.end());
  }
  sort_both(split);
  return split;
}

std::vector<Split> stratified_folds(std::span<const ClassIndex> labels, int folds, std::uint64_t seed) {
  std::vector<Split> splits(static_cast<std::size_t>(folds));
  std::size_t next = 0;  // continues from class to class, so that small classes are not all in the first fold
  for (const auto& rows : shuffled_classes(labels, seed)) {
    for (const auto row : rows) {
      for (std::size_t fold = 0; fold < splits.size(); ++fold) {
        (fold == next ? splits[fold].test : splits[fold].train).push_back(row);
      }
      next = (next + 1) % splits.size();
    }
  }
  for (auto& split : splits) sort_both(split);
  return splits;
}

}  // namespace smartdesk::models
