// Embeddings from a language model's server, each text asked for once and kept on disk.

#pragma once

#include <memory>
#include <string>

#include "cli/llm_flags.h"
#include "features/embedder.h"
#include "llm/reply_cache.h"
#include "models/model.h"

namespace smartdesk {

class ServerEmbedder final : public Embedder {
 public:
  explicit ServerEmbedder(LlmConnection connection, const std::string& cache_path);
  const std::string& identity() const override { return identity_; }
  Embeddings embed(std::span<const std::string_view> texts) override;

 private:
  std::vector<std::vector<float>> ask(const std::vector<std::string>& texts);

  LlmConnection connection_;
  ReplyCache cache_;
  std::string identity_;
};

// For training: the model named by --llm-model or llm.embed_model.
std::unique_ptr<Embedder> make_embedder(const LlmFlags& flags, const Session& session);

// For a trained model: what it was trained with, where the configuration says; null if it reads no embeddings. Throws
// Error{kUnavailable} if that cannot be reached or is not the same any more.
std::unique_ptr<Embedder> embedder_for(const Model& model, const Session& session);

}  // namespace smartdesk
