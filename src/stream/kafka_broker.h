// Kafka by librdkafka.

#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "stream/broker.h"
#include "stream/kafka_settings.h"

namespace smartdesk::stream {

struct KafkaOptions {
  std::string brokers;       // host:port, several with commas
  std::string in, out;       // topics; out may be empty: answers are not sent
  std::string dead_letters;  // topic
  std::string group;         // of the processes that share `in`
  std::string instance;      // told apart from every other process of the group; the same again after a restart
  KafkaProperties properties = {};
  const std::atomic<bool>* stopped = nullptr;           // ends what waits for the broker; may be null
  std::function<void(std::string_view line)> log = {};  // trouble that passes; from any thread
};

// Exactly once within Kafka: offsets and answers are one transaction (KIP-98, KIP-447), read_committed. The transaction
// is the instance's own, so one that was killed holds up the others until it is back, or for 30 s. Static membership
// (KIP-345): an instance that is back within 10 s finds its partitions again, and nobody else pauses.
// Throws Error{kUsage} for a property that is unknown or ours, Error{kUnavailable} where nobody answers within 15 s.
std::unique_ptr<Broker> open_kafka(const KafkaOptions& options);

// What the brokers say of themselves, within some seconds: "3 brokers, 12 topics". Throws Error{kUnavailable}.
std::string ask_kafka(const std::string& brokers, const KafkaProperties& properties);

}  // namespace smartdesk::stream
