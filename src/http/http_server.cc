#include "http/http_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <thread>

#include "core/parallel.h"
#include "http/internal/connection.h"
#include "http/internal/conversation.h"
#include "http/internal/workers.h"

namespace smartdesk::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kResult = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kGlance{50};  // between two checks for a request to stop
constexpr std::chrono::seconds kSweep{1};         // between two checks for connections past their deadline

Error usage(const std::string& message) { return {ErrorCode::kUsage, message}; }

int or_machine(int wanted, int least) { return wanted > 0 ? wanted : std::max(least, hardware_threads()); }

std::optional<asio::ssl::context> tls_of(const ServerOptions& options) {
  if (options.certificate_file.empty() != options.key_file.empty())
    throw usage("TLS needs both a certificate file and a key file. Give both.");
  if (options.certificate_file.empty()) return std::nullopt;
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  error_code fault;
  context.use_certificate_chain_file(options.certificate_file, fault);
  if (fault) throw usage(options.certificate_file + " is not a readable PEM certificate: " + fault.message() + ".");
  context.use_private_key_file(options.key_file, asio::ssl::context::pem, fault);
  if (fault) throw usage(options.key_file + " is not a readable PEM key for the certificate: " + fault.message() + ".");
  return context;
}

tcp::endpoint endpoint_of(asio::io_context& io, const ServerOptions& options) {
  const std::string host = options.host == "localhost" ? "127.0.0.1" : options.host;
  const auto port = static_cast<unsigned short>(options.port);
  error_code fault;
  const auto address = asio::ip::make_address(host, fault);
  if (!fault) return {address, port};
  const auto found = tcp::resolver(io).resolve(host, std::to_string(port), fault);
  if (fault || found.empty()) throw usage("The host " + host + " cannot be resolved. Use an address of this machine.");
  return *found.begin();
}

// The connections of one thread; they never wait for another thread.
struct Loop {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
};

std::vector<std::unique_ptr<Loop>> make_loops(int threads) {
  std::vector<std::unique_ptr<Loop>> loops;
  for (int i = 0; i < threads; ++i) loops.push_back(std::make_unique<Loop>());
  return loops;
}

}  // namespace

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  error_code fault;
  const auto address = asio::ip::make_address(std::string(host), fault);
  return !fault && address.is_loopback();
}

struct HttpServer::State {
  State(ServerOptions wanted, std::shared_ptr<const Router> routes, std::shared_ptr<ServerMetrics> counts);
  void listen();
  asio::awaitable<void> accept();
  asio::awaitable<void> converse(std::shared_ptr<Connection> connection);
  asio::awaitable<void> converse_over_tls(Connection& connection);
  void drain();

  ServerOptions options;
  std::shared_ptr<const Router> router;
  std::shared_ptr<ServerMetrics> metrics;
  std::atomic<bool> is_asked_to_stop{false}, is_draining{false};
  std::optional<asio::ssl::context> tls;
  Gate gate;
  Connections connections;
  Workers workers, hashing;  // outlive the loops, whose coroutines hold slots
  std::vector<std::unique_ptr<Loop>> loops;
  tcp::acceptor acceptor;
  ServerRoom room{options, gate, workers, hashing, *metrics, is_draining};
};

HttpServer::State::State(ServerOptions wanted, std::shared_ptr<const Router> routes,
                         std::shared_ptr<ServerMetrics> counts)
    : options(std::move(wanted)),
      router(std::move(routes)),
      metrics(std::move(counts)),
      tls(tls_of(options)),
      gate(options, router),
      connections([this](std::size_t open) { metrics->connections_are(open); }),
      workers(or_machine(options.workers, 2), options.limits.waiting_slow, metrics.get()),
      hashing(std::max(1, hardware_threads() / 2), options.limits.waiting_hashing, nullptr),
      loops(make_loops(or_machine(options.threads, 1))),
      acceptor(loops.front()->io) {
  if (!options.authorise && !is_loopback(options.host)) {
    throw usage("The host " + options.host +
                " accepts connections from other machines, but there are no users yet. Add a user first, or use "
                "127.0.0.1.");
  }
  listen();
}

