#include "prediction/llm_embedder.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "text/redact.h"
#include "text/utf8.h"

namespace smartdesk::prediction {
namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kReadBytes = 2000;   // embedding models read a few hundred tokens and ignore the rest
constexpr std::size_t kLongestWord = 100;  // on some servers the time grows with the square of the length
constexpr std::size_t kDigestDigits = 12;
constexpr std::string_view kDigits = "0123456789abcdef";

std::string as_text(const std::vector<float>& vector) {
  std::string text;
  text.reserve(vector.size() * 8);
  for (const float value : vector) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[(bits >> shift) & 15U];
  }
  return text;
}

std::vector<float> as_vector(std::string_view text) {
  std::vector<float> vector;
  for (std::size_t at = 0; at + 8 <= text.size(); at += 8) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits = bits << 4 | static_cast<std::uint32_t>(kDigits.find(text[at + i]) & 15U);
    vector.push_back(0);
    std::memcpy(&vector.back(), &bits, sizeof bits);
  }
  return vector;
}

// The part of the text that an embedding model uses.
std::string readable(std::string_view text) {
  std::string out;
  std::size_t word = 0;
  for (std::size_t at = 0; at < text.size() && out.size() < kReadBytes;) {
    const auto [value, end] = text::decode(text, at);
    word = text::is_space(value) ? 0 : word + 1;
    if (word > kLongestWord) {
      out += ' ';
      word = 1;
    }
    text::append_utf8(out, value);
    at = end;
  }
  return out;
}

}  // namespace

LlmEmbedder::LlmEmbedder(std::shared_ptr<llm::LlmClient> client, const llm::ModelCard& card, LlmEmbedderOptions options)
    : client_(std::move(client)),
      options_(std::move(options)),
      cache_(options_.cache_path),
      identity_(card.model + "@" + card.digest.substr(0, kDigestDigits)) {}

features::Embeddings LlmEmbedder::embed(std::span<const std::string_view> texts) {
  std::vector<std::vector<float>> vectors(texts.size());
  std::vector<std::string> wanted;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string text = readable(texts[i]);
    if (options_.redact) text = text::redact(text);
    if (const auto kept = cache_.find(identity_ + "\n" + text)) {
      vectors[i] = as_vector(*kept);
    } else {
      wanted.push_back(std::move(text));
      positions.push_back(i);
    }
  }
  auto asked = ask(wanted);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    cache_.store(identity_ + "\n" + wanted[i], as_text(asked[i]));
    vectors[positions[i]] = std::move(asked[i]);
  }
  features::Embeddings embeddings;
  for (const auto& vector : vectors) {
    const int dimensions = static_cast<int>(vector.size());
    if (embeddings.dimensions != 0 && dimensions != embeddings.dimensions) {
      throw Error(ErrorCode::kUnavailable, identity_ + " returned embeddings of different lengths.");
    }
    embeddings.dimensions = dimensions;
    embeddings.values.insert(embeddings.values.end(), vector.begin(), vector.end());
  }
  return embeddings;
}

std::vector<std::vector<float>> LlmEmbedder::ask(const std::vector<std::string>& texts) {
  std::vector<std::vector<float>> vectors(texts.size());
  parallel_for((texts.size() + kBatch - 1) / kBatch, options_.concurrency, [&](std::size_t batch) {
    const std::size_t begin = batch * kBatch, end = std::min(texts.size(), begin + kBatch);
    auto part = client_->embed(std::span(texts).subspan(begin, end - begin));
    std::move(part.begin(), part.end(), vectors.begin() + static_cast<std::ptrdiff_t>(begin));
  });
  return vectors;
}

std::string embedding_model_of(const std::string& identity) { return identity.substr(0, identity.rfind('@')); }

}  // namespace smartdesk::prediction
