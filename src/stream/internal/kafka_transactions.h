// Kafka's producer, as one transaction after the other: what is sent counts together with the offsets that it answers.

#pragma once

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <string>
#include <vector>

#include "stream/broker.h"
#include "stream/internal/kafka_handles.h"
#include "stream/internal/kafka_trouble.h"
#include "stream/kafka_broker.h"

namespace smartdesk::stream {

// One thread at a time. Where a broker is slow or away its calls wait; they throw Error{kInterrupted} some seconds
// after somebody asked to stop.
class KafkaTransactions {
 public:
  // options and trouble live as long as it does. What an earlier process of this name left open is aborted. Throws
  // Error{kUnavailable} where nobody answers within 15 s.
  KafkaTransactions(const KafkaOptions& options, KafkaTrouble& trouble);
  ~KafkaTransactions();
  KafkaTransactions(const KafkaTransactions&) = delete;
  KafkaTransactions& operator=(const KafkaTransactions&) = delete;

  bool is_open() const { return is_open_; }

  // Copies; opens a transaction if none is. What fails is found out by commit().
  void send(const SentMessage& message);

  // False: nothing of it counts, and it is aborted. Throws Error{kFailed} when that happens again and again.
  bool commit(const rd_kafka_topic_partition_list_t& offsets, const rd_kafka_consumer_group_metadata_t& group);

  // Nothing of what was sent since the last commit counts; none open: does nothing.
  void abort();

 private:
  void open(std::chrono::steady_clock::duration patience);
  void begin();
  template <typename Call>
  bool insist(const Call& call);
  bool try_to_commit(const rd_kafka_topic_partition_list_t& offsets, const rd_kafka_consumer_group_metadata_t& group);
  void stop_if_asked();

  const KafkaOptions& options_;
  KafkaTrouble& trouble_;
  KafkaHandle producer_;
  std::vector<rd_kafka_vu_t> parts_;  // of the message that is being sent
  bool is_open_ = false;
  std::string fault_;  // why the open transaction cannot succeed; empty: it may
  int failures_in_a_row_ = 0;
  std::chrono::steady_clock::time_point asked_to_stop_at_;
};

}  // namespace smartdesk::stream
