#include "llm/ollama.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/canned_server.h"

namespace smartdesk::llm {
namespace {

using testing::HasSubstr;
using Request = CannedServer::Request;
using Wire = CannedServer::Wire;

LlmServer at(const CannedServer& server) {
  LlmServer where;
  where.url = net::parse_url(server.url(), kOllamaPort);
  where.model = "some-model";
  where.deadlines = {1000, 500, 500, 5000};
  return where;
}

LlmError fault_of(const CannedServer::Handler& handler) {
  const CannedServer server(handler);
  try {
    make_ollama_client(at(server))->chat({});
  } catch (const LlmError& error) {
    return error;
  }
  ADD_FAILURE() << "no fault";
  return {LlmFault::kRefused, ""};
}

void say(const Wire& wire, const std::string& content) {
  wire.send(boost::json::serialize(boost::json::object{{"message", {{"content", content}}}, {"done", false}}) + "\n");
}

TEST(Ollama, AssemblesAStreamedReply) {
  std::string asked;
  const CannedServer server([&](const Request& request, const Wire& wire) {
    asked = request.path + " " + request.body;
    wire.begin_stream();
    say(wire, "Hel");
    wire.send(R"({"message":{"content":"","thinking":"hm"},"done":false})"
              "\n");
    wire.send(
        R"({"message":{"content":"lo"},"done":true,"done_reason":"length","prompt_eval_count":7,"eval_count":2})");
  });
  ChatRequest request;
  request.messages = {{"user", "hi"}};
  request.json_schema = R"({"type":"object"})";
  request.probabilities = true;
  const auto reply = make_ollama_client(at(server))->chat(request);
  EXPECT_EQ(reply.content, "Hello");
  EXPECT_EQ(reply.thinking, "hm");
  EXPECT_TRUE(reply.cut);
  EXPECT_EQ(reply.prompt_tokens, 7);
  EXPECT_EQ(reply.output_tokens, 2);
  for (const char* part :
       {"/api/chat ", R"("model":"some-model")", R"("truncate":false)", R"("shift":false)", R"("think":false)",
        R"("num_ctx":4096)", R"("num_predict":512)", R"("format":{"type":"object"})", R"("logprobs":true)"}) {
    EXPECT_THAT(asked, HasSubstr(part));
  }
  EXPECT_THAT(asked, testing::Not(HasSubstr("num_thread")));
}

TEST(Ollama, DistinguishesAllFaults) {
  const auto replies = [](int status, const char* body, const char* type = "application/json") {
    return [=](const Request&, const Wire& wire) { wire.reply(status, body, type); };
  };
  EXPECT_EQ(fault_of(replies(404, R"({"error":"model 'x' not found"})")).fault(), LlmFault::kModelMissing);
  EXPECT_EQ(fault_of(replies(404, "404 page not found", "text/plain")).fault(), LlmFault::kRefused);
  EXPECT_EQ(fault_of(replies(400, R"({"error":"the input length exceeds the context length"})")).fault(),
            LlmFault::kTooLong);
  EXPECT_EQ(fault_of(replies(400, R"({"error":"x does not support thinking"})")).fault(), LlmFault::kRefused);
  EXPECT_EQ(fault_of(replies(500, R"({"error":"invalid JSON schema in format"})")).fault(), LlmFault::kRefused);
  EXPECT_EQ(fault_of(replies(500, R"({"error":"llama runner crashed"})")).fault(), LlmFault::kServer);
  EXPECT_EQ(fault_of(replies(503, R"({"error":"server busy"})")).fault(), LlmFault::kBusy);
  EXPECT_EQ(fault_of(replies(429, "")).fault(), LlmFault::kBusy);
  EXPECT_EQ(fault_of(replies(403, "")).fault(), LlmFault::kRefused);
  EXPECT_EQ(fault_of(replies(200, "<html>welcome</html>", "text/html")).fault(), LlmFault::kBadReply);
  EXPECT_EQ(fault_of([](const Request&, const Wire& wire) { wire.hang(); }).fault(), LlmFault::kTimeout);
  EXPECT_EQ(fault_of([](const Request&, const Wire&) {}).fault(), LlmFault::kCut);
  EXPECT_EQ(fault_of([](const Request&, const Wire& wire) {
              wire.begin_stream();
              say(wire, "half a sen");
            }).fault(),
            LlmFault::kCut);
  EXPECT_EQ(fault_of([](const Request&, const Wire& wire) {
              wire.begin_stream();
              say(wire, "half");
              wire.send("{\"error\":\"unexpected EOF\"}\n");
            }).fault(),
            LlmFault::kServer);
  EXPECT_EQ(fault_of([](const Request&, const Wire& wire) {
              wire.begin_stream();
              say(wire, "{\"a\": \"");
              for (int i = 0; i < 30; ++i) say(wire, " the");
            }).fault(),
            LlmFault::kEndless);
}

TEST(Ollama, ReportsARedirectWithoutFollowingIt) {
  const auto error = fault_of(
      [](const Request&, const Wire& wire) { wire.reply(302, "", "text/plain", "Location: http://127.0.0.1:1/\r\n"); });
  EXPECT_EQ(error.fault(), LlmFault::kRefused);
  EXPECT_THAT(error.what(), HasSubstr("not followed"));
}

TEST(Ollama, AbortsARepeatingOrEndlessReply) {
  for (const std::string piece : {"\\n \\n ", "again ", "0123456789abcdef0123456789"}) {
    const auto error = fault_of([&](const Request&, const Wire& wire) {
      wire.begin_stream();
      int i = 0;
      while (wire.send("{\"message\":{\"content\":\"" + piece + (piece.size() > 20 ? std::to_string(++i) : "") +
                       "\"},\"done\":false}\n")) {
      }
    });
    EXPECT_EQ(error.fault(), LlmFault::kEndless) << piece;
  }
}

TEST(Ollama, DescribesTheModel) {
  const CannedServer server([](const Request& request, const Wire& wire) {
    if (request.path == "/api/version") wire.reply(200, R"({"version":"0.0.0"})");
    if (request.path == "/api/show") {
      wire.reply(200, R"({"capabilities":["completion","thinking"],"model_info":{"llama.context_length":8192}})");
    }
    if (request.path == "/api/tags")
      wire.reply(200, R"({"models":[{"name":"other","digest":"1"},{"name":"some-model:latest","digest":"abc"}]})");
  });
  const auto card = make_ollama_client(at(server))->describe();
  EXPECT_EQ(card.server, "Ollama 0.0.0");
  EXPECT_EQ(card.digest, "abc");
  EXPECT_TRUE(card.present && card.can_chat && card.can_think);
  EXPECT_FALSE(card.can_embed);
  EXPECT_EQ(card.context_tokens, 8192);
}

TEST(Ollama, ReportsAMissingModel) {
  const CannedServer server([](const Request& request, const Wire& wire) {
    if (request.path == "/api/version") wire.reply(200, R"({"version":"1"})");
    if (request.path == "/api/show") wire.reply(404, R"({"error":"model 'some-model' not found"})");
  });
  EXPECT_FALSE(make_ollama_client(at(server))->describe().present);
}

TEST(Ollama, RejectsInvalidEmbeddings) {
  for (const char* body : {R"({})", R"({"embeddings":[[1,2],[1]]})", R"({"embeddings":[[1,2]]})",
                           R"({"embeddings":["x","y"]})", R"({"embeddings":[[],[]]})"}) {
    const CannedServer server([&](const Request&, const Wire& wire) { wire.reply(200, body); });
    const std::vector<std::string> texts{"a", "b"};
    EXPECT_THROW(make_ollama_client(at(server))->embed(texts), LlmError) << body;
  }
}

TEST(Ollama, PullsAModel) {
  const CannedServer server([](const Request& request, const Wire& wire) {
    wire.begin_stream();
    wire.send("{\"status\":\"pulling manifest\"}\n{\"status\":\"downloading\",\"completed\":5,\"total\":10}\n");
    if (request.body.find("good") != std::string::npos) wire.send("{\"status\":\"success\"}\n");
    if (request.body.find("bad") != std::string::npos)
      wire.send("{\"error\":\"pull model manifest: file does not exist\"}\n");
  });
  std::uint64_t most = 0;
  const auto progress = [&](std::uint64_t done, std::uint64_t) { most = std::max(most, done); };
  auto where = at(server);
  where.model = "good";
  pull_ollama_model(where, progress);
  EXPECT_EQ(most, 5U);
  where.model = "bad";
  EXPECT_THROW(pull_ollama_model(where, progress), LlmError);
  where.model = "broken off";
  EXPECT_THROW(pull_ollama_model(where, progress), LlmError);
}

}  // namespace
}  // namespace smartdesk::llm
