#include "stream/internal/kafka_trouble.h"

#include <librdkafka/rdkafka.h>

namespace smartdesk::stream {

void KafkaTrouble::say(std::string_view kind, const std::string& line) {
  constexpr std::chrono::seconds kSilence{30};
  if (!log_) return;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  const auto [said, is_first] = said_.try_emplace(std::string(kind), now);
  if (!is_first && now - said->second < kSilence) return;
  said->second = now;
  log_(line);
}

void KafkaTrouble::say_error(int code, std::string_view reason) {
  const bool is_away = code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ||
                       code == RD_KAFKA_RESP_ERR__RESOLVE;
  const auto* name = rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(code));
  say(is_away ? "away" : name,
      (is_away ? "A Kafka broker is unavailable; waiting for it: " : "Kafka: ") + std::string(reason));
}

}  // namespace smartdesk::stream
