// A Kafka producer that commits sent messages and consumed offsets in one transaction after another.

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

// One thread at a time. Calls wait while a broker is slow or unavailable; they throw Error{kInterrupted} some seconds
// after a stop request.
class KafkaTransactions {
 public:
  // options and trouble must outlive it. Aborts what an earlier process of this name left open. Throws
  // Error{kUnavailable} if no broker answers within 15 s.
  KafkaTransactions(const KafkaOptions& options, KafkaTrouble& trouble);
  ~KafkaTransactions();
  KafkaTransactions(const KafkaTransactions&) = delete;
  KafkaTransactions& operator=(const KafkaTransactions&) = delete;

  bool is_open() const { return is_open_; }

  // Copies the message; begins a transaction if none is open. commit() reports failures.
  void send(const SentMessage& message);

  // False: nothing was committed, and the transaction is aborted. Throws Error{kFailed} after repeated failures.
  bool commit(const rd_kafka_topic_partition_list_t& offsets, const rd_kafka_consumer_group_metadata_t& group);

  // Discards everything sent since the last commit; does nothing if no transaction is open.
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
  std::vector<rd_kafka_vu_t> parts_;  // of the current message
  bool is_open_ = false;
  std::string fault_;  // why the open transaction cannot succeed; empty: no fault
  int failures_in_a_row_ = 0;
  std::chrono::steady_clock::time_point asked_to_stop_at_;
};

}  // namespace smartdesk::stream
