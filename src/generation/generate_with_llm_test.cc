#include "generation/generate_with_llm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "support/fake_llm.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::generation {
namespace {

using testing::HasSubstr;

class GenerateWithLlmTest : public ScratchFiles {
 protected:
  GenerateWithLlmTest() : llm([this](const llm::ChatRequest& request) { return write_ticket(request); }) {}

  // English, and different for each seed.
  llm::ChatReply write_ticket(const llm::ChatRequest& request) {
    const std::lock_guard lock(mutex);
    ++asked;
    if (asked == stop_at) stopped = true;
    if (!draft.empty()) return reply_of(draft);
    std::string words;
    const char* choices[] = {"printer", "invoice", "screen", "monday", "window",
                             "garden",  "yellow",  "broken", "second", "button"};
    for (std::uint64_t n = request.seed; n > 0; n /= 10) words += std::string(" ") + choices[n % 10];
    return reply_of("Subject: About it\n\nHello, since yesterday the" + words +
                    " does not work any more. Could you please help me with that?");
  }

  LlmGenerateResult run(std::uint64_t count) {
    LlmGenerateOptions options;
    options.count = count;
    options.out = path("out.csv");
    smartdesk::Run how;
    how.stopped = &stopped;
    return generate_with_llm(llm, options, how);
  }

  FakeLlm llm;
  std::mutex mutex;
  int asked = 0, stop_at = -1;
  std::string draft;
  std::atomic<bool> stopped{false};
};

TEST_F(GenerateWithLlmTest, WritesTicketsWithTheDrawnLabels) {
  const auto result = run(40);
  EXPECT_EQ(result.tickets, 40U);
  EXPECT_EQ(result.labels.at("urgency").size(), 3U);
  EXPECT_GT(result.labels.at("category").size(), 5U);
  EXPECT_GT(result.distinct_pairs, 0);
  EXPECT_THAT(read("out.csv"), testing::StartsWith("id,created_at,product,channel,customer,subject,body,sentiment,"
                                                   "urgency,category,summary,persona,tone,language\n"));
  EXPECT_THAT(read("out.csv"), HasSubstr(",About it,\"Hello, since yesterday"));
  EXPECT_FALSE(exists("out.csv.progress"));
}

TEST_F(GenerateWithLlmTest, NeverNamesALabelInThePrompt) {
  std::string prompts;
  FakeLlm curious([&](const llm::ChatRequest& request) {
    const std::lock_guard lock(mutex);
    prompts += request.messages[0].content;
    return reply_of("");
  });
  LlmGenerateOptions options;
  options.count = 20;
  options.out = path("out.csv");
  EXPECT_THROW(generate_with_llm(curious, options, kOneThread), Error);
  for (const char* label : {"Negative", "Positive", "Medium", "Billing", "Bug Report", "urgency", "sentiment"}) {
    EXPECT_THAT(prompts, testing::Not(HasSubstr(label)));
  }
}

TEST_F(GenerateWithLlmTest, DiscardsDuplicatesAndStillEnds) {
  draft = "Hello, the export of my yearly report is broken since the last update, please help me.";
  const auto result = run(5);
  EXPECT_EQ(result.tickets, 1U);
  EXPECT_GT(result.rejected.at("duplicate"), 5U);
}

TEST_F(GenerateWithLlmTest, ResumesAfterAStop) {
  const auto whole = run(30);
  const auto expected = read("out.csv");
  asked = 0;
  stop_at = 12;
  EXPECT_THROW(run(30), Error);
  EXPECT_TRUE(exists("out.csv.progress"));
  stop_at = -1;
  stopped = false;
  const auto result = run(30);
  EXPECT_GE(result.resumed, 8U);
  EXPECT_EQ(result.tickets, whole.tickets);
  EXPECT_EQ(read("out.csv"), expected);
}

TEST(FaultOfDraft, DetectsUnusableDrafts) {
  const std::string prompt = "Write the message that a customer sends to the support team of the product.";
  const std::string good = "Hello, I was charged twice in March and would like to have my money back.";
  EXPECT_EQ(fault_of_draft(good, prompt, "en", false), "");
  EXPECT_EQ(fault_of_draft("Hi.", prompt, "en", false), "empty");
  EXPECT_EQ(fault_of_draft(good, prompt, "en", true), "cut_off");
  EXPECT_EQ(fault_of_draft(good, prompt, "de", false), "language");
  EXPECT_EQ(
      fault_of_draft("Okay, the user wants me to write a support ticket. Let me think about it.", prompt, "en", false),
      "leaked_reasoning");
  EXPECT_EQ(fault_of_draft("Sure: " + prompt, prompt, "en", false), "prompt_echo");
  EXPECT_EQ(fault_of_draft(good + " Urgency: high", prompt, "en", false), "names_label");
  EXPECT_EQ(fault_of_draft(good + " Best, [Your Name]", prompt, "en", false), "placeholder");
}

}  // namespace
}  // namespace smartdesk::generation
