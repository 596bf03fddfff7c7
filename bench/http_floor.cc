// The floor of any HTTP server on Boost.Beast: reads a request, answers a constant. What `serve` is measured against.
//   http_floor PORT THREADS

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

const std::string kAnswer =
    R"({"model_version":"0123456789ab","predictions":[{"tasks":{"category":{"label":"Billing","probability":0.9312,)"
    R"("flag":null,"probabilities":{"Account Management":0.0100,"Billing":0.9312,"Bug Report":0.0100,)"
    R"("Feature Request":0.0100,"Login Issue":0.0100,"Other":0.0088,"Payment Issue":0.0100,"Technical Issue":0.0100}}}}]})";

class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : stream_(std::move(socket)) {
    stream_.socket().set_option(tcp::no_delay(true));
  }

  void read() {
    request_ = {};
    http::async_read(stream_, buffer_, request_, [self = shared_from_this()](beast::error_code fault, std::size_t) {
      if (!fault) self->write();
    });
  }

 private:
  void write() {
    response_ = {http::status::ok, request_.version()};
    response_.set(http::field::content_type, "application/json");
    response_.keep_alive(request_.keep_alive());
    response_.body() = kAnswer;
    response_.prepare_payload();
    http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code fault, std::size_t) {
      if (!fault && self->response_.keep_alive()) self->read();
    });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
};

void accept(asio::io_context& io, tcp::acceptor& acceptor) {
  acceptor.async_accept(asio::make_strand(io), [&](beast::error_code fault, tcp::socket socket) {
    if (!fault) std::make_shared<Session>(std::move(socket))->read();
    accept(io, acceptor);
  });
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const int threads = std::stoi(arguments[2]);
  asio::io_context io(threads);
  tcp::acceptor acceptor(io,
                         {asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(std::stoi(arguments[1]))});
  acceptor.listen(4096);
  accept(io, acceptor);
  std::vector<std::jthread> pool;
  for (int i = 0; i < threads; ++i) pool.emplace_back([&] { io.run(); });
}
