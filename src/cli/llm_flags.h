// Which language model a command talks to: --llm, --llm-url, --llm-model, --llm-concurrency, --no-redact, and what
// stands for them in the configuration.

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

// A model that was asked who it is and is ready to work.
struct LlmConnection {
  LlmProvider provider = LlmProvider::kOllama;
  llm::LlmServer server;
  std::unique_ptr<llm::LlmClient> plain;
  std::unique_ptr<llm::RetryingClient> client;  // asks `plain`, with patience
  llm::ModelCard card;
  int concurrency = 2;
  bool redact = false;  // the server is not this machine, and nobody said --no-redact
};

struct LlmFlags {
  std::string provider, url, model;
  int concurrency = 0;
  bool no_redact = false;

  void add_to(Options& options);

  // Error{kUnavailable} if nobody answers or the model is not there, saying what to do; Error{kUsage} for --llm none or
  // a model that cannot be chosen. setting: llm.model or llm.embed_model.
  LlmConnection connect(const Session& session, const Configuration& configuration,
                        std::string_view setting = "llm.model") const;

  // As connect(), before anything is asked of the model; nullopt if no server answers or --llm none.
  std::optional<LlmConnection> find_server(const Session& session, const Configuration& configuration,
                                           std::string_view setting = "llm.model") const;
};

// The file in the cache folder where answers of servers are kept; empty with no_cache.
std::string cache_file(const Configuration& configuration, const std::string& name, bool no_cache = false);

}  // namespace smartdesk::cli
