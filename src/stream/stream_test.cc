#include "stream/stream.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <thread>

#include "support/fake_broker.h"
#include "support/memory_store.h"
#include "support/small_model.h"

namespace smartdesk::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Streaming : public ::testing::Test {
 protected:
  Streaming() { served_.replace(std::make_shared<const prediction::Predictor>(small_model())); }

  void run(store::TicketStore* store = nullptr) {
    StreamOptions options;
    options.in = "in";
    options.store = store;
    options.until_end = true;
    options.log = [this](std::string_view line) { log_ += line; };
    stream(broker_, served_, options, gauges_, kOneThread);
  }

  std::vector<std::string> keys() const {
    std::vector<std::string> keys;
    for (const auto& answer : broker_.answers) keys.push_back(answer.key.value_or("none"));
    return keys;
  }

  boost::json::object answer(std::size_t i) const {
    return boost::json::parse(*broker_.answers.at(i).value).as_object();
  }

  FakeBroker broker_;
  prediction::ServedModel served_;
  StreamGauges gauges_;
  std::string log_;
};

TEST_F(Streaming, AnswersMessagesInOrderWithKeyAndHeaders) {
  broker_.put("a", R"({"id":1,"text":"invoice"})", {{"trace", "x"}});
  broker_.put(std::nullopt, R"({"id":2,"text":"password"})");
  broker_.put("c", R"({"id":3,"text":"invoice"})");
  run();
  EXPECT_THAT(keys(), ElementsAre("a", "none", "c"));
  EXPECT_EQ(answer(0).at("id").as_int64(), 1);
  EXPECT_EQ(answer(0).at("model_version").as_string(), "v1");
  EXPECT_EQ(broker_.answers[0].headers.at("trace"), "x");
  EXPECT_TRUE(broker_.has_left);
  EXPECT_EQ(gauges_.answers, 3U);
}

TEST_F(Streaming, SendsInvalidMessagesToTheDeadLettersWithReasonAndOffset) {
  broker_.put("good", R"({"text":"invoice"})");
  broker_.put("bad", "{");
  broker_.put("large", R"({"text":")" + std::string(2 << 20, 'x') + "\"}");
  run();
  EXPECT_THAT(keys(), ElementsAre("good"));
  ASSERT_EQ(broker_.dead_letters.size(), 2U);
  const auto& bad = broker_.dead_letters[0];
  EXPECT_EQ(bad.key, "bad");
  EXPECT_EQ(bad.value, "{");
  EXPECT_THAT(bad.headers.at("smartdesk-reason"), HasSubstr("JSON"));
  EXPECT_EQ(bad.headers.at("smartdesk-topic"), "in");
  EXPECT_EQ(bad.headers.at("smartdesk-offset"), "1");
  const auto& large = broker_.dead_letters[1];
  EXPECT_EQ(large.value->size(), std::size_t{512} << 10);
  EXPECT_EQ(large.headers.at("smartdesk-size"), std::to_string((2 << 20) + 11));
}

TEST_F(Streaming, PassesOnAMessageWithoutAValue) {
  broker_.put("deleted", std::nullopt);
  run();
  ASSERT_THAT(keys(), ElementsAre("deleted"));
  EXPECT_EQ(broker_.answers[0].value, std::nullopt);
}

TEST_F(Streaming, AnswersEventsWithEvents) {
  broker_.put("s", R"({"specversion":"1.0","id":"e1","source":"d","type":"t","data":{"id":3,"text":"invoice"}})");
  broker_.put("b", R"({"id":4,"text":"invoice"})", {{"ce_specversion", "1.0"}, {"ce_type", "t"}, {"ce_id", "e2"}});
  run();
  EXPECT_EQ(answer(0).at("id").as_string(), "e1");
  EXPECT_EQ(answer(0).at("type").as_string(), "smartdesk.answer");
  EXPECT_EQ(answer(0).at("data").at("id").as_int64(), 3);
  EXPECT_EQ(answer(1).at("id").as_int64(), 4);
  EXPECT_EQ(broker_.answers[1].headers.at("ce_type"), "smartdesk.answer");
  EXPECT_EQ(broker_.answers[1].headers.at("ce_id"), "e2");
}

