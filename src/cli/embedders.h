// The embedding models of the configured language model server.

#pragma once

#include <memory>

#include "cli/llm_flags.h"
#include "features/embedder.h"
#include "prediction/predictor.h"

namespace smartdesk::cli {

// For training: uses the model of --llm-model or llm.embed_model.
std::shared_ptr<features::Embedder> make_embedder(const LlmFlags& flags, const Session& session);

// For trained models: the embedding models of their training. session must outlive it. Thread-safe.
prediction::EmbedderSource embedders(const Session& session);

}  // namespace smartdesk::cli
