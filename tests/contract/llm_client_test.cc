// Contract of LlmClient, for all implementations: the fake, Ollama and an OpenAI-compatible server; the last two use a
// real Ollama if there is one (OLLAMA_HOST; script/test starts one if possible).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <numeric>
#include <thread>

#include "llm/client.h"
#include "llm/ollama.h"
#include "llm/openai_compatible.h"
#include "llm/retrying_client.h"
#include "support/fake_llm.h"

namespace smartdesk {
namespace {

struct Subject {
  const char* name;
  // null if no such server is available.
  std::unique_ptr<llm::LlmClient> (*make)(const std::string& model);
  bool is_real;
};

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != 0 ? value : otherwise;
}

std::string chat_model() { return variable("SMARTDESK_LLM_MODEL", ""); }
std::string embed_model() { return variable("SMARTDESK_EMBED_MODEL", ""); }

std::optional<llm::LlmServer> real_server(const std::string& model) {
  const auto host = variable("OLLAMA_HOST", "");
  if (host.empty() || model.empty()) return std::nullopt;
  llm::LlmServer server;
  server.url = net::parse_url(host, llm::kOllamaPort);
  server.model = model;
  return llm::is_ollama(server) ? std::optional(server) : std::nullopt;
}

std::unique_ptr<llm::LlmClient> make_fake(const std::string& model) {
  auto fake = std::make_unique<FakeLlm>([](const llm::ChatRequest& request) -> llm::ChatReply {
    if (request.messages.front().content.size() > 10'000) throw llm::LlmError(llm::LlmFault::kTooLong, "too long");
    if (request.max_tokens < 5) {
      auto reply = reply_of("cut");
      reply.cut = true;
      return reply;
    }
    return reply_of(request.json_schema.empty() ? "hello" : R"({"colour":"red"})");
  });
  if (model == "no-such-model") fake->card.present = false;
  return fake;
}

std::unique_ptr<llm::LlmClient> make_ollama(const std::string& model) {
  const auto server = real_server(model);
  return server ? llm::make_ollama_client(*server) : nullptr;
}

std::unique_ptr<llm::LlmClient> make_openai(const std::string& model) {
  const auto server = real_server(model);
  return server ? llm::make_openai_client(*server) : nullptr;
}

class LlmClientContract : public testing::TestWithParam<Subject> {
 protected:
  std::unique_ptr<llm::LlmClient> client(const std::string& model = chat_model()) { return GetParam().make(model); }
};

#define SKIP_WITHOUT_SERVER(client) \
  if ((client) == nullptr) GTEST_SKIP() << "skipped: no LLM server (OLLAMA_HOST, SMARTDESK_LLM_MODEL)"

llm::ChatRequest ask(const std::string& text) {
  llm::ChatRequest request;
  request.messages = {{"user", text}};
  request.max_tokens = 40;
  return request;
}

TEST_P(LlmClientContract, AnswersAndCountsTokens) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  const auto reply = llm->chat(ask("Say hello."));
  EXPECT_FALSE(reply.content.empty());
  EXPECT_GT(reply.prompt_tokens, 0);
  EXPECT_GT(reply.output_tokens, 0);
}

TEST_P(LlmClientContract, KeepsToTheSchema) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  auto request = ask("Which colour?");
  request.json_schema =
      R"({"type":"object","properties":{"colour":{"type":"string","enum":["red","blue"]}},"required":["colour"]})";
  const auto colour = boost::json::parse(llm->chat(request).content).at("colour").as_string();
  EXPECT_TRUE(colour == "red" || colour == "blue") << colour;
}

TEST_P(LlmClientContract, AnswersTheSameAtTemperatureZero) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  llm->chat(ask("Name a bird."));  // so that both find the server in the same state
  EXPECT_EQ(llm->chat(ask("Name a bird.")).content, llm->chat(ask("Name a bird.")).content);
}

TEST_P(LlmClientContract, MarksATruncatedReply) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  auto request = ask("Count from one to a hundred, in words.");
  request.max_tokens = 3;
  EXPECT_TRUE(llm->chat(request).cut);
}

