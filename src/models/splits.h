// Stratified splits of rows: each class has its share in both parts. The same seed gives the same split.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/label_set.h"

namespace smartdesk::models {

struct Split {
  std::vector<std::size_t> train;  // ascending
  std::vector<std::size_t> test;   // ascending
};

// test_share in (0, 1). A class of one row stays in train; any other has at least one row on each side.
Split stratified_split(std::span<const ClassIndex> labels, double test_share, std::uint64_t seed);

// `folds` ≥ 2 splits whose test parts cover every row once. The rows of a class with fewer rows than folds are in
// different test parts.
std::vector<Split> stratified_folds(std::span<const ClassIndex> labels, int folds, std::uint64_t seed);

}  // namespace smartdesk::models
