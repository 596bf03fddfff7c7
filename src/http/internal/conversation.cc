#include "http/internal/conversation.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <type_traits>

#include "http/internal/body_sink.h"
#include "http/problem.h"

namespace smartdesk::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;

constexpr auto kResult = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kSliceBytes = std::size_t{256} << 10;
constexpr std::size_t kMostDiscarded = std::size_t{64} << 20;
constexpr std::chrono::seconds kLingering{2};
constexpr std::chrono::milliseconds kBetweenQuestions{250};
constexpr std::chrono::seconds kBetweenSignsOfLife{15};
constexpr std::string_view kLines = "application/x-ndjson";
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kSignOfLife = ": still here\n\n";

// The client closed the connection or took too long: nobody is there to answer.
struct ClientIsGone {};

Problem problem_of_reading(error_code fault, bool is_late) {
  if (fault == beast_http::error::header_limit) return {431, "The request header is too long."};
  if (fault == beast_http::error::buffer_overflow)
    return {431, "A chunk extension or the trailer of the request is too long."};
  if (fault == beast_http::error::body_limit) return {413, "The request body is too long for this path."};
  if (fault == beast_http::error::bad_version) return {505, "This server supports HTTP/1.1."};
  if (is_late) return {408, "The request took too long to arrive."};
  static const error_code parsing = beast_http::error::bad_method;
  if (fault.category() != parsing.category() || fault == beast_http::error::end_of_stream ||
      fault == beast_http::error::partial_message)
    throw ClientIsGone();
  return {400, "The request is not valid HTTP: " + fault.message() + "."};
}

Response preflight(const std::string& allow) {
  auto response = no_content();
  response.headers.emplace_back("Allow", allow);
  return response;
}

bool is_events(const Response& response) { return response.content_type == "text/event-stream"; }

// Counts a request as long as it lives, even if it ends early.
class Counted {
 public:
  explicit Counted(ServerMetrics& metrics) : metrics_(metrics) { metrics_.request_started(); }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { metrics_.request_ended(method, pattern, status, Connection::Clock::now() - since); }

  std::string_view method = "-", pattern = "-";
  int status = 499;  // the client closed the connection
  Connection::Clock::time_point since = Connection::Clock::now();

 private:
  ServerMetrics& metrics_;
};

}  // namespace

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::run() {
  try {
    // Not `!is_last_ && co_await somebody_asks()`: GCC 12 awaits the right side regardless of the left one.
    while (!is_last_) {
      const bool asks = co_await somebody_asks();
      if (!asks) break;
      co_await exchange();
    }
  } catch (const ClientIsGone&) {
  } catch (const boost::system::system_error&) {  // the same, during a write
  }
}

// Holds no buffer while the connection is idle: there may be thousands.
template <typename Stream>
asio::awaitable<bool> Conversation<Stream>::somebody_asks() {
  if (buffer_.size() > 0) co_return !room_.is_draining;
  buffer_.clear();
  buffer_.shrink_to_fit();
  connection_.is_idle(room_.options.limits.idle_deadline);
  if (room_.is_draining) co_return false;
  if constexpr (std::is_same_v<Stream, Connection::Socket>) {
    const auto [fault] = co_await stream_.async_wait(Connection::Socket::wait_read, kResult);
    connection_.is_busy();
    co_return !fault;
  } else {
    const auto [fault, bytes] = co_await stream_.async_read_some(buffer_.prepare(1024), kResult);
    buffer_.commit(bytes);
    connection_.is_busy();
    co_return !fault;
  }
}

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::exchange() {
  Parser parser;
  Admitted admitted;
  co_await read_header(parser);
  Counted counted(room_.metrics);
  auto response = co_await answer(parser, admitted);
  if (admitted.route != nullptr) {
    counted.method = name_of(admitted.request.method);
    counted.pattern = admitted.route->pattern;
  }
  sent_ = 0;
  co_await write(response, admitted, parser);
  counted.status = response.status;
  log(admitted, response, counted.since);
  if (unread_) co_await linger();
}

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::read_header(Parser& parser) {
  parser.header_limit(static_cast<std::uint32_t>(room_.options.limits.header_bytes));
  parser.body_limit(boost::none);  // the route's, once it is known
  connection_.expect_within(room_.options.limits.header_deadline);
  co_await skip_blank_lines();
  const auto [fault, bytes] = co_await beast_http::async_read_header(stream_, buffer_, parser, kResult);
  connection_.expect_whenever();
  fault_ = fault;
  if (fault == beast_http::error::end_of_stream) throw ClientIsGone();
}

