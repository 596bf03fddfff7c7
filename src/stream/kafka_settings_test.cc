#include "stream/kafka_settings.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class KafkaSettings : public ScratchFiles {};

TEST_F(KafkaSettings, ReadsLinesOfKeyAndValue) {
  const auto settings =
      read_kafka_properties(write("k", "# security\n\n security.protocol = SSL \r\nsasl.password=a=b\n"));
  EXPECT_THAT(settings, ElementsAre(Pair("security.protocol", "SSL"), Pair("sasl.password", "a=b")));
}

TEST_F(KafkaSettings, RefusesAnInvalidLineWithItsNumber) {
  try {
    read_kafka_properties(write("k", "a=b\nnothing\n"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("line 2"));
  }
}

}  // namespace
}  // namespace smartdesk::stream
