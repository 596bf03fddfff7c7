#include "stream/kafka_broker.h"

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "core/error.h"

namespace smartdesk::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

// librdkafka's in-memory mock cluster: supports one member of a group at a time.
class KafkaMock : public ::testing::Test {
 protected:
  KafkaMock() : client_(rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0)) {
    cluster_ = rd_kafka_mock_cluster_new(client_, 1);
    for (const auto* topic : {"in", "out", "dead"}) rd_kafka_mock_topic_create(cluster_, topic, 1, 1);
  }
  ~KafkaMock() override {
    broker_.reset();
    rd_kafka_mock_cluster_destroy(cluster_);
    rd_kafka_destroy(client_);
  }

  std::string address() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }

  KafkaOptions options() const {
    KafkaOptions options;
    options.brokers = address();
    options.in = "in";
    options.out = "out";
    options.dead_letters = "dead";
    options.group = "group";
    options.instance = "one";
    return options;
  }

  void open() { broker_ = open_kafka(options()); }

  void put(const std::vector<std::string>& values) {
    auto* configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", address().c_str(), nullptr, 0);
    auto* producer = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
    for (const auto& value : values) {
      rd_kafka_producev(producer, RD_KAFKA_V_TOPIC("in"), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                        RD_KAFKA_V_KEY("key", 3), RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                        RD_KAFKA_V_END);
    }
    rd_kafka_flush(producer, 10'000);
    rd_kafka_destroy(producer);
  }

  // Up to `most` messages, as soon as there are any.
  std::vector<std::string> take(std::size_t most) {
    for (int tries = 0; tries < 300; ++tries) {
      const auto messages = broker_->take(most, 100ms);
      std::vector<std::string> values;
      for (const auto& message : messages) values.emplace_back(message.value.value_or(""));
      if (!values.empty()) return values;
    }
    return {};
  }

  // Takes until `count` messages have arrived, and sends an answer for each.
  std::vector<std::string> take_and_send(std::size_t count, std::size_t most = 100) {
    std::vector<std::string> values;
    for (int tries = 0; values.size() < count && tries < 300; ++tries) {
      for (const auto& message : broker_->take(most, 100ms)) {
        values.emplace_back(message.value.value_or(""));
        broker_->send({Outlet::kAnswers, message.key, message.value, {}});
      }
      broker_->answered();
    }
    return values;
  }

  void refuse(std::int16_t request, rd_kafka_resp_err_t with) {
    rd_kafka_mock_push_request_errors(cluster_, request, 1, with);
  }
  static constexpr std::int16_t kEndTxn = 26, kTxnOffsetCommit = 28;  // Kafka's protocol

  rd_kafka_t* client_;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
  std::unique_ptr<Broker> broker_;
};

TEST_F(KafkaMock, TakesInOrderAndCountsCommittedMessages) {
  put({"a", "b", "c"});
  open();
  EXPECT_THAT(take_and_send(3), ElementsAre("a", "b", "c"));
  EXPECT_EQ(broker_->totals().taken, 0U);
  EXPECT_TRUE(broker_->commit());
  EXPECT_EQ(broker_->totals().taken, 3U);
  EXPECT_EQ(broker_->totals().answers, 3U);
}

TEST_F(KafkaMock, TakesRolledBackMessagesAgain) {
  put({"a", "b"});
  open();
  EXPECT_THAT(take_and_send(2), ElementsAre("a", "b"));
  broker_->roll_back();
  EXPECT_THAT(take_and_send(2), ElementsAre("a", "b"));
  EXPECT_TRUE(broker_->commit());
  EXPECT_EQ(broker_->totals().taken, 2U);
  EXPECT_EQ(broker_->totals().rollbacks, 1U);
}

TEST_F(KafkaMock, CommitsAnsweredMessagesWhileMoreAreInHand) {
  put({"a", "b", "c"});
  open();
  EXPECT_THAT(take_and_send(1, 1), ElementsAre("a"));
  EXPECT_THAT(take(1), ElementsAre("b"));
  EXPECT_TRUE(broker_->commit());
  EXPECT_EQ(broker_->totals().taken, 1U);
  broker_->roll_back();
  EXPECT_THAT(take_and_send(2), ElementsAre("b", "c"));
}

TEST_F(KafkaMock, TakesTheMessagesInHandAgainAfterAFailedCommit) {
  put({"a", "b", "c"});
  open();
  EXPECT_THAT(take_and_send(1, 1), ElementsAre("a"));
  EXPECT_THAT(take(1), ElementsAre("b"));
  refuse(kTxnOffsetCommit, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
  EXPECT_FALSE(broker_->commit());
  EXPECT_THAT(take_and_send(3), ElementsAre("a", "b", "c"));
  EXPECT_TRUE(broker_->commit());
  EXPECT_EQ(broker_->totals().taken, 3U);
}

TEST_F(KafkaMock, TakesMessagesAgainWhoseCommitTheBrokerRefused) {
  put({"a", "b"});
  open();
  EXPECT_THAT(take_and_send(2), ElementsAre("a", "b"));
  refuse(kTxnOffsetCommit, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
  EXPECT_FALSE(broker_->commit());
  EXPECT_THAT(take_and_send(2), ElementsAre("a", "b"));
  EXPECT_TRUE(broker_->commit());
  EXPECT_EQ(broker_->totals().taken, 2U);
}

TEST_F(KafkaMock, ReplacesAFencedProducer) {
  put({"a"});
  open();
  EXPECT_THAT(take_and_send(1), ElementsAre("a"));
  refuse(kEndTxn, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH);
  EXPECT_FALSE(broker_->commit());
  EXPECT_THAT(take_and_send(1), ElementsAre("a"));
  EXPECT_TRUE(broker_->commit());
  EXPECT_EQ(broker_->totals().answers, 1U);
}

TEST_F(KafkaMock, RefusesSettingsThatExactlyOnceDependsOn) {
  auto with = options();
  with.properties = {{"isolation.level", "read_uncommitted"}};
  try {
    open_kafka(with);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_THAT(error.what(), HasSubstr("isolation.level"));
  }
}

TEST(Kafka, ReportsAnUnreachableBroker) {
  try {
    ask_kafka("127.0.0.1:1", {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
    EXPECT_THAT(error.what(), HasSubstr("127.0.0.1:1"));
  }
}

}  // namespace
}  // namespace smartdesk::stream