// Some clients end a body with an empty line that its length does not count (RFC 9112, section 2.2).
template <typename Stream>
asio::awaitable<void> Conversation<Stream>::skip_blank_lines() {
  for (;;) {
    const auto* bytes = static_cast<const char*>(buffer_.data().data());
    while (buffer_.size() > 0 && (*bytes == '\r' || *bytes == '\n')) {
      buffer_.consume(1);
      ++bytes;
    }
    if (buffer_.size() > 0) co_return;
    const auto [fault, read] = co_await stream_.async_read_some(buffer_.prepare(std::size_t{4} << 10), kResult);
    buffer_.commit(read);
    if (fault && read == 0) throw ClientIsGone();
  }
}

template <typename Stream>
asio::awaitable<Response> Conversation<Stream>::answer(Parser& parser, Admitted& admitted) {
  is_last_ = unread_ = true;  // until the whole request is parsed and read
  try {
    if (fault_) throw problem_of_reading(fault_, connection_.is_late());
    room_.gate.admit(parser.get().base(), connection_.wire, admitted);
    if (admitted.route == nullptr) {
      if (parser.is_done()) go_on_after(parser);
      co_return preflight(admitted.allow);
    }
    BodySink sink(admitted.route->body_storage, room_.options.body_folder, admitted.request);
    co_await read_body(parser, *admitted.route, sink);
    go_on_after(parser);
    co_return co_await handle(*admitted.route, admitted.request);
  } catch (const Problem& problem) {
    if (admitted.is_framed && parser.is_done()) go_on_after(parser);
    co_return problem.response();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kFailed) complain(admitted, error.what());
    co_return problem_of(error).response();
  } catch (const std::exception& error) {
    complain(admitted, error.what());
    co_return problem_of(Error(ErrorCode::kFailed, "")).response();
  }
}

template <typename Stream>
void Conversation<Stream>::go_on_after(const Parser& parser) {
  unread_ = false;
  is_last_ = !parser.keep_alive();
}

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::read_body(Parser& parser, const Route& route, BodySink& sink) {
  const auto length = parser.content_length();
  const bool is_lines = route.lines_limit > 0 && parser.get()[beast_http::field::content_type].starts_with(kLines);
  const auto limit = is_lines ? route.lines_limit : route.body_limit;
  if (length && *length > limit) throw problem_of_reading(beast_http::error::body_limit, false);
  parser.body_limit(limit);
  if (!parser.is_done() && parser.get().version() >= 11 &&
      boost::beast::iequals(parser.get()[beast_http::field::expect], "100-continue"))
    co_await send(kContinue, {});
  connection_.expect_within(room_.options.limits.body_deadline +
                            std::chrono::seconds(limit / (std::size_t{256} << 10)));
  while (!parser.is_done()) {
    const auto space = sink.room();
    parser.get().body() = {space.data(), space.size(), true};
    auto [fault, bytes] = co_await beast_http::async_read(stream_, buffer_, parser, kResult);
    if (fault == beast_http::error::need_buffer) fault = {};
    if (fault) throw problem_of_reading(fault, connection_.is_late());
    sink.taken(space.size() - parser.get().body().size);
  }
  connection_.expect_whenever();
  sink.finish();
}

template <typename Stream>
asio::awaitable<Response> Conversation<Stream>::handle(const Route& route, const Request& request) {
  if (route.cost == Cost::kQuick && request.body.size() <= room_.options.limits.quick_body_bytes)
    co_return route.handler(request);
  auto& workers = route.cost == Cost::kHashing ? room_.hashing : room_.workers;
  co_return co_await workers.run([&] { return route.handler(request); });
}

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::write(Response& response, const Admitted& admitted, const Parser& parser) {
  const auto framing = framing_of(response, admitted, parser);
  const auto head = head_of(response, framing);
  const std::string_view body = response.lasting.empty() ? std::string_view(response.body) : response.lasting;
  const bool has_body = !admitted.is_head && response.status != 204 && response.status != 304;
  if (!has_body || !response.stream) {
    co_await send(head, has_body ? body : std::string_view());
  } else {
    co_await send(head, {});
    co_await write_stream(response, admitted.route, framing.is_chunked);
  }
}

