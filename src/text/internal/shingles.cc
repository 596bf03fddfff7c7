#include "text/internal/shingles.h"

#include <string>

namespace smartdesk::text {
namespace {

constexpr std::size_t kFewWords = 5;

std::uint64_t hash_of(std::string_view bytes, std::uint64_t state = 0xCBF29CE484222325ULL) {
  for (const char byte : bytes) state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return state;
}

}  // namespace

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

const std::vector<std::uint64_t>& Shingles::of(std::string_view text) {
  hashes_.clear();
  words_.read(text, Words::Rule::kAll);
  if (words_.size() < kFewWords) {
    add_letters();
    return hashes_;
  }
  for (std::size_t i = 0; i + 3 <= words_.size(); ++i) {
    auto state = hash_of(words_.word(i));
    for (std::size_t j = 1; j < 3; ++j) state = hash_of(words_.word(i + j), hash_of(" ", state));
    hashes_.push_back(mix(state));
  }
  return hashes_;
}

void Shingles::add_letters() {
  std::string joined;
  for (std::size_t i = 0; i < words_.size(); ++i) (joined += words_.word(i)) += ' ';
  constexpr std::size_t kLength = 5;
  for (std::size_t i = 0; i == 0 || i + kLength <= joined.size(); ++i)
    hashes_.push_back(mix(hash_of(std::string_view(joined).substr(i, kLength))));
}

}  // namespace smartdesk::text
