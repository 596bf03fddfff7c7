// Requests over HTTP and HTTPS with deadlines on every stage; replies are handed over as they stream in.

#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace smartdesk::net {

struct HttpDeadlines {  // in milliseconds
  int connect = 5'000;
  int first_byte = 120'000;  // from the request's start to the reply's first byte
  int idle = 60'000;         // between two pieces of a reply
  int total = 300'000;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  HttpDeadlines deadlines = {};
  std::size_t max_bytes = std::size_t{16} << 20;  // a longer reply is broken off
  const std::atomic<bool>* stopped = nullptr;     // set by Ctrl-C; may be null
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::optional<int> retry_after_s;
  std::string body;  // empty if the reply went to a sink
};

// No complete reply came, whatever its status would have been.
class HttpError : public Error {
 public:
  enum class Fault {
    kUnreachable,  // no connection: name, port, TLS
    kTimeout,      // a deadline passed
    kCut,          // the connection broke off
    kTooLarge,     // longer than max_bytes
  };
  HttpError(Fault fault, const std::string& message) : Error(ErrorCode::kUnavailable, message), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

// Gets pieces of a reply with status 200 in order; false breaks it off without an error.
using HttpSink = std::function<bool(std::string_view piece)>;

// Keeps connections for the next request. Thread-safe: requests of several threads run side by side. Redirects are not
// followed (the reply is the 3xx itself): what is sent to one server must not end at another. Proxies are used as the
// environment says, never for this machine itself.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();

  // Throws HttpError; Error{kInterrupted} within about a second after `stopped` was set.
  HttpReply send(const HttpRequest& request, const HttpSink& sink = {});

 private:
  struct Connections;
  std::unique_ptr<Connections> connections_;
};

}  // namespace smartdesk::net
