#include "llm/openai_compatible.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/canned_server.h"

namespace smartdesk::llm {
namespace {

using testing::HasSubstr;
using testing::Not;
using Request = CannedServer::Request;
using Wire = CannedServer::Wire;

LlmServer at(const CannedServer& server) {
  LlmServer where;
  where.url = net::parse_url(server.url() + "/v1", 80);
  where.model = "some-model";
  where.deadlines = {1000, 500, 500, 5000};
  return where;
}

LlmFault fault_of(const CannedServer::Handler& handler) {
  const CannedServer server(handler);
  try {
    make_openai_client(at(server))->chat({});
  } catch (const LlmError& error) {
    return error.fault();
  }
  ADD_FAILURE() << "no fault";
  return {};
}

TEST(OpenAiCompatible, AssemblesAReplyFromEvents) {
  std::string asked;
  const CannedServer server([&](const Request& request, const Wire& wire) {
    asked = request.path + " " + request.head + request.body;
    wire.begin_stream("text/event-stream");
    wire.send(": a comment\r\n\r\ndata: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\r\n\r\n");
    wire.send(
        "data: "
        "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\ndata:{\"choices\":[{\"delta\":{\"content\":\"lo\"},"
        "\"finish_reason\":\"length\"}]}\n\n");
    wire.send("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n");
  });
  auto where = at(server);
  where.api_key = "secret";
  ChatRequest request;
  request.json_schema = R"({"type":"object"})";
  const auto reply = make_openai_client(where)->chat(request);
  EXPECT_EQ(reply.content, "Hello");
  EXPECT_EQ(reply.thinking, "hm");
  EXPECT_TRUE(reply.cut);
  EXPECT_EQ(reply.prompt_tokens, 7);
  EXPECT_EQ(reply.output_tokens, 2);
  EXPECT_THAT(asked, HasSubstr("/v1/chat/completions"));
  EXPECT_THAT(asked, HasSubstr("Authorization: Bearer secret"));
  EXPECT_THAT(asked, HasSubstr(R"("json_schema":{"name":"reply","schema":{"type":"object"}})"));
  EXPECT_THAT(asked, Not(HasSubstr("chat_template_kwargs")));
}

TEST(OpenAiCompatible, DistinguishesAllFaults) {
  const auto replies = [](int status, const char* body) {
    return [=](const Request&, const Wire& wire) { wire.reply(status, body); };
  };
  const auto streams = [](const char* bytes) {
    return [=](const Request&, const Wire& wire) {
      wire.begin_stream("text/event-stream");
      wire.send(bytes);
    };
  };
  EXPECT_EQ(fault_of(replies(404, R"({"error":{"message":"The model `x` does not exist"}})")), LlmFault::kModelMissing);
  EXPECT_EQ(fault_of(replies(400, R"({"error":{"message":"This model's maximum context length is 8"}})")),
            LlmFault::kTooLong);
  EXPECT_EQ(fault_of(replies(401, R"({"error":{"message":"bad key"}})")), LlmFault::kRefused);
  EXPECT_EQ(fault_of(replies(429, "")), LlmFault::kBusy);
  EXPECT_EQ(fault_of(replies(502, "<html>")), LlmFault::kServer);
  EXPECT_EQ(fault_of(replies(200, R"({"error":{"message":"no"}})")), LlmFault::kServer);
  EXPECT_EQ(fault_of(streams("data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n")), LlmFault::kCut);
  EXPECT_EQ(fault_of(streams("data: {\"error\":{\"message\":\"crash\"}}\n\n")), LlmFault::kServer);
  EXPECT_EQ(fault_of(streams("data: nonsense\n\n")), LlmFault::kBadReply);
  EXPECT_EQ(fault_of([](const Request&, const Wire& wire) { wire.hang(); }), LlmFault::kTimeout);
}

TEST(OpenAiCompatible, DescribesTheModelAndTheServersSlots) {
  const CannedServer server([](const Request& request, const Wire& wire) {
    if (request.path == "/v1/models") wire.reply(200, R"({"data":[{"id":"some-model"}]})");
    if (request.path == "/props") wire.reply(200, R"({"total_slots":3})");
  });
  const auto card = make_openai_client(at(server))->describe();
  EXPECT_TRUE(card.present);
  EXPECT_EQ(card.parallel, 3);
  auto other = at(server);
  other.model = "another";
  EXPECT_FALSE(make_openai_client(other)->describe().present);
}

TEST(OpenAiCompatible, RecognisesAServerThatRequiresAKey) {
  const CannedServer open([](const Request&, const Wire& wire) { wire.reply(200, R"({"data":[]})"); });
  const CannedServer closed(
      [](const Request&, const Wire& wire) { wire.reply(401, R"({"error":{"message":"key"}})"); });
  const CannedServer other([](const Request&, const Wire& wire) { wire.reply(200, "<html>", "text/html"); });
  EXPECT_TRUE(is_openai(at(open)));
  EXPECT_TRUE(is_openai(at(closed)));
  EXPECT_FALSE(is_openai(at(other)));
}

TEST(OpenAiCompatible, NormalisesEmbeddingsToLengthOne) {
  const CannedServer server(
      [](const Request&, const Wire& wire) { wire.reply(200, R"({"data":[{"embedding":[3,4]}]})"); });
  const std::vector<std::string> texts{"a"};
  const auto vectors = make_openai_client(at(server))->embed(texts);
  ASSERT_EQ(vectors.size(), 1U);
  EXPECT_FLOAT_EQ(vectors[0][0], 0.6F);
  EXPECT_FLOAT_EQ(vectors[0][1], 0.8F);
}

}  // namespace
}  // namespace smartdesk::llm
