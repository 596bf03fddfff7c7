// What goes wrong between this process and Kafka and passes, told to whoever keeps a log.

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace smartdesk::stream {

// Safe from any thread.
class KafkaTrouble {
 public:
  // log may be empty.
  explicit KafkaTrouble(std::function<void(std::string_view line)> log) : log_(std::move(log)) {}

  // Each kind once in a while, however often it comes.
  void say(std::string_view kind, const std::string& line);

  // What librdkafka's error callback is told.
  void say_error(int code, std::string_view reason);

 private:
  const std::function<void(std::string_view line)> log_;
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> said_;  // when, by kind
};

}  // namespace smartdesk::stream
