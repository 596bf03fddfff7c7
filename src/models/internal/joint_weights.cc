#include "models/internal/joint_weights.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/wide_vectors.h"

namespace smartdesk::models {
namespace {

constexpr std::size_t kLine = 16;         // floats per cache line
constexpr std::size_t kAhead = 8;         // columns to prefetch
constexpr std::size_t kMostScores = 128;  // summed on the stack

SMARTDESK_WIDE_VECTORS void add_line(features::SparseRow row, const float* weights, float* out) {
  std::array<float, kLine> sums;
  std::copy_n(out, kLine, sums.begin());
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i + kAhead < row.size()) __builtin_prefetch(weights + row.columns[i + kAhead] * kLine);
    const float* weight = weights + row.columns[i] * kLine;
    const float value = row.values[i];
    for (std::size_t c = 0; c < kLine; ++c) sums[c] += value * weight[c];
  }
  std::copy_n(sums.begin(), kLine, out);
}

SMARTDESK_WIDE_VECTORS void add_lines(features::SparseRow row, const float* weights, std::size_t width,
                                      float* __restrict out) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i + kAhead < row.size()) {
      const float* next = weights + row.columns[i + kAhead] * width;
      for (std::size_t c = 0; c < width; c += kLine) __builtin_prefetch(next + c);
    }
    const float* weight = weights + row.columns[i] * width;
    const float value = row.values[i];
    for (std::size_t c = 0; c < width; ++c) out[c] += value * weight[c];
  }
}

}  // namespace

std::shared_ptr<const JointWeights> JointWeights::of(std::span<const Classifier> classifiers) {
  auto joint = std::make_shared<JointWeights>();
  for (const auto& classifier : classifiers) {
    if (classifier.weights().empty()) return nullptr;
    for (int label = 0; label < classifier.classes(); ++label)
      joint->intercepts_.push_back(*classifier.intercept(static_cast<ClassIndex>(label)));
  }
  if (joint->intercepts_.empty() || joint->intercepts_.size() > kMostScores) return nullptr;
  const std::size_t columns = classifiers.front().columns();
  joint->width_ = (joint->intercepts_.size() + kLine - 1) / kLine * kLine;
  if (columns * joint->width_ * sizeof(float) > kMostBytes) return nullptr;
  joint->weights_.resize(columns * joint->width_ + kLine);
  const auto address = reinterpret_cast<std::uintptr_t>(joint->weights_.data()) / sizeof(float);
  joint->begin_ = (kLine - address % kLine) % kLine;
  std::size_t first = 0;
  for (const auto& classifier : classifiers) {
    const auto classes = static_cast<std::size_t>(classifier.classes());
    const auto weights = classifier.weights();
    for (std::size_t column = 0; column < columns; ++column) {
      std::copy_n(
          weights.begin() + static_cast<std::ptrdiff_t>(column * classes), classes,
          joint->weights_.begin() + static_cast<std::ptrdiff_t>(joint->begin_ + column * joint->width_ + first));
    }
    first += classes;
  }
  return joint;
}

void JointWeights::scores(features::SparseRow row, std::span<float> out) const {
  std::array<float, kMostScores> sums{};
  std::copy(intercepts_.begin(), intercepts_.end(), sums.begin());
  if (width_ == kLine) {
    add_line(row, weights_.data() + begin_, sums.data());
  } else {
    add_lines(row, weights_.data() + begin_, width_, sums.data());
  }
  std::copy_n(sums.begin(), intercepts_.size(), out.begin());
}

}  // namespace smartdesk::models
