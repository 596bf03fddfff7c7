#include "llm/openai_compatible.h"

#include <boost/json.hpp>

#include "llm/internal/exchange.h"

namespace smartdesk::llm {
namespace {

namespace json = boost::json;

LlmServer without_version(LlmServer server) {
  if (server.url.path.ends_with("/v1")) server.url.path.resize(server.url.path.size() - 3);
  return server;
}

class OpenAiCompatible final : public LlmClient {
 public:
  explicit OpenAiCompatible(const LlmServer& server) : exchange_(without_version(server)) {}

  ModelCard describe() override {
    ModelCard card;
    card.server = "OpenAI-compatible";
    card.model = card.digest = exchange_.server().model;
    const auto listed = exchange_.ask("GET", "/v1/models", {});
    if (const auto* models = array_of(listed.as_object(), "data")) {
      card.present = models->empty();
      for (const auto& model : *models) {
        if (!model.is_object()) continue;
        const auto id = text_of(model.as_object(), "id");
        card.present |= id == card.model || id == card.model + ":latest";
      }
    }
    card.parallel = slots();
    return card;
  }

  ChatReply chat(const ChatRequest& request) override {
    ReplyCollector collector(request.max_tokens);
    bool done = false;
    exchange_.stream(
        "/v1/chat/completions", body_of(request),
        [&](std::string_view line) {
          if (line.starts_with('{')) take(parse_object(line), collector);  // an error in place of an event
          if (!line.starts_with("data:")) return true;                     // a comment, or another field of the event
          line.remove_prefix(line.size() > 5 && line[5] == ' ' ? 6 : 5);
          done = line == "[DONE]";
          if (!done) take(parse_object(line), collector);
          return !done;
        },
        exchange_.deadlines(request));
    if (!done) collector.refuse_unfinished();
    return std::move(collector.reply);
  }

  std::vector<std::vector<float>> embed(std::span<const std::string> texts) override {
    if (texts.empty()) return {};
    const auto reply =
        exchange_.ask("POST", "/v1/embeddings",
                      {{"model", exchange_.server().model}, {"input", json::array(texts.begin(), texts.end())}});
    std::vector<std::vector<float>> vectors;
    if (const auto* data = array_of(reply.as_object(), "data")) {
      for (const auto& entry : *data) {
        const auto* embedding = entry.is_object() ? entry.as_object().if_contains("embedding") : nullptr;
        vectors.push_back(unit_vector(embedding == nullptr ? json::value() : *embedding));
      }
    }
    check_embeddings(vectors, texts.size());
    return vectors;
  }

 private:
  // llama.cpp's server reports how many requests it handles at the same time; others do not have this path.
  int slots() {
    try {
      return static_cast<int>(number_of(exchange_.ask("GET", "/props", {}).as_object(), "total_slots"));
    } catch (const LlmError&) {
      return 0;
    }
  }

  json::value body_of(const ChatRequest& request) {
    json::array messages;
    for (const auto& message : request.messages) {
      messages.push_back({{"role", message.role}, {"content", message.content}});
    }
    json::object body{{"model", exchange_.server().model},
                      {"messages", std::move(messages)},
                      {"stream", true},
                      {"stream_options", {{"include_usage", true}}},
                      {"temperature", request.temperature},
                      {"top_p", request.top_p},
                      {"seed", request.seed},
                      {"max_tokens", request.max_tokens}};
    if (request.frequency_penalty != 0) body["frequency_penalty"] = request.frequency_penalty;
    // Servers name this setting differently. Self-hosted ones ignore unknown settings.
    if (exchange_.server().api_key.empty()) body["chat_template_kwargs"] = {{"enable_thinking", request.think}};
    if (!request.json_schema.empty()) {
      body["response_format"] = {{"type", "json_schema"},
                                 {"json_schema", {{"name", "reply"}, {"schema", json::parse(request.json_schema)}}}};
    }
    if (request.probabilities) {
      body["logprobs"] = true;
      body["top_logprobs"] = kLikeliest;
    }
    return body;
  }

  static void take(const json::object& event, ReplyCollector& collector) {
    if (const auto* error = event.if_contains("error")) {
      const auto* object = error->if_object();
      throw LlmError(LlmFault::kServer,
                     "The server failed while replying: " +
                         std::string(object != nullptr ? text_of(*object, "message") : text_of(event, "error")));
    }
    if (const auto* usage = object_of(event, "usage")) {
      collector.reply.prompt_tokens = static_cast<int>(number_of(*usage, "prompt_tokens"));
      collector.reply.output_tokens = static_cast<int>(number_of(*usage, "completion_tokens"));
    }
    const auto* choices = array_of(event, "choices");
    if (choices == nullptr || choices->empty() || !choices->front().is_object()) return;
    const auto& choice = choices->front().as_object();
    if (text_of(choice, "finish_reason") == "length") collector.reply.cut = true;
    if (const auto* delta = object_of(choice, "delta")) {
      const auto reasoning = text_of(*delta, "reasoning");
      collector.add(text_of(*delta, "content"), reasoning.empty() ? text_of(*delta, "reasoning_content") : reasoning);
    }
    const auto* probabilities = object_of(choice, "logprobs");
    const auto* tokens = probabilities == nullptr ? nullptr : array_of(*probabilities, "content");
    if (tokens == nullptr) return;
    for (const auto& token : *tokens) {
      if (token.is_object()) collector.add_token(token.as_object());
    }
  }

  LlmExchange exchange_;
};

}  // namespace

bool is_openai(const LlmServer& server) {
  LlmServer impatient = without_version(server);
  impatient.deadlines = {1000, 1000, 1000, 1000};
  try {
    return LlmExchange(impatient).ask("GET", "/v1/models", {}).as_object().contains("data");
  } catch (const LlmError& error) {
    return std::string_view(error.what()).find("answered 401") != std::string_view::npos;
  }
}

std::unique_ptr<LlmClient> make_openai_client(const LlmServer& server) {
  return std::make_unique<OpenAiCompatible>(server);
}

}  // namespace smartdesk::llm
