// RAII handles for librdkafka, and its errors as Error.

#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "stream/kafka_settings.h"

namespace smartdesk::stream {

template <auto kFree>
struct KafkaFree {
  template <typename T>
  void operator()(T* what) const {
    kFree(what);
  }
};

using KafkaHandle = std::unique_ptr<rd_kafka_t, KafkaFree<rd_kafka_destroy>>;
using KafkaConfiguration = std::unique_ptr<rd_kafka_conf_t, KafkaFree<rd_kafka_conf_destroy>>;
using KafkaError = std::unique_ptr<rd_kafka_error_t, KafkaFree<rd_kafka_error_destroy>>;
using KafkaMessage = std::unique_ptr<rd_kafka_message_t, KafkaFree<rd_kafka_message_destroy>>;
using KafkaHeaders = std::unique_ptr<rd_kafka_headers_t, KafkaFree<rd_kafka_headers_destroy>>;
using KafkaPartitions =
    std::unique_ptr<rd_kafka_topic_partition_list_t, KafkaFree<rd_kafka_topic_partition_list_destroy>>;
using KafkaGroup =
    std::unique_ptr<rd_kafka_consumer_group_metadata_t, KafkaFree<rd_kafka_consumer_group_metadata_destroy>>;

// Throws Error{kUsage} with librdkafka's reason.
inline void set_kafka(rd_kafka_conf_t* configuration, const std::string& key, const std::string& value) {
  char reason[512];
  if (rd_kafka_conf_set(configuration, key.c_str(), value.c_str(), reason, sizeof reason) != RD_KAFKA_CONF_OK)
    throw Error(ErrorCode::kUsage, std::string("Kafka's setting ") + key + ": " + reason);
}

// Applies `ours` after `theirs`, so that ours win. Disables librdkafka's log on standard error; relevant errors arrive
// by the error callback.
inline KafkaConfiguration kafka_configuration(const KafkaProperties& theirs, const KafkaProperties& ours) {
  KafkaConfiguration configuration(rd_kafka_conf_new());
  for (const auto& [key, value] : theirs) set_kafka(configuration.get(), key, value);
  for (const auto& [key, value] : ours) set_kafka(configuration.get(), key, value);
  rd_kafka_conf_set_log_cb(configuration.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
  return configuration;
}

inline KafkaHandle make_kafka(rd_kafka_type_t type, KafkaConfiguration configuration) {
  char reason[512];
  KafkaHandle handle(rd_kafka_new(type, configuration.get(), reason, sizeof reason));
  if (!handle) throw Error(ErrorCode::kUsage, std::string("Kafka: ") + reason);
  (void)configuration.release();  // owned by the handle now
  return handle;
}

}  // namespace smartdesk::stream
