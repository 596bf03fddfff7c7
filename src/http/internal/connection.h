// One client's connection, plain or TLS: its deadline, and whether it is idle.

#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "http/internal/gate.h"

namespace smartdesk::http {

// Everything runs on the thread of the socket's io_context, unless noted otherwise.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  explicit Connection(Socket socket);

  // Sets a deadline for the next operation. After it, the operation ends with operation_aborted and is_late() is true.
  void expect_within(std::chrono::seconds time);
  void expect_whenever();
  bool is_late() const { return is_late_; }

  // Between two requests; a stopping server may close the connection.
  void is_idle(std::chrono::seconds time);
  void is_busy() { idle_ = false; }

  // These three may be called from any thread.
  void hang_up_if_late();
  void hang_up_if_idle();
  void hang_up();

  Socket& socket() { return socket_; }
  Wire wire;

 private:
  Socket socket_;
  std::atomic<Clock::rep> deadline_;
  bool is_late_ = false, idle_ = true;
};

// All open connections. Thread-safe.
class Connections {
 public:
  // on_change receives the count after each change; it runs under the lock.
  explicit Connections(std::function<void(std::size_t)> on_change) : on_change_(std::move(on_change)) {}

  class Entry;  // removes the connection from the list when destroyed
  std::shared_ptr<Entry> add(std::shared_ptr<Connection> connection);
  std::size_t count() const { return count_.load(); }
  void each(const std::function<void(Connection&)>& body);

 private:
  std::function<void(std::size_t)> on_change_;
  std::mutex mutex_;
  std::list<std::shared_ptr<Connection>> open_;
  std::atomic<std::size_t> count_{0};
};

class Connections::Entry {
 public:
  Entry(Connections& all, std::list<std::shared_ptr<Connection>>::iterator position) : all_(all), position_(position) {}
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry();

 private:
  Connections& all_;
  std::list<std::shared_ptr<Connection>>::iterator position_;
};

}  // namespace smartdesk::http
