// For tests of servers: a client that sends and receives raw bytes.

#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace smartdesk {

// A TCP connection to this machine.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("no connection");
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(socket_); }

  // Drops bytes that the server no longer accepts.
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  void end_sending() { ::shutdown(socket_, SHUT_WR); }

  // Everything received until the server closes.
  std::string rest() {
    while (receive()) {
    }
    return std::move(received_);
  }

  // Everything up to and including `text`; throws if the server closes first.
  std::string until(std::string_view text) {
    for (;;) {
      if (const auto at = received_.find(text); at != std::string::npos) {
        auto head = received_.substr(0, at + text.size());
        received_.erase(0, head.size());
        return head;
      }
      if (!receive()) throw std::runtime_error("closed after: " + received_);
    }
  }

  // One response with a Content-Length, including its body.
  std::string answer() {
    auto head = until("\r\n\r\n");
    const auto at = head.find("Content-Length: ");
    const auto length = at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
    while (received_.size() < length && receive()) {
    }
    head += received_.substr(0, length);
    received_.erase(0, length);
    return head;
  }

 private:
  bool receive() {
    char buffer[1 << 16];
    const auto size = ::recv(socket_, buffer, sizeof buffer, 0);
    if (size > 0) received_.append(buffer, static_cast<std::size_t>(size));
    return size > 0;
  }

  int socket_;
  std::string received_;
};

}  // namespace smartdesk