void HttpServer::State::listen() {
  const auto endpoint = endpoint_of(loops.front()->io, options);
  error_code fault;
  acceptor.open(endpoint.protocol(), fault);
  if (!fault) acceptor.set_option(tcp::acceptor::reuse_address(true), fault);
  if (!fault) acceptor.bind(endpoint, fault);
  if (!fault) acceptor.listen(4096, fault);
  if (fault) {
    throw usage(fmt::format("Cannot listen on {} port {}: {}. Choose another host or port.", options.host, options.port,
                            fault.message()));
  }
}

asio::awaitable<void> HttpServer::State::accept() {
  asio::steady_timer pause(loops.front()->io);
  for (std::size_t number = 0; acceptor.is_open(); ++number) {
    error_code fault;
    if (connections.count() < options.limits.connections) {
      auto& io = loops[number % loops.size()]->io;
      auto [failed, socket] = co_await acceptor.async_accept(io.get_executor(), kResult);
      fault = failed;
      if (!fault) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(io, converse(std::make_shared<Connection>(std::move(socket))), asio::detached);
        continue;
      }
    }
    // Too many connections are open, or no file descriptor is left: wait until a connection closes.
    pause.expires_after(kGlance);
    co_await pause.async_wait(kResult);
  }
}

asio::awaitable<void> HttpServer::State::converse(std::shared_ptr<Connection> connection) {
  const auto entry = connections.add(connection);
  if (tls) {
    co_await converse_over_tls(*connection);
  } else {
    Conversation<Connection::Socket> conversation(room, *connection, connection->socket());
    co_await conversation.run();
  }
}

asio::awaitable<void> HttpServer::State::converse_over_tls(Connection& connection) {
  using Stream = asio::ssl::stream<Connection::Socket&>;
  connection.wire.is_tls = true;
  Stream stream(connection.socket(), *tls);
  connection.expect_within(options.limits.header_deadline);
  const auto [fault] = co_await stream.async_handshake(Stream::server, kResult);
  if (fault) co_return;
  Conversation<Stream> conversation(room, connection, stream);
  co_await conversation.run();
  connection.expect_within(std::chrono::seconds(2));
  co_await stream.async_shutdown(kResult);
}

void HttpServer::State::drain() {
  is_draining = true;
  asio::post(loops.front()->io, [this] {
    error_code ignored;
    acceptor.close(ignored);
  });
  connections.each([](Connection& connection) { connection.hang_up_if_idle(); });
  const auto give_up_at = Connection::Clock::now() + options.limits.drain_deadline;
  while (connections.count() > 0 && Connection::Clock::now() < give_up_at) std::this_thread::sleep_for(kGlance);
  connections.each([](Connection& connection) { connection.hang_up(); });
}

HttpServer::HttpServer(ServerOptions options, std::shared_ptr<const Router> router,
                       std::shared_ptr<ServerMetrics> metrics)
    : state_(std::make_unique<State>(std::move(options), std::move(router), std::move(metrics))) {}

HttpServer::~HttpServer() = default;

int HttpServer::port() const { return state_->acceptor.local_endpoint().port(); }

std::string HttpServer::url() const {
  const auto& host = state_->options.host;
  return fmt::format("http{}://{}:{}", state_->tls ? "s" : "",
                     host.find(':') == std::string::npos ? host : "[" + host + "]", port());
}

void HttpServer::run(const std::atomic<bool>* stopped) {
  asio::co_spawn(state_->loops.front()->io, state_->accept(), asio::detached);
  std::vector<std::jthread> threads;
  for (auto& loop : state_->loops) threads.emplace_back([&io = loop->io] { io.run(); });
  auto swept_at = Connection::Clock::now();
  while (!state_->is_asked_to_stop && (stopped == nullptr || !*stopped)) {
    std::this_thread::sleep_for(kGlance);
    if (Connection::Clock::now() - swept_at < kSweep) continue;
    swept_at = Connection::Clock::now();
    state_->connections.each([](Connection& connection) { connection.hang_up_if_late(); });
  }
  state_->drain();
  state_->workers.join();
  state_->hashing.join();
  for (auto& loop : state_->loops) loop->io.stop();
}

void HttpServer::stop() { state_->is_asked_to_stop = true; }

std::vector<TokensTaken> HttpServer::tokens_taken() { return state_->gate.tokens_taken(); }

void HttpServer::charge(std::span<const TokensTaken> elsewhere) { state_->gate.charge(elsewhere); }

}  // namespace smartdesk::http
