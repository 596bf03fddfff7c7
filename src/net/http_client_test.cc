#include "net/http_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "support/canned_server.h"

namespace smartdesk::net {
namespace {

using Request = CannedServer::Request;
using Wire = CannedServer::Wire;

HttpRequest get(const CannedServer& server, const std::string& path = "/") {
  HttpRequest request;
  request.url = server.url() + path;
  return request;
}

HttpError::Fault fault_of(const HttpRequest& request) {
  try {
    HttpClient().send(request);
  } catch (const HttpError& error) {
    EXPECT_NE(std::string(error.what()).find("127.0.0.1"), std::string::npos) << error.what();
    return error.fault();
  }
  ADD_FAILURE() << "no fault";
  return {};
}

TEST(HttpClient, SendsARequestAndReadsTheReply) {
  const CannedServer server([](const Request& request, const Wire& wire) {
    wire.reply(201, request.method + " " + request.path + " " + request.body, "text/plain");
  });
  auto request = get(server, "/path?x=1");
  request.method = "POST";
  request.body = std::string("a\0b", 3);
  const auto reply = HttpClient().send(request);
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.content_type, "text/plain");
  EXPECT_EQ(reply.body, std::string("POST /path?x=1 a\0b", 18));
}

TEST(HttpClient, SendsHeadersAndReadsRetryAfter) {
  const CannedServer server([](const Request& request, const Wire& wire) {
    EXPECT_NE(request.head.find("Authorization: Bearer key"), std::string::npos);
    wire.reply(503, "", "text/plain", "Retry-After: 7\r\n");
  });
  auto request = get(server);
  request.headers = {"Authorization: Bearer key"};
  const auto reply = HttpClient().send(request);
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.retry_after_s, 7);
}

TEST(HttpClient, StreamsAReplyPieceByPiece) {
  const CannedServer server([](const Request&, const Wire& wire) {
    wire.begin_stream();
    for (int i = 0; i < 3; ++i) {
      wire.send("piece\n");
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
  });
  std::vector<std::string> pieces;
  const auto reply = HttpClient().send(get(server), [&](std::string_view piece) {
    pieces.emplace_back(piece);
    return true;
  });
  EXPECT_EQ(pieces.size(), 3U);
  EXPECT_EQ(reply.body, "");
}

TEST(HttpClient, EndsAStreamWhenTheSinkReturnsFalse) {
  const CannedServer server([](const Request&, const Wire& wire) {
    wire.begin_stream();
    while (wire.send("more\n")) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  int pieces = 0;
  EXPECT_EQ(HttpClient().send(get(server), [&](std::string_view) { return ++pieces < 3; }).status, 200);
  EXPECT_EQ(pieces, 3);
}

TEST(HttpClient, KeepsTheBodyOfAnErrorReplyFromTheSink) {
  const CannedServer server([](const Request&, const Wire& wire) { wire.reply(404, "not here"); });
  const auto reply =
      HttpClient().send(get(server), [](std::string_view) -> bool { throw Error(ErrorCode::kFailed, "sink"); });
  EXPECT_EQ(reply.body, "not here");
}

TEST(HttpClient, PassesOnAnErrorOfTheSink) {
  const CannedServer server([](const Request&, const Wire& wire) { wire.reply(200, "x"); });
  EXPECT_THROW(
      HttpClient().send(get(server), [](std::string_view) -> bool { throw Error(ErrorCode::kInvalidInput, "sink"); }),
      Error);
}

TEST(HttpClient, DoesNotFollowARedirect) {
  const CannedServer other([](const Request&, const Wire& wire) { wire.reply(200, "secret"); });
  const CannedServer server([&](const Request&, const Wire& wire) {
    wire.reply(307, "", "text/plain", "Location: " + other.url() + "/\r\n");
  });
  EXPECT_EQ(HttpClient().send(get(server)).status, 307);
  EXPECT_EQ(other.requests(), 0);
}

TEST(HttpClient, NamesTheFaultOfAFailedRequest) {
  using Fault = HttpError::Fault;
  HttpRequest nobody;
  nobody.url = "http://127.0.0.1:1/";
  EXPECT_EQ(fault_of(nobody), Fault::kUnreachable);

  const CannedServer mute([](const Request&, const Wire& wire) { wire.hang(); });
  auto impatient = get(mute);
  impatient.deadlines.first_byte = 100;
  EXPECT_EQ(fault_of(impatient), Fault::kTimeout);

  const CannedServer stuck([](const Request&, const Wire& wire) {
    wire.begin_stream();
    wire.send("x");
    wire.hang();
  });
  auto idle = get(stuck);
  idle.deadlines.idle = 100;
  EXPECT_EQ(fault_of(idle), Fault::kTimeout);
  auto late = get(stuck);
  late.deadlines.total = 200;
  EXPECT_EQ(fault_of(late), Fault::kTimeout);

  const CannedServer cut(
      [](const Request&, const Wire& wire) { wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"); });
  EXPECT_EQ(fault_of(get(cut)), Fault::kCut);

  const CannedServer endless([](const Request&, const Wire& wire) {
    wire.begin_stream();
    const std::string piece(1 << 16, 'x');
    while (wire.send(piece)) {
    }
  });
  auto bounded = get(endless);
  bounded.max_bytes = 1 << 20;
  EXPECT_EQ(fault_of(bounded), Fault::kTooLarge);
}

TEST(HttpClient, StopsWaitingWhenTheUserStops) {
  const CannedServer mute([](const Request&, const Wire& wire) { wire.hang(); });
  std::atomic<bool> stopped{false};
  auto request = get(mute);
  request.stopped = &stopped;
  std::thread user([&] { stopped = true; });
  try {
    HttpClient().send(request);
    ADD_FAILURE() << "was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
  }
  user.join();
}

TEST(HttpClient, ServesSeveralThreadsAtOnce) {
  const CannedServer server([](const Request& request, const Wire& wire) { wire.reply(200, request.body); });
  HttpClient client;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        auto request = get(server);
        request.method = "POST";
        request.body = std::to_string(1000 * t + i);
        EXPECT_EQ(client.send(request).body, request.body);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace smartdesk::net
