#include "server/webhooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/error.h"
#include "http/http_server.h"
#include "server/signature.h"
#include "support/scratch_files.h"

namespace smartdesk::server {
namespace {

using testing::HasSubstr;

// A workshop with a webhook receiver that answers as the test wants.
class WebhooksTest : public ScratchFiles {
 protected:
  WebhooksTest() : workshop({{path("w")}, "", default_taxonomy()}), jobs(store::open_sqlite_jobs(path("jobs.db"))) {
    http::Route route;
    route.method = http::Method::kPost;
    route.pattern = "/in";
    route.role = http::Role::kNobody;
    route.handler = [this](const http::Request&) {
      ++received;
      return http::Response{status, "", {{"Location", "/elsewhere"}}, "", {}, {}};
    };
    const auto router = std::make_shared<http::Router>();
    router->add(route);
    http::ServerOptions options;
    options.port = 0;
    receiver = std::make_unique<http::HttpServer>(options, router, std::make_shared<http::ServerMetrics>());
    loop = std::thread([this] { receiver->run(); });
    NewTicket ticket;
    ticket.body = "tell them";
    workshop.write([&](store::TicketStore& store) { id = store.add(std::span(&ticket, 1)).ids.at(0); });
  }
  ~WebhooksTest() override {
    receiver->stop();
    loop.join();
  }

  // Queues a message about the ticket; returns the message's job once it has ended.
  store::Job told(std::vector<int> delays) {
    Webhooks webhooks({{receiver->url() + "/in"}, "whsec_Zm9vYmFy", std::move(delays)}, workshop, *jobs);
    JobRunner post(*jobs, {});
    webhooks.add_to(post);
    webhooks.tell("ticket.created", {{"id", static_cast<std::int64_t>(id)}});
    post.begin();
    const std::string kinds[] = {"webhook"};
    for (;;) {
      const auto newest = jobs->newest(kinds, 1).at(0);
      if (!newest.ended_at.empty()) return newest;
      std::this_thread::yield();
    }
  }

  Workshop workshop;
  std::unique_ptr<store::JobStore> jobs;
  std::unique_ptr<http::HttpServer> receiver;
  std::thread loop;
  std::atomic<int> status{204}, received{0};
  store::TicketId id{};
};

TEST_F(WebhooksTest, AreDoneAfterTheReceiverAcceptsThem) {
  EXPECT_EQ(told({0}).state, store::JobState::kDone);
  EXPECT_EQ(received, 1);
}

TEST_F(WebhooksTest, BecomeDeadLettersAfterTheLastAttempt) {
  status = 500;
  const auto job = told({0, 0});
  EXPECT_EQ(job.state, store::JobState::kFailed);
  EXPECT_THAT(job.message, HasSubstr("500 (attempt 3"));
  EXPECT_EQ(received, 3);
}

TEST_F(WebhooksTest, FollowNoRedirects) {
  status = 307;
  EXPECT_EQ(told({}).state, store::JobState::kFailed);
  EXPECT_EQ(received, 1);
}

TEST_F(WebhooksTest, AreNotSentForErasedTickets) {
  workshop.write([&](store::TicketStore& store) { store.erase(std::span(&id, 1)); });
  EXPECT_THAT(told({}).result, HasSubstr("erased"));
  EXPECT_EQ(received, 0);
}

// The example of the Standard Webhooks specification.
TEST(WebhookSignature, MatchesTheSpecification) {
  EXPECT_EQ(webhook_signature(key_of_webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                              "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

}  // namespace
}  // namespace smartdesk::server
