#include "http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "core/error.h"
#include "http/problem.h"
#include "support/raw_client.h"

namespace smartdesk::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kLocal = "Host: localhost\r\n";

Route route(Method method, std::string pattern, Cost cost, Handler handler) {
  Route made;
  made.method = method;
  made.pattern = std::move(pattern);
  made.role = Role::kNobody;
  made.cost = cost;
  made.handler = std::move(handler);
  return made;
}

std::string get(const std::string& path, const std::string& more = "", const std::string& host = "localhost") {
  return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "Connection: close\r\n\r\n";
}

std::string post(const std::string& path, const std::string& more, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n" + body;
}

std::string length(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }

// A server with the routes of a test; runs from begin() to the end of the test.
class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    options.port = 0;
    options.workers = 1;
    options.limits.waiting_slow = 1;
    options.limits.drain_deadline = std::chrono::seconds(5);
    router->add(route(Method::kGet, "/quick", Cost::kQuick, [](const Request& request) {
      return text_response("quick " + request.query_value("q").value_or("") + request.client);
    }));
    router->add(route(Method::kPost, "/echo", Cost::kQuick,
                      [](const Request& request) { return text_response(request.body, "application/octet-stream"); }));
    router->add(route(Method::kGet, "/slow", Cost::kSlow, [this](const Request&) {
      ++slow;
      go_on.get_future().wait();
      return text_response("slow");
    }));
  }
  ~HttpServerTest() override { end(); }

  void begin() {
    server = std::make_unique<HttpServer>(options, router, metrics);
    loop = std::thread([this] { server->run(); });
  }
  void end() {
    if (server) server->stop();
    if (loop.joinable()) loop.join();
  }
  std::string ask(const std::string& bytes) {
    RawClient client(server->port());
    client.send(bytes);
    return client.rest();
  }

  ServerOptions options;
  std::shared_ptr<Router> router = std::make_shared<Router>();
  std::shared_ptr<ServerMetrics> metrics = std::make_shared<ServerMetrics>();
  std::unique_ptr<HttpServer> server;
  std::thread loop;
  std::atomic<int> slow{0};
  std::promise<void> go_on;
};

