// Embeddings from a language model server. Each text is requested once; the result is cached on disk.

#pragma once

#include <memory>
#include <string>

#include "cli/llm_flags.h"
#include "features/embedder.h"
#include "llm/reply_cache.h"
#include "models/model.h"

namespace smartdesk::cli {

class ServerEmbedder final : public features::Embedder {
 public:
  explicit ServerEmbedder(LlmConnection connection, const std::string& cache_path);
  const std::string& identity() const override { return identity_; }
  features::Embeddings embed(std::span<const std::string_view> texts) override;

 private:
  std::vector<std::vector<float>> ask(const std::vector<std::string>& texts);

  LlmConnection connection_;
  llm::ReplyCache cache_;
  std::string identity_;
};

// For training: uses the model of --llm-model or llm.embed_model.
std::unique_ptr<features::Embedder> make_embedder(const LlmFlags& flags, const Session& session);

// For a trained model: the embedding model of its training, on the configured server. Null if the model uses no
// embeddings. Throws Error{kUnavailable} if the server does not respond or has a different version of the embedding
// model.
std::unique_ptr<features::Embedder> embedder_for(const models::Model& model, const Session& session);

}  // namespace smartdesk::cli
