#include "models/internal/resampling.h"

#include <algorithm>
#include <numeric>

namespace smartdesk::models {

LabelCounts::LabelCounts(int classes)
    : support_(static_cast<std::size_t>(classes)), predicted_(support_.size()), right_(support_.size()) {}

void LabelCounts::clear() {
  for (auto* counts : {&support_, &predicted_, &right_}) std::fill(counts->begin(), counts->end(), 0);
  rows_ = 0;
}

void LabelCounts::add(ClassIndex truth, ClassIndex predicted) {
  ++rows_;
  ++support_[static_cast<std::size_t>(truth)];
  ++predicted_[static_cast<std::size_t>(predicted)];
  right_[static_cast<std::size_t>(truth)] += truth == predicted;
}

double LabelCounts::accuracy() const {
  return std::accumulate(right_.begin(), right_.end(), 0) / static_cast<double>(rows_);
}

double LabelCounts::macro_f1() const {
  double f1 = 0;
  int present = 0;
  for (std::size_t label = 0; label < right_.size(); ++label) {
    const int either = support_[label] + predicted_[label];
    if (either == 0) continue;
    ++present;
    f1 += 2.0 * right_[label] / either;
  }
  return f1 / present;
}

Interval middle_95(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() * 25 / 1000], values[values.size() * 975 / 1000 - 1]};
}

}  // namespace smartdesk::models
