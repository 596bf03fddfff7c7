#include "cli/server_embedder.h"

#include <boost/json.hpp>
#include <cstring>

#include "core/parallel.h"
#include "models/model.h"
#include "text/redact.h"
#include "text/utf8.h"

namespace smartdesk::cli {
namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kReadBytes = 2000;   // embedding models read a few hundred tokens and ignore the rest
constexpr std::size_t kLongestWord = 100;  // on some servers the time grows with the square of the length
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

ServerEmbedder::ServerEmbedder(LlmConnection connection, const std::string& cache_path)
    : connection_(std::move(connection)),
      cache_(cache_path),
      identity_(connection_.card.model + "@" + connection_.card.digest.substr(0, 12)) {}

features::Embeddings ServerEmbedder::embed(std::span<const std::string_view> texts) {
  std::vector<std::vector<float>> vectors(texts.size());
  std::vector<std::string> wanted;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string text = readable(texts[i]);
    if (connection_.redact) text = text::redact(text);
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

std::vector<std::vector<float>> ServerEmbedder::ask(const std::vector<std::string>& texts) {
  std::vector<std::vector<float>> vectors(texts.size());
  parallel_for((texts.size() + kBatch - 1) / kBatch, connection_.concurrency, [&](std::size_t batch) {
    const std::size_t begin = batch * kBatch, end = std::min(texts.size(), begin + kBatch);
    auto part = connection_.client->embed(std::span(texts).subspan(begin, end - begin));
    std::move(part.begin(), part.end(), vectors.begin() + static_cast<std::ptrdiff_t>(begin));
  });
  return vectors;
}

std::unique_ptr<features::Embedder> make_embedder(const LlmFlags& flags, const Session& session) {
  const auto configuration = Configuration::load();
  auto connection = flags.connect(session, configuration, "llm.embed_model");
  if (!connection.card.can_embed) {
    throw Error(ErrorCode::kUsage, connection.card.model +
                                       " makes no embeddings. Pass an embedding model with --llm-model, for example "
                                       "all-minilm (`ollama pull all-minilm`).");
  }
  return std::make_unique<ServerEmbedder>(std::move(connection), cache_file(configuration, "embeddings.log"));
}

std::unique_ptr<features::Embedder> embedder_for(const models::Model& model, const Session& session) {
  if (model.embedder.empty()) return nullptr;
  LlmFlags flags;
  flags.model = model.embedder.substr(0, model.embedder.rfind('@'));
  auto embedder = make_embedder(flags, session);
  if (embedder->identity() != model.embedder) {
    throw Error(ErrorCode::kUnavailable, "The model was trained with embeddings of " + model.embedder +
                                             ", but the server has " + embedder->identity() +
                                             ". Train the model again.");
  }
  return embedder;
}

}  // namespace smartdesk::cli
