// The Kafka broker, using librdkafka.

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
  std::string brokers;       // host:port, comma-separated
  std::string in, out;       // topics; empty out: answers are not sent
  std::string dead_letters;  // topic
  std::string group;         // consumer group of the processes that share `in`
  std::string instance;      // unique in the group; the same after a restart
  KafkaProperties properties = {};
  const std::atomic<bool>* stopped = nullptr;           // ends waits for the broker; may be null
  std::function<void(std::string_view line)> log = {};  // transient problems; called from any thread
};

// Exactly once within Kafka: offsets and answers are one transaction (KIP-98, KIP-447), read_committed. Each instance
// has its own transaction; if it is killed, others wait until it is back, or for 30 s. Static membership (KIP-345): an
// instance that is back within 10 s gets its partitions again, and nobody else pauses.
// Throws Error{kUsage} for a property that is unknown or set by smartdesk, Error{kUnavailable} if no broker answers
// within 15 s.
std::unique_ptr<Broker> open_kafka(const KafkaOptions& options);

// A summary of the cluster, within some seconds: "3 brokers, 12 topics". Throws Error{kUnavailable}.
std::string ask_kafka(const std::string& brokers, const KafkaProperties& properties);

}  // namespace smartdesk::stream
