#include "llm/retrying_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "support/fake_llm.h"

namespace smartdesk::llm {
namespace {

const RetryOptions kQuick{4, 1, 2, 3, 50, 5, 15'000};

LlmFault fault_of(LlmClient& client) {
  try {
    client.chat({});
  } catch (const LlmError& error) {
    return error.fault();
  }
  ADD_FAILURE() << "no fault";
  return {};
}

TEST(RetryingClient, RetriesTransientFaults) {
  int asked = 0;
  FakeLlm fake([&](const ChatRequest&) {
    if (++asked < 3) throw LlmError(LlmFault::kBusy, "busy");
    return reply_of("at last");
  });
  RetryingClient client(fake, kQuick, nullptr);
  EXPECT_EQ(client.chat({}).content, "at last");
  EXPECT_EQ(client.counts().requests, 3U);
  EXPECT_EQ(client.counts().retries, 2U);
}

TEST(RetryingClient, GivesUpARequestAfterTheLastAttempt) {
  FakeLlm fake([](const ChatRequest&) -> ChatReply { throw LlmError(LlmFault::kCut, "cut"); });
  RetryOptions options = kQuick;
  options.give_up_after_ms = 60'000;
  RetryingClient client(fake, options, nullptr);
  EXPECT_EQ(fault_of(client), LlmFault::kCut);
  EXPECT_EQ(fake.chats, 4);
}

TEST(RetryingClient, DoesNotRetryPermanentFaultsAndRetriesTimeoutsOnce) {
  for (const auto& [fault, times] : {std::pair(LlmFault::kRefused, 1), std::pair(LlmFault::kTooLong, 1),
                                     std::pair(LlmFault::kEndless, 1), std::pair(LlmFault::kTimeout, 2)}) {
    FakeLlm fake([thrown = fault](const ChatRequest&) -> ChatReply { throw LlmError(thrown, "no"); });
    RetryingClient client(fake, kQuick, nullptr);
    EXPECT_EQ(fault_of(client), fault);
    EXPECT_EQ(fake.chats, times) << name_of(fault);
  }
}

TEST(RetryingClient, GivesUpAServerThatNeverAnswers) {
  FakeLlm fake([](const ChatRequest&) -> ChatReply { throw LlmError(LlmFault::kUnreachable, "gone"); });
  RetryingClient client(fake, kQuick, nullptr);
  for (int i = 0; i < 1000; ++i) {
    try {
      client.chat({});
    } catch (const LlmError&) {
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ADD_FAILURE() << "never given up";
}

TEST(RetryingClient, GivesUpAfterRepeatedRefusals) {
  FakeLlm fake([](const ChatRequest&) -> ChatReply { throw LlmError(LlmFault::kModelMissing, "deleted"); });
  RetryingClient client(fake, kQuick, nullptr);
  int refused = 0;
  try {
    for (;; ++refused) fault_of(client);
  } catch (const Error&) {
  }
  EXPECT_EQ(refused, kQuick.give_up_refusals - 1);
}

TEST(RetryingClient, SendsOneRequestAtATimeToAFailingServer) {
  std::atomic<bool> sick{true};
  std::atomic<int> inside{0}, most{0};
  FakeLlm fake([&](const ChatRequest&) {
    if (!sick) return reply_of("well");
    most = std::max(most.load(), ++inside);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    --inside;
    throw LlmError(LlmFault::kServer, "sick");
  });
  RetryOptions options = kQuick;
  options.give_up_after_ms = 60'000;
  RetryingClient client(fake, options, nullptr);
  EXPECT_EQ(fault_of(client), LlmFault::kServer);  // four failures: the breaker is open
  most = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) threads.emplace_back([&] { fault_of(client); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  sick = false;
  EXPECT_EQ(client.chat({}).content, "well");
}

TEST(RetryingClient, StopsWaitingWhenTheUserStops) {
  std::atomic<bool> stopped{false};
  FakeLlm fake([&](const ChatRequest&) -> ChatReply {
    stopped = true;
    throw LlmError(LlmFault::kBusy, "busy", 3600);
  });
  RetryingClient client(fake, kQuick, &stopped);
  try {
    client.chat({});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
  }
}

TEST(RetryingClient, AdaptsItsDeadlineToReplyTimes) {
  std::vector<int> deadlines;
  FakeLlm fake([&](const ChatRequest& request) {
    deadlines.push_back(request.deadline_ms);
    return reply_of("x");
  });
  RetryingClient client(fake, kQuick, nullptr);
  for (int i = 0; i < 20; ++i) client.chat({});
  EXPECT_EQ(deadlines.front(), 0);
  EXPECT_EQ(deadlines.back(), kQuick.least_deadline_ms);
}

}  // namespace
}  // namespace smartdesk::llm
