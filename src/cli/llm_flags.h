// Options that choose the language model: --llm, --llm-url, --llm-model, --llm-concurrency, --no-redact. Where an
// option is missing, the configuration decides.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/configuration.h"
#include "llm/client.h"
#include "llm/retrying_client.h"
#include "llm/server.h"

namespace smartdesk::cli {

enum class LlmProvider { kOllama, kOpenAi };

// A connected server and a model that is present and ready.
struct LlmConnection {
  LlmProvider provider = LlmProvider::kOllama;
  llm::LlmServer server;
  std::unique_ptr<llm::LlmClient> plain;
  std::unique_ptr<llm::RetryingClient> client;  // wraps `plain` with retries
  llm::ModelCard card;
  int concurrency = 2;
  bool redact = false;  // the server is not on loopback, and --no-redact is not given
};

struct LlmFlags {
  std::string provider, url, model;
  int concurrency = 0;
  bool no_redact = false;

  void add_to(Options& options);

  // Throws Error{kUnavailable}, with advice, if no server responds or the model is not present; Error{kUsage} for --llm
  // none or if no model is chosen. setting: llm.model or llm.embed_model.
  LlmConnection connect(const Session& session, const Configuration& configuration,
                        std::string_view setting = "llm.model") const;

  // The first step of connect(), without a request to the model. nullopt if no server responds, or for --llm none.
  std::optional<LlmConnection> find_server(const Session& session, const Configuration& configuration,
                                           std::string_view setting = "llm.model") const;
};

// Path of a file in the cache folder, for server replies. Empty with no_cache.
std::string cache_file(const Configuration& configuration, const std::string& name, bool no_cache = false);

}  // namespace smartdesk::cli
