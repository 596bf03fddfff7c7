#include "labelling/label.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <mutex>
#include <thread>

#include "support/fake_llm.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::labelling {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class LabelTest : public ScratchFiles {
 protected:
  LabelTest() : llm([this](const llm::ChatRequest& request) { return answer(request); }) {}

  // The test's tickets: "ticket N", each one sentence.
  virtual llm::ChatReply answer(const llm::ChatRequest& request) {
    const auto& text = request.messages.front().content;
    const auto at = text.find("ticket number");
    const std::string sentence = text.substr(at, text.find('.', at) - at);
    {
      const std::lock_guard lock(mutex);
      ++asked[sentence];
    }
    if (llm.chats >= 20 && !stopped_once.exchange(true)) stopped = true;  // two requests may count before either checks
    if (stopped) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (!failing.empty() && sentence.ends_with(failing)) return reply_of("I cannot say.");
    return reply_of(label_json(sentence));
  }

  std::string tickets(int count) {
    std::string csv = "id,text,sentiment\n";
    for (int i = 0; i < count; ++i)
      csv += std::to_string(i) + ",This is ticket number " + std::to_string(i) + ". It broke.,negative\n";
    return write("in.csv", csv);
  }

  LabelResult run(const std::string& in, const smartdesk::Run& how = kOneThread) {
    LabelOptions options;
    options.in = in;
    options.out = path("out.csv");
    options.limit = limit;
    options.concurrency = 3;
    options.local = local;
    llm::ReplyCache cache(cache_path);
    TicketLabeller labeller(llm, llm.card, cache, {});
    return label(labeller, options, how);
  }

  FakeLlm llm;
  std::atomic<bool> stopped{false}, stopped_once{false};
  std::mutex mutex;
  std::map<std::string, int> asked;
  std::string failing, cache_path;
  std::uint64_t limit = 0;
  LocalModel local;
};

TEST_F(LabelTest, WritesOneOutputRowPerInputRowInOrder) {
  const auto result = run(tickets(50));
  EXPECT_EQ(result.rows, 50U);
  EXPECT_EQ(result.labelled, 50U);
  std::istringstream out(read("out.csv"));
  std::string line;
  std::getline(out, line);
  EXPECT_EQ(line,
            "id,text,given_sentiment,sentiment,urgency,category,summary,evidence,confidence,label_status,label_error,"
            "label_flag");
  for (int i = 0; std::getline(out, line); ++i) {
    EXPECT_EQ(line, fmt::format("{0},This is ticket number {0}. It broke.,negative,Negative,High,Billing,Customer was "
                                "charged twice.,ticket number {0},,labelled,,",
                                i));
  }
  EXPECT_FALSE(exists("out.csv.progress"));
  EXPECT_FALSE(exists("out.csv.failed.jsonl"));
}

TEST_F(LabelTest, ReportsAgreementWithTheLabelsOfTheInput) {
  const auto result = run(tickets(10));
  ASSERT_TRUE(result.agreement.contains("sentiment"));
  EXPECT_EQ(result.agreement.at("sentiment").same, 10U);
  EXPECT_NEAR((Agreement{10, 8, 0.5}).kappa(), 0.6, 1e-9);
}

TEST_F(LabelTest, StopsAtTheLimit) {
  limit = 4;
  EXPECT_EQ(run(tickets(10)).rows, 4U);
  EXPECT_EQ(llm.chats, 4);
}

TEST_F(LabelTest, KeepsTheRawReplyOfAFailedRow) {
  failing = "7";
  const auto result = run(tickets(10));
  EXPECT_EQ(result.failed, 1U);
  EXPECT_EQ(result.failures.at("bad_label"), 1U);
  EXPECT_THAT(read("out.csv"), HasSubstr(",,,,,,failed,bad_label: the answer holds no JSON object,"));
  EXPECT_THAT(
      read("out.csv.failed.jsonl"),
      HasSubstr(R"("line":9,"kind":"bad_label","error":"the answer holds no JSON object","reply":"I cannot say.")"));
  failing.clear();
  run(tickets(10));
  EXPECT_FALSE(exists("out.csv.failed.jsonl"));
}

