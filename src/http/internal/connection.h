// One client's connection, whatever is spoken on it: its deadline, and whether it may go on.

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

// All of it belongs to the thread of the socket's io_context but what says otherwise.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  explicit Connection(Socket socket);

  // The wait that begins now must end in time; what waits beyond ends with operation_aborted and is_late() is true.
  void expect_within(std::chrono::seconds time);
  void expect_whenever();
  bool is_late() const { return is_late_; }

  // Between two requests: a server that stops may hang up.
  void is_idle(std::chrono::seconds time);
  void is_busy() { idle_ = false; }

  // From any thread, these three.
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

// All that are open. Thread-safe.
class Connections {
 public:
  // Is told how many there are after each change; it runs under the lock.
  explicit Connections(std::function<void(std::size_t)> on_change) : on_change_(std::move(on_change)) {}

  class Entry;  // takes the connection off the list when destroyed
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
