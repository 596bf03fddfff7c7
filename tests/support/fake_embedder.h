// For tests: an embedder whose vectors depend only on the kind of a text.

#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "features/embedder.h"

namespace smartdesk {

// Each kind of text (0 to 2, from `kind_of`) has its own direction; all texts with a negative kind share another one.
class FakeEmbedder final : public features::Embedder {
 public:
  explicit FakeEmbedder(std::function<int(std::string_view)> kind_of) : kind_of_(std::move(kind_of)) {}
  const std::string& identity() const override { return identity_; }
  features::Embeddings embed(std::span<const std::string_view> texts) override {
    embedded += static_cast<int>(texts.size());
    features::Embeddings all{kDirections, {}};
    for (const auto text : texts) {
      float row[kDirections] = {};
      row[kind_of_(text) + 1] = 1;
      all.values.insert(all.values.end(), row, row + kDirections);
    }
    return all;
  }

  std::atomic<int> embedded{0};

 private:
  std::string identity_ = "fake@1";
  static constexpr int kDirections = 4;
  std::function<int(std::string_view)> kind_of_;
};

}  // namespace smartdesk
