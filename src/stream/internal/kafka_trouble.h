// Logs transient problems with Kafka.

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace smartdesk::stream {

// Thread-safe.
class KafkaTrouble {
 public:
  // log may be empty.
  explicit KafkaTrouble(std::function<void(std::string_view line)> log) : log_(std::move(log)) {}

  // Logs each kind at most once per 30 s.
  void say(std::string_view kind, const std::string& line);

  // For librdkafka's error callback.
  void say_error(int code, std::string_view reason);

 private:
  const std::function<void(std::string_view line)> log_;
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> said_;  // last time, by kind
};

}  // namespace smartdesk::stream
