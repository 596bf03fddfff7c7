// The interface to embedding models, such as those of a language model's server.

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

  // The name of the model. Vectors of different models cannot be compared.
  virtual const std::string& identity() const = 0;

  // Accepts any number of any texts. Thread-safe. Throws Error{kUnavailable} if the model cannot be reached.
  virtual Embeddings embed(std::span<const std::string_view> texts) = 0;
};

}  // namespace smartdesk::features
