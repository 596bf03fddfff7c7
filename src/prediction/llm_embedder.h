// Embeddings from a language model server. Each text is requested once; the result is cached on disk.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "features/embedder.h"
#include "llm/client.h"
#include "llm/reply_cache.h"

namespace smartdesk::prediction {

struct LlmEmbedderOptions {
  std::string cache_path = {};  // empty: no cache
  int concurrency = 2;          // requests at the same time
  bool redact = false;          // replace personal data before sending
};

class LlmEmbedder final : public features::Embedder {
 public:
  // card: of the client's model. Throws Error{kFailed} if the cache cannot be opened.
  LlmEmbedder(std::shared_ptr<llm::LlmClient> client, const llm::ModelCard& card, LlmEmbedderOptions options);

  // "all-minilm@1b226e2802db": the model and the beginning of its digest.
  const std::string& identity() const override { return identity_; }

  // Sends the first 2,000 bytes of each text.
  features::Embeddings embed(std::span<const std::string_view> texts) override;

 private:
  std::vector<std::vector<float>> ask(const std::vector<std::string>& texts);

  const std::shared_ptr<llm::LlmClient> client_;
  const LlmEmbedderOptions options_;
  llm::ReplyCache cache_;
  const std::string identity_;
};

// The name of the model in an identity.
std::string embedding_model_of(const std::string& identity);

}  // namespace smartdesk::prediction
