// Settings of librdkafka: security and tuning.

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smartdesk::stream {

using KafkaProperties = std::vector<std::pair<std::string, std::string>>;

// Reads KEY=VALUE lines as kcat and other librdkafka programs do; # begins a comment. Throws Error{kUsage} naming file
// and line.
KafkaProperties read_kafka_properties(const std::string& path);

}  // namespace smartdesk::stream
