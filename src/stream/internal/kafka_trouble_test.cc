#include "stream/internal/kafka_trouble.h"

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>

#include <vector>

namespace smartdesk::stream {
namespace {

using ::testing::ElementsAre;

class KafkaTroubleTest : public ::testing::Test {
 protected:
  std::vector<std::string> said_;
  KafkaTrouble trouble_{[this](std::string_view line) { said_.emplace_back(line); }};
};

TEST_F(KafkaTroubleTest, LogsRepeatedProblemsOncePerKind) {
  for (int i = 0; i < 3; ++i) {
    trouble_.say("topic", "the topic is not there");
    trouble_.say("transaction", "a transaction failed");
  }
  EXPECT_THAT(said_, ElementsAre("the topic is not there", "a transaction failed"));
}

TEST_F(KafkaTroubleTest, TreatsAllConnectionErrorsAsOneKind) {
  trouble_.say_error(RD_KAFKA_RESP_ERR__TRANSPORT, "connection refused");
  trouble_.say_error(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, "1/1 brokers are down");
  trouble_.say_error(RD_KAFKA_RESP_ERR__RESOLVE, "no such host");
  EXPECT_THAT(said_, ElementsAre("A Kafka broker is unavailable; waiting for it: connection refused"));
}

TEST(KafkaTrouble, DoesNothingWithoutALog) { KafkaTrouble({}).say("topic", "the topic is not there"); }

}  // namespace
}  // namespace smartdesk::stream
