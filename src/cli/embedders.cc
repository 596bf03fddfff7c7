#include "cli/embedders.h"

#include <utility>

#include "prediction/llm_embedder.h"

namespace smartdesk::cli {

std::shared_ptr<features::Embedder> make_embedder(const LlmFlags& flags, const Session& session) {
  const auto configuration = Configuration::load();
  const auto connection =
      std::make_shared<const LlmConnection>(flags.connect(session, configuration, "llm.embed_model"));
  if (!connection->card.can_embed) {
    throw Error(ErrorCode::kUsage, connection->card.model +
                                       " makes no embeddings. Pass an embedding model with --llm-model, for example "
                                       "all-minilm (`ollama pull all-minilm`).");
  }
  // The client lives as long as its connection.
  std::shared_ptr<llm::LlmClient> client(connection, connection->client.get());
  return std::make_shared<prediction::LlmEmbedder>(
      std::move(client), connection->card,
      prediction::LlmEmbedderOptions{cache_file(configuration, "embeddings.log"), connection->concurrency,
                                     connection->redact});
}

prediction::EmbedderSource embedders(const Session& session) {
  return [&session](const std::string& identity) {
    LlmFlags flags;
    flags.model = prediction::embedding_model_of(identity);
    return make_embedder(flags, session);
  };
}

}  // namespace smartdesk::cli
