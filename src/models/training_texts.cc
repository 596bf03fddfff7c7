#include "models/training_texts.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/padded_bytes.h"

namespace smartdesk::models {

TrainingTexts::TrainingTexts(std::vector<std::uint64_t> hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > kMost) hashes.resize(kMost);
  hashes.shrink_to_fit();
  const auto kept = std::make_shared<const std::vector<std::uint64_t>>(std::move(hashes));
  hashes_ = *kept;
  owner_ = kept;
}

bool TrainingTexts::contains(std::uint64_t hash) const {
  return std::binary_search(hashes_.begin(), hashes_.end(), hash);
}

std::string TrainingTexts::to_bytes() const {
  return {reinterpret_cast<const char*>(hashes_.data()), hashes_.size_bytes()};
}

TrainingTexts TrainingTexts::from_bytes(std::string_view bytes, std::shared_ptr<const void> owner) {
  constexpr const char* kDamaged = "its training texts are damaged";
  if (bytes.size() % sizeof(std::uint64_t) != 0) throw Error(ErrorCode::kInvalidInput, kDamaged);
  TrainingTexts texts;
  texts.hashes_ = PaddedReader(bytes, kDamaged).take<std::uint64_t>(bytes.size() / sizeof(std::uint64_t));
  texts.owner_ = std::move(owner);
  return texts;
}

}  // namespace smartdesk::models
