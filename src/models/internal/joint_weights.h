// The weights of several linear classifiers with the same columns, stored together. Terms are scattered in memory, so
// each term of a text then costs one cache miss instead of one per classifier.

#pragma once

#include <memory>
#include <span>
#include <vector>

#include "models/classifier.h"

namespace smartdesk::models {

class JointWeights {
 public:
  // nullptr if one of them is not linear, they have too many scores, or they would take more than kMostBytes.
  static std::shared_ptr<const JointWeights> of(std::span<const Classifier> classifiers);
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20;

  // Exactly the scores of Classifier::scores for each classifier, in the order given to of().
  void scores(features::SparseRow row, std::span<float> out) const;
  std::size_t scores() const { return intercepts_.size(); }

 private:
  std::size_t width_ = 0;       // floats per column, whole cache lines
  std::vector<float> weights_;  // columns × width_, from begin_ on
  std::size_t begin_ = 0;       // the start of a cache line
  std::vector<float> intercepts_;
};

}  // namespace smartdesk::models
