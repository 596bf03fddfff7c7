// Texts as vectors of what they mean: the seam to whatever makes them (a language model's server first).

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::features {

// One vector per text, each of length 1 (or all zeros).
struct Embeddings {
  int dimensions = 0;
  std::vector<float> values;  // texts × dimensions, row-major

  std::size_t size() const { return dimensions == 0 ? 0 : values.size() / static_cast<std::size_t>(dimensions); }
  std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * static_cast<std::size_t>(dimensions), static_cast<std::size_t>(dimensions));
  }
};

class Embedder {
 public:
  virtual ~Embedder() = default;

  // Which model makes the vectors: those of two models have nothing to do with each other.
  virtual const std::string& identity() const = 0;

  // Any texts, any number. Thread-safe. Throws Error{kUnavailable} if what makes them cannot be reached.
  virtual Embeddings embed(std::span<const std::string_view> texts) = 0;
};

}  // namespace smartdesk::features