TEST_F(Streaming, AnswersAgainAfterAFailedCommit) {
  for (int i = 0; i < 10; ++i) broker_.put(std::to_string(i), R"({"text":"invoice"})");
  broker_.most_at_once = 3;
  broker_.commits_to_fail = 2;
  run();
  EXPECT_THAT(keys(), ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
}

// More messages than two batches; a commit is due when the second batch is taken.
class StreamingMuch : public Streaming {
 protected:
  StreamingMuch() {
    for (int i = 0; i < kMany; ++i) broker_.put(std::to_string(i), R"({"text":"invoice"})");
    broker_.before_taking = [](int time) {
      if (time == 1) std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
    };
  }
  static std::vector<std::string> all() {
    std::vector<std::string> keys;
    for (int i = 0; i < kMany; ++i) keys.push_back(std::to_string(i));
    return keys;
  }
  static constexpr int kMany = 20'000;
};

TEST_F(StreamingMuch, AnswersInOrderDuringAParallelCommit) {
  run();
  EXPECT_GT(broker_.most_in_hand_at_a_commit, 0U);
  EXPECT_EQ(keys(), all());
}

TEST_F(StreamingMuch, AnswersAgainTheBatchInHandWhenACommitFails) {
  broker_.commits_to_fail = 1;
  run();
  EXPECT_GT(broker_.most_in_hand_at_a_commit, 0U);
  EXPECT_EQ(gauges_.rollbacks, 1U);
  EXPECT_EQ(keys(), all());
}

class StoreThatIsAway : public MemoryStore {
 public:
  int times = 2;
  store::AddResult add(std::span<const NewTicket> tickets, std::span<const store::LabelOfNew> labels) override {
    if (times-- > 0) throw Error(ErrorCode::kUnavailable, "the database is away");
    return MemoryStore::add(tickets, labels);
  }
};

TEST_F(Streaming, WaitsForAnUnavailableStoreAndThenStoresAndAnswersOnce) {
  broker_.put("a", R"({"id":1,"text":"invoice","customer":"Ann"})");
  broker_.put("k", R"({"text":"password"})");
  broker_.put(std::nullopt, R"({"text":"password"})");
  StoreThatIsAway store;
  run(&store);
  EXPECT_EQ(broker_.rests, 2);
  EXPECT_EQ(broker_.sent, 3);  // none while the store was away
  EXPECT_THAT(log_, HasSubstr("the database is away"));
  EXPECT_EQ(keys().size(), 3U);
  EXPECT_EQ(gauges_.stored, 3U);
  for (const auto* id : {"1", "k", "in/0/2"}) {
    const auto found = store.find("in", id);
    ASSERT_TRUE(found.has_value()) << id;
    EXPECT_EQ(store.history(*found).size(), 1U);
    EXPECT_EQ(store.history(*found)[0].who, "v1");
  }
}

TEST_F(Streaming, UsesANewModelFromTheNextBatchOn) {
  broker_.put("old", R"({"text":"invoice"})");
  broker_.put("new", R"({"text":"invoice"})");
  broker_.most_at_once = 1;
  broker_.before_taking = [this](int time) {
    if (time == 1) served_.replace(std::make_shared<const prediction::Predictor>(small_model("v2")));
  };
  run();
  EXPECT_EQ(answer(0).at("model_version").as_string(), "v1");
  EXPECT_EQ(answer(1).at("model_version").as_string(), "v2");
}

TEST_F(Streaming, CommitsTakenMessagesAndLeavesOnStop) {
  broker_.put("a", R"({"text":"invoice"})");
  std::atomic<bool> stopped{false};
  broker_.before_taking = [&](int) { stopped = true; };
  smartdesk::Run run = kOneThread;
  run.stopped = &stopped;
  stream(broker_, served_, {.in = "in"}, gauges_, run);
  EXPECT_THAT(keys(), ElementsAre("a"));
  EXPECT_TRUE(broker_.has_left);
}

TEST_F(Streaming, RefusesToRunWithoutAModel) {
  served_.replace(nullptr);
  EXPECT_THROW(run(), Error);
}

}  // namespace
}  // namespace smartdesk::stream