template <typename Stream>
Framing Conversation<Stream>::framing_of(const Response& response, const Admitted& admitted, const Parser& parser) {
  Framing framing;
  const bool is_old = !fault_ && parser.get().version() < 11;
  is_last_ |= room_.is_draining;
  if (response.stream) {
    framing.is_chunked = !is_old;
    is_last_ |= is_old && !admitted.is_head;
  } else if (response.status != 204 && response.status != 304) {
    framing.length = response.lasting.empty() ? response.body.size() : response.lasting.size();
  }
  framing.says_close = is_last_;
  framing.says_keep_alive = !is_last_ && is_old;
  return framing;
}

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::write_stream(const Response& response, const Route* route,
                                                         bool is_chunked) {
  const auto may_be_silent = kBetweenSignsOfLife / kBetweenQuestions;
  std::remove_const_t<decltype(may_be_silent)> silent = 0;
  for (Piece piece; !piece.is_last;) {
    piece = co_await next_piece(response, route);
    if (piece.bytes.empty() && !piece.is_last) {
      if (room_.is_draining && !is_events(response)) throw ClientIsGone();
      if (room_.is_draining) break;
      asio::steady_timer pause(stream_.get_executor(), kBetweenQuestions);
      co_await pause.async_wait(kResult);
      if (is_events(response) && ++silent >= may_be_silent) piece.bytes = kSignOfLife;
    }
    if (piece.bytes.empty()) continue;
    silent = 0;
    if (is_chunked) piece.bytes = chunk_of(piece.bytes);
    co_await send(piece.bytes, {});
  }
  if (is_chunked) co_await send(kLastChunk, {});
}

template <typename Stream>
asio::awaitable<Piece> Conversation<Stream>::next_piece(const Response& response, const Route* route) {
  if (route->cost == Cost::kQuick) co_return response.stream();
  co_return co_await room_.workers.run_uncounted([&] { return response.stream(); });
}

template <typename Stream>
asio::awaitable<void> Conversation<Stream>::send(std::string_view head, std::string_view body) {
  do {
    const auto slice = body.substr(0, kSliceBytes);
    connection_.expect_within(room_.options.limits.write_deadline);
    const std::array pieces{asio::buffer(head), asio::buffer(slice)};
    const auto [fault, bytes] = co_await asio::async_write(stream_, pieces, kResult);
    if (fault) throw ClientIsGone();
    sent_ += bytes;
    head = {};
    body.remove_prefix(slice.size());
  } while (!body.empty());
  connection_.expect_whenever();
}

// Closing a socket with unread input sends RST, and the peer may discard the response; drain first.
template <typename Stream>
asio::awaitable<void> Conversation<Stream>::linger() {
  error_code fault;
  if constexpr (std::is_same_v<Stream, Connection::Socket>)
    static_cast<void>(connection_.socket().shutdown(Connection::Socket::shutdown_send, fault));
  connection_.expect_within(kLingering);
  for (std::size_t discarded = 0; !fault && discarded < kMostDiscarded && !connection_.is_late();) {
    buffer_.clear();
    const auto [failed, bytes] = co_await stream_.async_read_some(buffer_.prepare(std::size_t{16} << 10), kResult);
    fault = failed;
    discarded += bytes;
  }
}

template <typename Stream>
void Conversation<Stream>::log(const Admitted& admitted, const Response& response,
                               Connection::Clock::time_point since) {
  if (!room_.options.access_log) return;
  const auto taken = std::chrono::duration<double, std::milli>(Connection::Clock::now() - since);
  room_.options.access_log(fmt::format(
      "{} {} {} {} {} B {:.1f} ms",
      connection_.wire.peer == admitted.request.client || admitted.request.client.empty() ? connection_.wire.peer
                                                                                          : admitted.request.client,
      admitted.route == nullptr ? "-" : name_of(admitted.request.method),
      admitted.route == nullptr ? "-" : admitted.route->pattern, response.status, sent_, taken.count()));
}

template <typename Stream>
void Conversation<Stream>::complain(const Admitted& admitted, const std::string& why) {
  if (!room_.options.error_log) return;
  const auto* route = admitted.route;
  room_.options.error_log(route == nullptr ? why
                                           : fmt::format("{} {}: {}", name_of(route->method), route->pattern, why));
}

template class Conversation<Connection::Socket>;
template class Conversation<asio::ssl::stream<Connection::Socket&>>;

}  // namespace smartdesk::http
