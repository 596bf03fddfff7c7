#include "llm/client.h"

#include <gtest/gtest.h>

#include <set>

namespace smartdesk::llm {
namespace {

TEST(LlmClient, GivesEachFaultADistinctName) {
  std::set<std::string_view> names;
  for (int fault = 0; fault <= static_cast<int>(LlmFault::kRefused); ++fault)
    names.insert(name_of(static_cast<LlmFault>(fault)));
  EXPECT_EQ(names.size(), 10U);
  EXPECT_FALSE(names.contains(""));
}

TEST(LlmClient, FingerprintCoversEverythingThatAReplyDependsOn) {
  ChatRequest request;
  request.messages = {{"user", "hi"}};
  std::set<std::string> prints{fingerprint(request)};
  auto other = [&](auto change) {
    ChatRequest changed = request;
    change(changed);
    prints.insert(fingerprint(changed));
  };
  other([](auto& r) { r.messages[0].content = "ho"; });
  other([](auto& r) { r.messages[0].role = "system"; });
  other([](auto& r) { r.json_schema = "{}"; });
  other([](auto& r) { r.temperature = 0.5; });
  other([](auto& r) { r.top_p = 0.5; });
  other([](auto& r) { r.seed = 1; });
  other([](auto& r) { r.max_tokens = 1; });
  other([](auto& r) { r.think = true; });
  other([](auto& r) { r.frequency_penalty = 1; });
  EXPECT_EQ(prints.size(), 10U);
}

}  // namespace
}  // namespace smartdesk::llm
