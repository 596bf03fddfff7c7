#include "http/internal/connection.h"

#include <boost/asio/post.hpp>

namespace smartdesk::http {
namespace {

constexpr auto kNever = Connection::Clock::time_point::max();

Connection::Clock::time_point point(Connection::Clock::rep ticks) {
  return Connection::Clock::time_point(Connection::Clock::duration(ticks));
}

std::string address_text(const boost::asio::ip::tcp::endpoint& endpoint) {
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
  return address.to_string();
}

}  // namespace

Connection::Connection(Socket socket) : socket_(std::move(socket)), deadline_(kNever.time_since_epoch().count()) {
  boost::system::error_code ignored;
  wire.peer = address_text(socket_.remote_endpoint(ignored));
  wire.local = address_text(socket_.local_endpoint(ignored));
}

void Connection::expect_within(std::chrono::seconds time) {
  is_late_ = false;
  deadline_ = (Clock::now() + time).time_since_epoch().count();
}

void Connection::expect_whenever() { deadline_ = kNever.time_since_epoch().count(); }

void Connection::is_idle(std::chrono::seconds time) {
  expect_within(time);
  idle_ = true;
}

void Connection::hang_up_if_late() {
  if (Clock::now() < point(deadline_)) return;
  // The deadline may have changed by the time the thread runs this.
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (Clock::now() < point(self->deadline_)) return;
    self->is_late_ = true;
    boost::system::error_code ignored;
    self->socket_.cancel(ignored);
  });
}

void Connection::hang_up_if_idle() {
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    boost::system::error_code ignored;
    if (self->idle_) self->socket_.close(ignored);
  });
}

void Connection::hang_up() {
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    boost::system::error_code ignored;
    self->socket_.close(ignored);
  });
}

std::shared_ptr<Connections::Entry> Connections::add(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  open_.push_front(std::move(connection));
  on_change_(++count_);
  return std::make_shared<Entry>(*this, open_.begin());
}

void Connections::each(const std::function<void(Connection&)>& body) {
  const std::lock_guard lock(mutex_);
  for (const auto& connection : open_) body(*connection);
}

Connections::Entry::~Entry() {
  const std::lock_guard lock(all_.mutex_);
  all_.open_.erase(position_);
  all_.on_change_(--all_.count_);
}

}  // namespace smartdesk::http
