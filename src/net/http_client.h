// An HTTP and HTTPS client with a deadline for each stage. Replies may be streamed.

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
  std::size_t max_bytes = std::size_t{16} << 20;  // a longer reply is an error
  const std::atomic<bool>* stopped = nullptr;     // set by Ctrl-C; may be null
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::optional<int> retry_after_s;
  std::string body;  // empty if the reply went to a sink
};

// No complete reply arrived, of any status. The message has no final full stop, so that longer messages can contain it.
class HttpError : public Error {
 public:
  enum class Fault {
    kUnreachable,  // no connection: name, port, TLS
    kTimeout,      // a deadline passed
    kCut,          // the connection broke
    kTooLarge,     // longer than max_bytes
  };
  HttpError(Fault fault, const std::string& message) : Error(ErrorCode::kUnavailable, message), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

// Receives the pieces of a reply with status 200 in order. Return false to end the reply without an error.
using HttpSink = std::function<bool(std::string_view piece)>;

// Keeps connections for later requests. Thread-safe: requests of several threads run at the same time. Does not follow
// redirects (the reply is the 3xx itself), so that data for one server does not reach another. Uses the proxies of the
// environment, but never for this machine.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();

  // Throws HttpError, or Error{kInterrupted} within about a second after `stopped` is set.
  HttpReply send(const HttpRequest& request, const HttpSink& sink = {});

 private:
  struct Connections;
  std::unique_ptr<Connections> connections_;
};

}  // namespace smartdesk::net
