// For tests: a local HTTP server that sends exactly the bytes that the test specifies, valid or not.

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace smartdesk {

class CannedServer {
 public:
  struct Request {
    std::string method, path, head, body;
  };
  // Writes the response.
  class Wire {
   public:
    explicit Wire(int socket, const std::atomic<bool>& closing) : socket_(socket), closing_(closing) {}
    bool send(std::string_view bytes) const {
      return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    }
    void reply(int status, std::string_view body, std::string_view type = "application/json",
               std::string_view more_headers = "") const {
      send("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more_headers) +
           "Connection: close\r\n\r\n" + std::string(body));
    }
    // A stream that ends when the connection does.
    void begin_stream(std::string_view type = "application/x-ndjson") const {
      send("HTTP/1.1 200 OK\r\nContent-Type: " + std::string(type) + "\r\nConnection: close\r\n\r\n");
    }
    // Sends nothing until the server or the client closes, at most `milliseconds`.
    void hang(int milliseconds = 60'000) const {
      for (int waited = 0; waited < milliseconds && !closing_; waited += 20) {
        char byte;
        if (::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    }

   private:
    int socket_;
    const std::atomic<bool>& closing_;
  };
  // Called from one thread per connection.
  using Handler = std::function<void(const Request&, const Wire&)>;

  explicit CannedServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 128);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }

  ~CannedServer() {
    closing_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    ::close(listener_);
    accepting_.join();
    for (auto& thread : answering_) thread.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int requests() const { return requests_; }

 private:
  void accept_all() {
    while (!closing_) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) continue;
      answering_.emplace_back([this, socket] {
        answer(socket);
        ::close(socket);
      });
    }
  }

  void answer(int socket) {
    std::string bytes;
    std::size_t head_end = std::string::npos;
    char part[4096];
    while (head_end == std::string::npos) {
      const auto count = ::recv(socket, part, sizeof part, 0);
      if (count <= 0) return;
      bytes.append(part, static_cast<std::size_t>(count));
      head_end = bytes.find("\r\n\r\n");
    }
    Request request;
    request.head = bytes.substr(0, head_end);
    request.method = request.head.substr(0, request.head.find(' '));
    const auto path = request.method.size() + 1;
    request.path = request.head.substr(path, request.head.find(' ', path) - path);
    std::size_t length = 0;
    if (const auto at = request.head.find("Content-Length: "); at != std::string::npos) {
      length = std::stoul(request.head.substr(at + 16));
    }
    request.body = bytes.substr(head_end + 4);
    while (request.body.size() < length) {
      const auto count = ::recv(socket, part, sizeof part, 0);
      if (count <= 0) return;
      request.body.append(part, static_cast<std::size_t>(count));
    }
    ++requests_;
    handler_(request, Wire(socket, closing_));
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> closing_{false};
  std::atomic<int> requests_{0};
  std::thread accepting_;
  std::vector<std::thread> answering_;
};

}  // namespace smartdesk
