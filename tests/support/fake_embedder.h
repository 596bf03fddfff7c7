// For tests: vectors that say which of three kinds a text is of, as loudly as the test wants.

#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "features/embedder.h"

namespace smartdesk {

// Each kind of text, as `kind_of` tells, gets a direction of its own; below 0: one that all such texts share.
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