TEST_F(HttpServerTest, AnswersWithSecurityHeaders) {
  begin();
  const auto answer = ask(get("/quick?q=a%20b"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK"));
  EXPECT_THAT(answer, EndsWith("quick a b127.0.0.1"));
  for (const char* header : {"nosniff", "frame-ancestors 'none'", "no-referrer", "no-store", "default-src 'none'"})
    EXPECT_THAT(answer, HasSubstr(header));
  EXPECT_THAT(answer, Not(HasSubstr("unsafe")));
}

TEST_F(HttpServerTest, AnswersHeadWithoutABodyAndOptionsWithMethods) {
  begin();
  const auto head = ask("HEAD /quick HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: 15"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
  EXPECT_THAT(ask("OPTIONS /quick HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
              HasSubstr("Allow: GET, HEAD, OPTIONS"));
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  begin();
  const auto answer =
      ask("GET /quick?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
          "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\ntwo" +
          get("/quick?q=3"));
  const auto one = answer.find("quick 1"), two = answer.find("two"), three = answer.find("quick 3");
  EXPECT_LT(one, two);
  EXPECT_LT(two, three);
  EXPECT_NE(three, std::string::npos);
}

TEST_F(HttpServerTest, KeepsTheConnectionForTheNextRequest) {
  begin();
  RawClient client(server->port());
  for (const char* q : {"1", "2", "3"}) {
    client.send("GET /quick?q=" + std::string(q) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_THAT(client.answer(), HasSubstr("quick " + std::string(q)));
  }
}

TEST_F(HttpServerTest, RefusesInvalidHttpAndUnknownPaths) {
  begin();
  EXPECT_THAT(ask("nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask("GET /quick HTTP/2.5\r\n\r\n"), StartsWith("HTTP/1.1 505"));
  EXPECT_THAT(ask(get("/nothing")), StartsWith("HTTP/1.1 404"));
  for (const char* path : {"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "//etc/passwd"})
    EXPECT_THAT(ask(get(path)), StartsWith("HTTP/1.1 404")) << path;
  EXPECT_THAT(ask("DELETE /quick HTTP/1.1\r\n" + std::string(kLocal) + "Connection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(ask("BREW /quick HTTP/1.1\r\n" + std::string(kLocal) + "Connection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 405"));
}

TEST_F(HttpServerTest, AnswersOnlyForAllowedHostNames) {
  options.allowed_hosts = {"desk.example"};
  begin();
  EXPECT_THAT(ask(get("/quick", "", "evil.example")), StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(ask(get("/quick", "", "localhost.evil.example")), StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(ask(get("http://evil.example/quick")), StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(ask("GET /quick HTTP/1.1\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(get("/quick", "Host: localhost\r\n")), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(get("/quick", "", "DESK.example:8080")), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(ask(get("/quick", "", "[::1]:8080")), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, RefusesChangesFromPagesOfOtherSites) {
  begin();
  EXPECT_THAT(ask(post("/echo", "Origin: https://evil.example\r\n" + length(0), "")), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(post("/echo", "Origin: null\r\n" + length(0), "")), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(post("/echo", "Origin: http://localhost\r\n" + length(0), "")), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, RefusesRequestsWithAmbiguousLength) {
  begin();
  EXPECT_THAT(ask(post("/echo", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
              StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(post("/echo", "Content-Length: 4\r\nContent-Length: 5\r\n", "abcde")), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(post("/echo", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")), StartsWith("HTTP/1.1 501"));
  EXPECT_THAT(ask(post("/echo", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")),
              StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(post("/echo", "Content-Length: -1\r\n", "")), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(post("/echo", "Content-Length : 0\r\n", "")), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask(post("/echo", "Transfer-Encoding: chunked\r\n", "zz\r\n")), StartsWith("HTTP/1.1 400"));
}

// Where the end of a body is unknown, its bytes must not be read as the next request.
TEST_F(HttpServerTest, ClosesTheConnectionAfterACodingThatItDoesNotKnow) {
  begin();
  const std::string hidden = get("/quick?q=hidden");
  const auto coded = [&](const std::string& coding) {
    return ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + coding + "\r\n\r\n" + hidden);
  };
  for (const char* coding : {"xchunked", "identity", "\"chunked\"", "gzip, chunked", ""}) {
    EXPECT_THAT(coded(coding), StartsWith("HTTP/1.1 501")) << coding;
    EXPECT_THAT(coded(coding), Not(HasSubstr("hidden"))) << coding;
  }
  EXPECT_THAT(coded("chunked, identity"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(coded("chunked, identity"), Not(HasSubstr("hidden")));
}

TEST_F(HttpServerTest, RefusesEveryElementOfARequestThatDoesNotEnd) {
  begin();
  const std::string chunked = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& start : {std::string("GET /quick?q="), std::string("GET /quick HTTP/1.1\r\nX: "),
                                   chunked + "1;", chunked + "1\r\nx\r\n0\r\nX: ", std::string("PO")})
    EXPECT_THAT(ask(start + std::string(200'000, 'a')), testing::MatchesRegex("HTTP/1.1 4(00|31) (.|\n)*")) << start;
}

TEST_F(HttpServerTest, AcceptsShortChunkExtensionsAndTrailers) {
  begin();
  EXPECT_THAT(ask(post("/echo", "Transfer-Encoding: chunked\r\n",
                       "1;name=" + std::string(1000, 'v') + "\r\na\r\n0\r\nX-Sum: 1\r\n\r\n")),
              EndsWith("\r\n\r\na"));
}

TEST_F(HttpServerTest, SkipsBlankLinesBeforeARequest) {
  begin();
  EXPECT_THAT(ask("\r\n\r\n" + get("/quick?q=1")), EndsWith("quick 1127.0.0.1"));
  const auto answer =
      ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na\r\n" + get("/quick?q=2"));
  EXPECT_THAT(answer, EndsWith("quick 2127.0.0.1"));
}

TEST_F(HttpServerTest, SendsContinueToHttp11Only) {
  begin();
  const std::string wants = "Host: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
  RawClient old(server->port());
  old.send("POST /echo HTTP/1.0\r\n" + wants);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  old.send("a");
  EXPECT_THAT(old.rest(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, EnforcesHeaderAndBodyLimits) {
  begin();
  EXPECT_THAT(ask(get("/quick", "X: " + std::string(9000, 'x') + "\r\n")), StartsWith("HTTP/1.1 431"));
  const std::string most(1 << 20, 'x');
  EXPECT_THAT(ask(post("/echo", length(most.size()), most)), EndsWith("xx"));
  EXPECT_THAT(ask(post("/echo", length(most.size() + 1), most + "x")), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(post("/echo", "Transfer-Encoding: chunked\r\n", "100001\r\n" + most + "x\r\n0\r\n\r\n")),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(post("/echo", "Transfer-Encoding: chunked\r\n", "100000\r\n" + most + "\r\n0\r\n\r\n")),
              EndsWith("xx"));
}

TEST_F(HttpServerTest, AppliesTheLinesLimitToNdjsonBodies) {
  auto lines = route(Method::kPost, "/lines", Cost::kQuick,
                     [](const Request& request) { return text_response(std::to_string(request.body.size())); });
  lines.body_limit = 10;
  lines.lines_limit = 100;
  router->add(lines);
  begin();
  const std::string type = "Content-Type: application/x-ndjson\r\n", body(100, 'x');
  EXPECT_THAT(ask(post("/lines", type + length(100), body)), EndsWith("\r\n\r\n100"));
  EXPECT_THAT(ask(post("/lines", type + length(101), body + "x")), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(post("/lines", length(11), body.substr(0, 11))), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpServerTest, RefusesCompressedBodies) {
  begin();
  EXPECT_THAT(ask(post("/echo", "Content-Encoding: gzip\r\n" + length(1), "x")), StartsWith("HTTP/1.1 415"));
}

TEST_F(HttpServerTest, TimesOutAHeaderThatArrivesTooSlowly) {
  options.limits.header_deadline = std::chrono::seconds(1);
  begin();
  RawClient client(server->port());
  client.send("GET /quick HTTP/1.1\r\n");
  std::atomic<bool> is_answered{false};
  std::thread drip([&] {
    while (!is_answered) {
      client.send("X: y\r\n");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 408"));
  is_answered = true;
  drip.join();
}

TEST_F(HttpServerTest, TimesOutABodyThatDoesNotArrive) {
  options.limits.body_deadline = std::chrono::seconds(1);
  router->add([] {
    auto small = route(Method::kPost, "/small", Cost::kQuick, [](const Request&) { return no_content(); });
    small.body_limit = 10;
    return small;
  }());
  begin();
  EXPECT_THAT(ask(post("/small", length(5), "ab")), StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpServerTest, Answers503WhenSlowWorkQueuesUpAndKeepsQuickRoutesFast) {
  begin();
  RawClient first(server->port()), second(server->port());
  first.send(get("/slow"));
  while (slow == 0) std::this_thread::yield();
  second.send(get("/slow"));
  std::string third;
  while (third.empty()) {
    if (metrics->text().find("smartdesk_slow_requests 2") != std::string::npos) third = ask(get("/slow"));
  }
  EXPECT_THAT(third, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(third, HasSubstr("Retry-After: 1"));
  EXPECT_THAT(ask(get("/quick")), StartsWith("HTTP/1.1 200"));
  go_on.set_value();
  EXPECT_THAT(first.rest(), HasSubstr("slow"));
}

TEST_F(HttpServerTest, FinishesRunningRequestsBeforeItStops) {
  begin();
  RawClient client(server->port()), idle(server->port());
  client.send(get("/slow"));
  while (slow == 0) std::this_thread::yield();
  server->stop();
  go_on.set_value();
  EXPECT_THAT(client.rest(), HasSubstr("slow"));
  EXPECT_EQ(idle.rest(), "");
}

TEST_F(HttpServerTest, Answers429BeyondTheRateLimit) {
  options.limits.sign_ins_per_minute = 2;
  auto guess = route(Method::kPost, "/guess", Cost::kQuick, [](const Request&) { return no_content(); });
  guess.rate_limit = RateLimit::kSignIn;
  router->add(guess);
  begin();
  const auto try_it = [&] { return ask(post("/guess", length(0), "")); };
  EXPECT_THAT(try_it(), StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(try_it(), StartsWith("HTTP/1.1 204"));
  const auto third = try_it();
  EXPECT_THAT(third, StartsWith("HTTP/1.1 429"));
  EXPECT_THAT(third, HasSubstr("Retry-After: "));
}

TEST_F(HttpServerTest, TrustsForwardingHeadersFromTrustedProxiesOnly) {
  begin();
  EXPECT_THAT(ask(get("/quick", "X-Forwarded-For: 203.0.113.7\r\n")), EndsWith("127.0.0.1"));
}

TEST_F(HttpServerTest, RefusesAnythingButPublicPagesWithoutTlsIfItIsRequired) {
  options.requires_tls = true;
  options.trusted_proxies = {"10.0.0.1"};
  begin();
  const std::string secure = "X-Forwarded-Proto: https\r\n";
  EXPECT_THAT(ask(get("/quick")), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(ask(post("/echo", length(1), "a")), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(post("/echo", secure + length(1), "a")), StartsWith("HTTP/1.1 403"));
  end();
  options.trusted_proxies = {"127.0.0.1"};
  begin();
  EXPECT_THAT(ask(post("/echo", length(1), "a")), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(post("/echo", "X-Forwarded-Proto: http\r\n" + length(1), "a")), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(post("/echo", secure + length(1), "a")), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, TakesTheLastUntrustedForwardedAddressAsTheClient) {
  options.trusted_proxies = {"127.0.0.1", "10.0.0.1"};
  begin();
  EXPECT_THAT(ask(get("/quick", "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.0.0.1\r\n")), EndsWith("203.0.113.7"));
}

TEST_F(HttpServerTest, RequiresTheRoleOfTheRoute) {
  auto mine = route(Method::kGet, "/mine", Cost::kQuick, [](const Request&) { return text_response("mine"); });
  mine.role = Role::kAgent;
  router->add(mine);
  options.authorise = [](const Request& request) {
    return Identity{std::string(request.header("X-User")),
                    role_named(request.header("X-Role")).value_or(Role::kNobody)};
  };
  begin();
  EXPECT_THAT(ask(get("/mine")), StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(ask(get("/mine", "X-Role: viewer\r\n")), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask(get("/mine", "X-Role: agent\r\n")), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(ask(get("/mine", "X-Role: admin\r\n")), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, SendsStreamsChunkByChunk) {
  router->add(route(Method::kGet, "/stream", Cost::kSlow, [](const Request&) {
    auto response = text_response("");
    response.stream = [number = 0]() mutable { return Piece{std::to_string(++number), number == 3}; };
    return response;
  }));
  begin();
  const auto answer = ask(get("/stream"));
  EXPECT_THAT(answer, HasSubstr("Transfer-Encoding: chunked"));
  EXPECT_THAT(answer, EndsWith("1\r\n1\r\n1\r\n2\r\n1\r\n3\r\n0\r\n\r\n"));
  EXPECT_THAT(ask("GET /stream HTTP/1.0\r\n\r\n"), EndsWith("\r\n\r\n123"));
}

TEST_F(HttpServerTest, StoresLongBodiesInAFileThatIsRemovedWithTheRequest) {
  std::string seen_at;
  auto upload = route(Method::kPost, "/upload", Cost::kSlow, [&](const Request& request) {
    seen_at = request.body_file;
    std::ifstream file(request.body_file);
    return text_response(std::string(std::istreambuf_iterator<char>(file), {}));
  });
  upload.body_storage = BodyStorage::kFile;
  router->add(upload);
  begin();
  const std::string body(700'000, 'y');
  EXPECT_THAT(ask(post("/upload", length(body.size()), body)), EndsWith("\r\n\r\n" + body));
  EXPECT_FALSE(std::filesystem::exists(seen_at));
}

TEST_F(HttpServerTest, LogsInternalErrorsButHidesThemFromTheClient) {
  router->add(route(Method::kGet, "/broken", Cost::kQuick,
                    [](const Request&) -> Response { throw Error(ErrorCode::kFailed, "/secret/place is full"); }));
  std::string logged;
  options.error_log = [&](std::string_view line) { logged = line; };
  begin();
  const auto answer = ask(get("/broken"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(answer, Not(HasSubstr("secret")));
  EXPECT_EQ(logged, "GET /broken: /secret/place is full");
}

TEST_F(HttpServerTest, CountsRequestsByRouteNotByRequestedPath) {
  begin();
  ask(get("/quick?q=secret"));
  ask(get("/made-up-path"));
  const auto text = metrics->text();
  EXPECT_THAT(text, HasSubstr(R"(smartdesk_requests_total{method="GET",route="/quick",status="200"} 1)"));
  EXPECT_THAT(text, Not(HasSubstr("made-up")));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST_F(HttpServerTest, ServesTls) {
  const auto folder = std::filesystem::temp_directory_path() / ("smartdesk-tls-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  options.certificate_file = folder / "cert.pem";
  options.key_file = folder / "key.pem";
  const auto make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -keyout "
      "'" +
      options.key_file + "' -out '" + options.certificate_file + "' 2>/dev/null";
  ASSERT_EQ(std::system(make.c_str()), 0);  // NOLINT(bugprone-command-processor)
  begin();
  EXPECT_THAT(server->url(), StartsWith("https://"));
  const auto out = folder / "out";
  const auto fetch =
      "curl -s --cacert '" + options.certificate_file + "' --resolve localhost:" + std::to_string(server->port()) +
      ":127.0.0.1 https://localhost:" + std::to_string(server->port()) + "/quick?q=tls > '" + out.string() + "'";
  EXPECT_EQ(std::system(fetch.c_str()), 0);  // NOLINT(bugprone-command-processor)
  std::ifstream file(out);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), StartsWith("quick tls"));
  end();
  std::filesystem::remove_all(folder);
}

std::string usage_fault_of(ServerOptions options) {
  try {
    HttpServer(std::move(options), std::make_shared<Router>(), std::make_shared<ServerMetrics>());
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(HttpServer, SuggestsAnotherPortIfThePortIsTaken) {
  ServerOptions options;
  options.port = 0;
  const HttpServer first(options, std::make_shared<Router>(), std::make_shared<ServerMetrics>());
  options.port = first.port();
  EXPECT_THAT(usage_fault_of(options), HasSubstr("another host or port"));
}

TEST(HttpServer, ListensBeyondLoopbackOnlyWithSignIn) {
  ServerOptions options;
  options.host = "0.0.0.0";
  options.port = 0;
  EXPECT_THAT(usage_fault_of(options), HasSubstr("Add a user first"));
  EXPECT_TRUE(is_loopback("127.0.0.1"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("127.0.0.1.evil.example"));
}

TEST(HttpServer, NamesTheMissingHalfOfACertificate) {
  ServerOptions options;
  options.certificate_file = "cert.pem";
  EXPECT_THAT(usage_fault_of(options), HasSubstr("Give both"));
}

}  // namespace
}  // namespace smartdesk::http
