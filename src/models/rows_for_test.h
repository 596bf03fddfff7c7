// For tests: rows that classifiers can learn from, generated or from the benchmark data.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/tfidf.h"
#include "models/classifier.h"

namespace smartdesk::models {

struct RowsForTest {
  features::SparseMatrix rows;
  std::vector<ClassIndex> labels;
  int classes = 0;

  TrainingRows training() const { return {rows, labels, classes}; }
};

// Sparse rows of length 1 in which each class prefers its own columns, some rows with a wrong label, classes of unequal
// size, and one empty row.
RowsForTest made_up_rows(int count, std::uint32_t columns, int classes, std::uint64_t seed);

struct TextsForTest {
  std::vector<std::string> texts, labels;
  std::vector<std::string_view> views() const { return {texts.begin(), texts.end()}; }
};

// A CSV of text,label with quoted fields.
TextsForTest read_labelled_csv(const std::string& path);

// A split of the benchmark data with the given features. Labels are numbered in bytewise order.
struct MeasuringSet {
  RowsForTest train, test;
};
// `name` must exist (see bench_data).
MeasuringSet measuring_set(const std::string& name, const features::TfidfOptions& features);

}  // namespace smartdesk::models
