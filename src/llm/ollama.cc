#include "llm/ollama.h"

#include <algorithm>
#include <boost/json.hpp>

#include "llm/internal/exchange.h"

namespace smartdesk::llm {
namespace {

namespace json = boost::json;

class Ollama final : public LlmClient {
 public:
  explicit Ollama(const LlmServer& server) : exchange_(server) {}

  ModelCard describe() override {
    ModelCard card;
    card.model = exchange_.server().model;
    const auto version = exchange_.ask("GET", "/api/version", {});
    card.server = "Ollama " + std::string(text_of(version.as_object(), "version"));
    read_show(card);
    if (card.present) card.digest = digest();
    if (card.digest.empty()) card.digest = card.model;
    return card;
  }

  ChatReply chat(const ChatRequest& request) override {
    ReplyCollector collector(request.max_tokens);
    bool done = false;
    exchange_.stream(
        "/api/chat", body_of(request),
        [&](std::string_view line) {
          done = take(parse_object(line), collector);
          return !done;
        },
        exchange_.deadlines(request));
    if (!done) collector.refuse_unfinished();
    return std::move(collector.reply);
  }

  std::vector<std::vector<float>> embed(std::span<const std::string> texts) override {
    if (texts.empty()) return {};
    const auto reply = exchange_.ask("POST", "/api/embed",
                                     {{"model", exchange_.server().model},
                                      {"input", json::array(texts.begin(), texts.end())},
                                      {"truncate", true},
                                      {"keep_alive", "10m"}});
    std::vector<std::vector<float>> vectors;
    if (const auto* embeddings = array_of(reply.as_object(), "embeddings")) {
      for (const auto& embedding : *embeddings) vectors.push_back(unit_vector(embedding));
    }
    check_embeddings(vectors, texts.size());
    return vectors;
  }

 private:
  void read_show(ModelCard& card) {
    json::value shown;
    try {
      shown = exchange_.ask("POST", "/api/show", {{"model", card.model}});
    } catch (const LlmError& error) {
      if (error.fault() == LlmFault::kModelMissing) card.present = false;
      if (error.fault() == LlmFault::kUnreachable || error.fault() == LlmFault::kTimeout) throw;
      return;  // an old or incomplete server: its capabilities stay unknown
    }
    if (const auto* capabilities = array_of(shown.as_object(), "capabilities")) {
      const auto has = [&](std::string_view name) {
        return std::find(capabilities->begin(), capabilities->end(), json::value(name)) != capabilities->end();
      };
      card.can_chat = has("completion");
      card.can_embed = has("embedding");
      card.can_think = has("thinking");
    }
    if (const auto* info = object_of(shown.as_object(), "model_info")) {
      for (const auto& [key, value] : *info) {
        if (key.ends_with(".context_length") && value.is_int64())
          card.context_tokens = static_cast<int>(value.as_int64());
      }
    }
  }

  std::string digest() {
    try {
      const auto tags = exchange_.ask("GET", "/api/tags", {});
      const auto& model = exchange_.server().model;
      const auto* models = array_of(tags.as_object(), "models");
      if (models == nullptr) return {};
      for (const auto& entry : *models) {
        if (!entry.is_object()) continue;
        const auto name = text_of(entry.as_object(), "name");
        if (name == model || name == model + ":latest") return std::string(text_of(entry.as_object(), "digest"));
      }
    } catch (const LlmError&) {  // the name is used instead
    }
    return {};
  }

  json::value body_of(const ChatRequest& request) {
    json::array messages;
    for (const auto& message : request.messages) {
      messages.push_back({{"role", message.role}, {"content", message.content}});
    }
    // truncate and shift: a prompt that does not fit must fail instead of losing its beginning silently.
    json::object body{{"model", exchange_.server().model},
                      {"messages", std::move(messages)},
                      {"stream", true},
                      {"think", request.think},
                      {"truncate", false},
                      {"shift", false},
                      {"keep_alive", "10m"},
                      {"options",
                       {{"temperature", request.temperature},
                        {"top_p", request.top_p},
                        {"seed", request.seed},
                        {"num_predict", request.max_tokens},
                        {"frequency_penalty", request.frequency_penalty},
                        {"num_ctx", exchange_.server().context_tokens}}}};
    if (!request.json_schema.empty()) body["format"] = json::parse(request.json_schema);
    if (request.probabilities) {
      body["logprobs"] = true;
      body["top_logprobs"] = kLikeliest;
    }
    return body;
  }

  // Reads one line of the stream. Returns true for the last one.
  static bool take(const json::object& line, ReplyCollector& collector) {
    if (line.contains("error")) {
      throw LlmError(LlmFault::kServer, "The server failed while replying: " + std::string(text_of(line, "error")));
    }
    if (const auto* message = object_of(line, "message")) {
      collector.add(text_of(*message, "content"), text_of(*message, "thinking"));
      const auto* tokens = array_of(line, "logprobs");
      if (tokens != nullptr && text_of(*message, "thinking").empty()) {
        for (const auto& token : *tokens) {
          if (token.is_object()) collector.add_token(token.as_object());
        }
      }
    }
    const auto* done = line.if_contains("done");
    if (done == nullptr || !done->is_bool() || !done->as_bool()) return false;
    auto& reply = collector.reply;
    reply.cut = text_of(line, "done_reason") == "length";
    reply.prompt_tokens = static_cast<int>(number_of(line, "prompt_eval_count"));
    reply.output_tokens = static_cast<int>(number_of(line, "eval_count"));
    return true;
  }

  LlmExchange exchange_;
};

}  // namespace

std::unique_ptr<LlmClient> make_ollama_client(const LlmServer& server) { return std::make_unique<Ollama>(server); }

void pull_ollama_model(const LlmServer& server, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  LlmExchange exchange(server);
  net::HttpDeadlines patient = server.deadlines;
  patient.total = 24 * 3600 * 1000;  // gigabytes over a slow connection
  bool succeeded = false;
  exchange.stream(
      "/api/pull", {{"model", server.model}, {"stream", true}},
      [&](std::string_view line) {
        const auto step = parse_object(line);
        if (const auto error = text_of(step, "error"); !error.empty()) {
          throw LlmError(LlmFault::kRefused, "Ollama could not download " + server.model + ": " + std::string(error));
        }
        succeeded |= text_of(step, "status") == "success";
        progress(static_cast<std::uint64_t>(number_of(step, "completed")),
                 static_cast<std::uint64_t>(number_of(step, "total")));
        return true;
      },
      patient);
  if (!succeeded)
    throw LlmError(LlmFault::kCut, "Ollama stopped before it had downloaded " + server.model + ". Try again.");
}

std::vector<std::string> list_ollama_models(const LlmServer& server) {
  const auto tags = LlmExchange(server).ask("GET", "/api/tags", {});
  std::vector<std::string> names;
  if (const auto* models = array_of(tags.as_object(), "models")) {
    for (const auto& model : *models) {
      if (model.is_object()) names.emplace_back(text_of(model.as_object(), "name"));
    }
  }
  return names;
}

bool is_ollama(const LlmServer& server) {
  LlmServer impatient = server;
  impatient.deadlines = {1000, 1000, 1000, 1000};
  try {
    return LlmExchange(impatient).ask("GET", "/api/version", {}).as_object().contains("version");
  } catch (const LlmError&) {
    return false;
  }
}

}  // namespace smartdesk::llm
