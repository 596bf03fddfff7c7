#include "cli/llm_flags.h"

#include <fmt/format.h>

#include <cstdlib>

#include "llm/ollama.h"
#include "llm/openai_compatible.h"

namespace smartdesk::cli {
namespace {

std::string chosen(const std::string& flag, const std::string& configured) { return flag.empty() ? configured : flag; }

std::string nobody_answers(const llm::LlmServer& server) {
  return "No language model server responds at " + server.url.text() +
         ". Start Ollama (`ollama serve`), set llm.url (--llm-url) to another server, or run `smartdesk doctor`.";
}

// The only model on the server, if the user named none.
std::string only_model(const llm::LlmServer& server, std::string_view setting) {
  const auto models = llm::list_ollama_models(server);
  if (models.size() == 1) return models.front();
  throw Error(ErrorCode::kUsage,
              models.empty()
                  ? "The server at " + server.url.text() +
                        " has no model. Download one, for example with `ollama pull llama3.2:3b`."
                  : "No model chosen. Pass --llm-model, or set " + std::string(setting) +
                        fmt::format(" in smartdesk.toml. Models on the server: {}", fmt::join(models, ", ")));
}

}  // namespace

void LlmFlags::add_to(Options& options) {
  options
      .add("--llm", provider,
           "Language model server: ollama, openai (any compatible server) or none (default: detected).")
      .one_of({"ollama", "openai", "none"});
  options.add("--llm-url", url, "Server URL (default: OLLAMA_HOST, else 127.0.0.1:11434).");
  options.add("--llm-model", model, "Model name (default: SMARTDESK_LLM_MODEL, else the only model on the server).");
  options.add("--llm-concurrency", concurrency, "Parallel requests (default: as the server reports, else 2).")
      .between(1, 256);
  options.flag("--no-redact", no_redact,
               "Send personal data unchanged to a server on another machine (default: replaced by placeholders such as "
               "[EMAIL]).");
}

std::optional<LlmConnection> LlmFlags::find_server(const Session& session, const Configuration& configuration,
                                                   std::string_view setting) const {
  const auto wanted = chosen(provider, configuration.value("llm.provider"));
  if (wanted == "none") return std::nullopt;
  LlmConnection connection;
  auto& server = connection.server;
  server.url = net::parse_url(chosen(url, configuration.value("llm.url")), llm::kOllamaPort);
  server.model = chosen(model, configuration.value(setting));
  server.api_key = configuration.value("llm.api_key");
  server.context_tokens = configuration.number("llm.context_tokens");
  server.stopped = session.run().stopped;
  const bool speaks_ollama = wanted != "openai" && is_ollama(server);
  const bool speaks_openai = !speaks_ollama && (wanted == "openai" || (wanted.empty() && is_openai(server)));
  if (!speaks_ollama && !speaks_openai) return std::nullopt;
  connection.provider = speaks_ollama ? LlmProvider::kOllama : LlmProvider::kOpenAi;
  connection.redact = !no_redact && !server.url.is_loopback();
  return connection;
}

LlmConnection LlmFlags::connect(const Session& session, const Configuration& configuration,
                                std::string_view setting) const {
  if (chosen(provider, configuration.value("llm.provider")) == "none") {
    throw Error(ErrorCode::kUsage,
                "This needs a language model, but --llm none (or llm.provider) turns it off. Use ollama or openai.");
  }
  auto found = find_server(session, configuration, setting);
  if (!found) {
    llm::LlmServer nobody;
    nobody.url = net::parse_url(chosen(url, configuration.value("llm.url")), llm::kOllamaPort);
    throw Error(ErrorCode::kUnavailable, nobody_answers(nobody));
  }
  auto& server = found->server;
  if (found->provider == LlmProvider::kOllama) {
    if (server.model.empty()) server.model = only_model(server, setting);
    found->plain = llm::make_ollama_client(server);
  } else {
    if (server.model.empty()) {
      throw Error(ErrorCode::kUsage,
                  "No model chosen. Pass --llm-model, or set " + std::string(setting) + " in smartdesk.toml.");
    }
    found->plain = llm::make_openai_client(server);
  }
  found->client = std::make_unique<llm::RetryingClient>(*found->plain, llm::RetryOptions{}, server.stopped);
  try {
    found->card = found->plain->describe();
  } catch (const llm::LlmError& error) {
    if (error.fault() == llm::LlmFault::kUnreachable) throw Error(ErrorCode::kUnavailable, nobody_answers(server));
    throw;
  }
  if (!found->card.present) {
    throw Error(ErrorCode::kUnavailable,
                "The server at " + server.url.text() + " has no model \"" + server.model + "\"" +
                    (found->provider == LlmProvider::kOllama
                         ? ". Download it with `ollama pull " + server.model +
                               "`, or `smartdesk doctor --pull --llm-model " + server.model + "`."
                         : "."));
  }
  const int wanted = concurrency > 0 ? concurrency : configuration.number("llm.concurrency");
  found->concurrency = wanted > 0 ? wanted : found->card.parallel > 0 ? found->card.parallel : 2;
  return std::move(*found);
}

std::string cache_file(const Configuration& configuration, const std::string& name, bool no_cache) {
  if (no_cache) return {};
  if (const auto& folder = configuration.value("cache.folder"); !folder.empty()) return folder + "/" + name;
  if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder != nullptr && *folder == '/') {
    return std::string(folder) + "/smartdesk/" + name;
  }
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != 0 ? std::string(home) + "/.cache/smartdesk/" + name : std::string();
}

}  // namespace smartdesk::cli