TEST_P(LlmClientContract, ReturnsProbabilitiesOnRequest) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  auto request = ask("Say hello.");
  request.probabilities = true;
  const auto reply = llm->chat(request);
  std::string text;
  for (const auto& token : reply.tokens) {
    text += token.text;
    EXPECT_LE(token.log_probability, 1e-6);
  }
  if (GetParam().is_real) {
    EXPECT_EQ(text, reply.content);
  }
}

TEST_P(LlmClientContract, ReportsAPromptThatIsTooLong) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  if (std::string_view(GetParam().name) == "OpenAiCompatible") GTEST_SKIP() << "this server cuts such prompts silently";
  std::string words;
  while (words.size() < 200'000) words += "word ";
  try {
    llm->chat(ask(words));
    ADD_FAILURE() << "was taken";
  } catch (const llm::LlmError& error) {
    EXPECT_EQ(error.fault(), llm::LlmFault::kTooLong) << error.what();
  }
}

TEST_P(LlmClientContract, DescribesTheModel) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  const auto card = llm->describe();
  EXPECT_TRUE(card.present);
  EXPECT_TRUE(card.can_chat);
  EXPECT_FALSE(card.server.empty());
  EXPECT_FALSE(card.digest.empty());
}

TEST_P(LlmClientContract, ReportsAMissingModel) {
  const auto llm = client("no-such-model");
  SKIP_WITHOUT_SERVER(llm);
  EXPECT_FALSE(llm->describe().present);
  if (!GetParam().is_real) return;
  try {
    llm->chat(ask("hello"));
    ADD_FAILURE();
  } catch (const llm::LlmError& error) {
    EXPECT_EQ(error.fault(), llm::LlmFault::kModelMissing) << error.what();
  }
}

TEST_P(LlmClientContract, EmbedsTextsAsUnitVectors) {
  const auto llm = client(embed_model());
  SKIP_WITHOUT_SERVER(llm);
  std::string words;
  while (words.size() < 20'000) words += "word ";
  const std::vector<std::string> texts{"my card was declined", "the card is declined", "zebra", "", words};
  const auto vectors = llm->embed(texts);
  ASSERT_EQ(vectors.size(), texts.size());
  const auto product = [&](std::size_t a, std::size_t b) {
    return std::inner_product(vectors[a].begin(), vectors[a].end(), vectors[b].begin(), 0.0F);
  };
  EXPECT_NEAR(product(0, 0), 1, 1e-4);
  EXPECT_GT(product(0, 1), product(0, 2));
  EXPECT_TRUE(llm->embed({}).empty());
}

TEST_P(LlmClientContract, ServesSeveralThreads) {
  const auto llm = client();
  SKIP_WITHOUT_SERVER(llm);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] { EXPECT_FALSE(llm->chat(ask("Say hello.")).content.empty()); });
  }
  for (auto& thread : threads) thread.join();
}

INSTANTIATE_TEST_SUITE_P(Implementations, LlmClientContract,
                         testing::Values(Subject{"Fake", make_fake, false}, Subject{"Ollama", make_ollama, true},
                                         Subject{"OpenAiCompatible", make_openai, true}),
                         [](const auto& subject) { return std::string(subject.param.name); });

TEST(RealOllama, DoesNotBreakOnThinkingModels) {
  const auto server = real_server(variable("SMARTDESK_LLM_THINKING_MODEL", ""));
  if (!server) GTEST_SKIP() << "skipped: no LLM server (OLLAMA_HOST, SMARTDESK_LLM_THINKING_MODEL)";
  const auto llm = llm::make_ollama_client(*server);
  EXPECT_TRUE(llm->describe().can_think);
  auto request = ask("Say hello.");
  EXPECT_NO_THROW(llm->chat(request));
  request.think = true;
  const auto reply = llm->chat(request);
  EXPECT_FALSE((reply.content + reply.thinking).empty());
}

}  // namespace
}  // namespace smartdesk
