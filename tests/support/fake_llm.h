// For tests: a language model that answers as the test says.

#pragma once

#include <atomic>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "llm/client.h"

namespace smartdesk {

class FakeLlm final : public llm::LlmClient {
 public:
  using Chat = std::function<llm::ChatReply(const llm::ChatRequest&)>;
  explicit FakeLlm(Chat chat) : chat_(std::move(chat)) {
    card.server = "fake";
    card.model = "fake-model";
    card.digest = "fake-digest";
  }

  llm::ModelCard describe() override { return card; }
  llm::ChatReply chat(const llm::ChatRequest& request) override {
    ++chats;
    return chat_(request);
  }
  // Vectors of letter counts: texts with the same letters have the same vector.
  std::vector<std::vector<float>> embed(std::span<const std::string> texts) override {
    embedded += static_cast<int>(texts.size());
    std::vector<std::vector<float>> vectors;
    for (const auto& text : texts) {
      std::vector<float> counts(26);
      double squares = 0;
      for (const char c : text) {
        if (c >= 'a' && c <= 'z') counts[static_cast<std::size_t>(c - 'a')] += 1;
      }
      for (const float count : counts) squares += static_cast<double>(count) * count;
      for (float& count : counts) count = squares > 0 ? static_cast<float>(count / std::sqrt(squares)) : 0;
      vectors.push_back(std::move(counts));
    }
    return vectors;
  }

  llm::ModelCard card;
  std::atomic<int> chats{0}, embedded{0};

 private:
  Chat chat_;
};

inline llm::ChatReply reply_of(std::string content) {
  llm::ChatReply reply;
  reply.content = std::move(content);
  reply.prompt_tokens = 10;
  reply.output_tokens = 5;
  return reply;
}

// The answer of a good model to a ticket that contains these words.
inline std::string label_json(const std::string& evidence, const std::string& category = "Billing",
                              const std::string& urgency = "High", const std::string& sentiment = "Negative") {
  return R"({"evidence":")" + evidence + R"(","sentiment":")" + sentiment + R"(","urgency":")" + urgency +
         R"(","category":")" + category + R"(","summary":"Customer was charged twice."})";
}

}  // namespace smartdesk
