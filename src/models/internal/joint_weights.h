// The weights of several linear classifiers over the same columns side by side: a text's terms lie anywhere in memory,
// and each is then waited for once and not once a classifier.

#pragma once

#include <memory>
#include <span>
#include <vector>

#include "models/classifier.h"

namespace smartdesk::models {

class JointWeights {
 public:
  // nullptr if one of them is not linear, or they would take more than kMostBytes.
  static std::shared_ptr<const JointWeights> of(std::span<const Classifier> classifiers);
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;

  // Each classifier's scores, as Classifier::scores gives them to the last bit; of() put them one after the other.
  void scores(features::SparseRow row, std::span<float> out) const;
  std::size_t scores() const { return intercepts_.size(); }

 private:
  std::size_t width_ = 0;       // floats per column, whole cache lines
  std::vector<float> weights_;  // columns × width_, from begin_ on
  std::size_t begin_ = 0;       // where a cache line begins
  std::vector<float> intercepts_;
};

}  // namespace smartdesk::models
