#include "stream/monitor.h"

#include <gmock/gmock.h>

#include "core/clock.h"
#include "support/raw_client.h"

namespace smartdesk::stream {
namespace {

std::string page(const Monitor& monitor, const std::string& path) {
  RawClient client(std::stoi(monitor.url().substr(monitor.url().rfind(':') + 1)));
  client.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  return client.rest();
}

TEST(StreamMonitor, ServesCurrentMetrics) {
  StreamGauges gauges;
  const Monitor monitor({}, gauges, [] { return "v7"; });
  gauges.answers = 5;
  gauges.lag = 9;
  EXPECT_THAT(page(monitor, "/metrics"), testing::AllOf(testing::HasSubstr("\nsmartdesk_stream_answers_total 5\n"),
                                                        testing::HasSubstr("\nsmartdesk_stream_lag_messages 9\n")));
  gauges.answers = 8;
  gauges.lag = 0;
  EXPECT_THAT(page(monitor, "/metrics"), testing::AllOf(testing::HasSubstr("\nsmartdesk_stream_answers_total 8\n"),
                                                        testing::HasSubstr("\nsmartdesk_stream_lag_messages 0\n")));
  EXPECT_THAT(page(monitor, "/healthz"), testing::HasSubstr("v7"));
}

TEST(StreamMonitor, IsReadyOnlyWhileBrokerAndStoreWork) {
  StreamGauges gauges;
  const Monitor monitor({}, gauges, [] { return ""; });
  EXPECT_THAT(page(monitor, "/readyz"), testing::StartsWith("HTTP/1.1 503"));
  gauges.seen_at = unix_now();
  EXPECT_THAT(page(monitor, "/readyz"), testing::StartsWith("HTTP/1.1 200"));
  gauges.seen_at = unix_now() - 60;
  EXPECT_THAT(page(monitor, "/readyz"), testing::StartsWith("HTTP/1.1 503"));
}

}  // namespace
}  // namespace smartdesk::stream