TEST_F(LabelTest, ResumesAfterAStopWithoutRepeatingRequests) {
  const auto in = tickets(60);
  failing = "3";
  smartdesk::Run until_stopped;
  until_stopped.stopped = &stopped;
  try {
    run(in, until_stopped);
    ADD_FAILURE() << "was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
    EXPECT_THAT(error.what(), HasSubstr("Run the same command again"));
  }
  EXPECT_FALSE(exists("out.csv"));
  ASSERT_TRUE(exists("out.csv.progress"));
  stopped = false;
  const auto result = run(in);
  EXPECT_EQ(result.rows, 60U);
  EXPECT_GT(result.resumed, 0U);
  EXPECT_EQ(result.failed, 6U);
  for (const auto& [sentence, times] : asked) EXPECT_LE(times, sentence.ends_with("3") ? 2 : 1) << sentence;
  EXPECT_FALSE(exists("out.csv.progress"));
}

TEST_F(LabelTest, IgnoresDamagedRecordsOfAProgressFile) {
  const auto in = tickets(5);
  write("out.csv.progress", "nonsense\n01234567 half a rec");
  EXPECT_EQ(run(in).rows, 5U);
}

TEST_F(LabelTest, KeepsCompletedRowsWhenTheServerIsGone) {
  FakeLlm mortal([this](const llm::ChatRequest& request) {
    if (llm.chats++ > 10) throw Error(ErrorCode::kUnavailable, "given up");
    return answer(request);
  });
  llm::ReplyCache cache("");
  TicketLabeller labeller(mortal, mortal.card, cache, {});
  LabelOptions options;
  options.in = tickets(30);
  options.out = path("out.csv");
  try {
    label(labeller, options, kOneThread);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
    EXPECT_THAT(error.what(), HasSubstr("out.csv.progress"));
  }
  EXPECT_GT(run(options.in).resumed, 8U);
}

TEST_F(LabelTest, AnswersRepeatedRequestsFromTheCache) {
  cache_path = path("cache");
  const auto in = tickets(10);
  run(in);
  const auto first = read("out.csv");
  const auto again = run(in);
  EXPECT_EQ(again.cached, 10U);
  EXPECT_EQ(llm.chats, 10);
  auto expected = first;
  for (std::size_t at; (at = expected.find(",labelled,")) != std::string::npos;) expected.replace(at, 10, ",cached,");
  EXPECT_EQ(read("out.csv"), expected);
}

TEST_F(LabelTest, RelabelsItsOwnOutputWithoutAddingGivenColumns) {
  run(tickets(3));
  const auto first = read("out.csv");
  write("again.csv", first);
  const auto result = run(path("again.csv"));
  EXPECT_EQ(read("out.csv"), first);
  EXPECT_FALSE(result.agreement.contains("urgency"));
}

TEST_F(LabelTest, RejectsAFileWithoutReadableRows) {
  EXPECT_THROW(run(write("in.csv", "text,x\na,b,c\nb,c,d\n")), Error);
  EXPECT_FALSE(exists("out.csv"));
}

TEST_F(LabelTest, LabelsJsonLines) {
  write("in.jsonl", "{\"text\":\"This is ticket number 1. It broke.\",\"deep\":{\"x\":[1]}}\n");
  LabelOptions options;
  options.in = path("in.jsonl");
  options.out = path("out.jsonl");
  llm::ReplyCache cache("");
  TicketLabeller labeller(llm, llm.card, cache, {});
  label(labeller, options, kOneThread);
  EXPECT_THAT(read("out.jsonl"),
              StartsWith(R"({"text":"This is ticket number 1. It broke.","deep":{"x":[1]},"sentiment":"Negative",)"));
}

}  // namespace
}  // namespace smartdesk::labelling
