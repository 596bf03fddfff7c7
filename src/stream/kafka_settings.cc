#include "stream/kafka_settings.h"

#include <fstream>
#include <string_view>

#include "core/error.h"
#include "text/ascii.h"

namespace smartdesk::stream {
namespace {

std::string trimmed(std::string_view text) { return std::string(text::trimmed(text)); }

}  // namespace

KafkaProperties read_kafka_properties(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    throw Error(ErrorCode::kUsage, path + " cannot be read. It must contain Kafka settings, one KEY=VALUE per line.");
  KafkaProperties properties;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    const auto equals = line.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(ErrorCode::kUsage, path + ", line " + std::to_string(number) + ": expected KEY=VALUE.");
    properties.emplace_back(trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
  }
  return properties;
}

}  // namespace smartdesk::stream
