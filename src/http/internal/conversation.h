// The requests and responses of one connection, in sequence.

#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>

#include "http/internal/body_sink.h"
#include "http/internal/connection.h"
#include "http/internal/wire.h"
#include "http/internal/workers.h"

namespace smartdesk::http {

// State shared by all connections.
struct ServerRoom {
  const ServerOptions& options;
  Gate& gate;
  Workers &workers, &hashing;  // for Cost::kSlow and kHashing
  ServerMetrics& metrics;
  std::atomic<bool>& is_draining;
};

// Stream: Connection::Socket, or TLS over one. One object per connection; runs on its thread.
template <typename Stream>
class Conversation {
 public:
  Conversation(ServerRoom room, Connection& connection, Stream& stream)
      : room_(room), connection_(connection), stream_(stream), buffer_(kMostBuffered) {}

  // Returns when either side closes.
  boost::asio::awaitable<void> run();

 private:
  // The parser waits until a whole chunk header or trailer is in the buffer; without a limit a client fills the memory.
  static constexpr std::size_t kMostBuffered = std::size_t{64} << 10;

  using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  template <typename Result>
  using Coming = boost::asio::awaitable<Result>;

  Coming<bool> somebody_asks();
  Coming<void> exchange();
  Coming<Response> answer(Parser& parser, Admitted& admitted);
  Coming<void> read_header(Parser& parser);
  Coming<void> skip_blank_lines();
  void go_on_after(const Parser& parser);
  Coming<void> read_body(Parser& parser, const Route& route, BodySink& sink);
  Coming<Response> handle(const Route& route, const Request& request);
  Coming<void> write(Response& response, const Admitted& admitted, const Parser& parser);
  Coming<void> write_stream(const Response& response, const Route* route, bool is_chunked);
  Coming<Piece> next_piece(const Response& response, const Route* route);
  Coming<void> send(std::string_view head, std::string_view body);
  Coming<void> linger();
  Framing framing_of(const Response& response, const Admitted& admitted, const Parser& parser);
  void complain(const Admitted& admitted, const std::string& why);
  void log(const Admitted& admitted, const Response& response, Connection::Clock::time_point since);

  ServerRoom room_;
  Connection& connection_;
  Stream& stream_;
  boost::beast::flat_buffer buffer_;
  boost::system::error_code fault_;  // from reading the header
  std::size_t sent_ = 0;             // bytes of this response
  bool is_last_ = false;             // the connection closes after this response
  bool unread_ = false;              // the client may still be sending
};

}  // namespace smartdesk::http
