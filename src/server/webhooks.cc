#include "server/webhooks.h"

#include <sodium.h>

#include <chrono>

#include "core/clock.h"
#include "core/error.h"
#include "http/problem.h"
#include "net/url.h"
#include "server/api/jobs.h"
#include "server/internal/reading.h"
#include "server/job_routes.h"
#include "server/signature.h"
#include "store/ticket_json.h"
#include "text/json_text.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostShown = 100;
constexpr net::HttpDeadlines kDeadlines{5'000, 15'000, 15'000, 20'000};
constexpr std::size_t kMostReplyBytes = std::size_t{64} << 10;

std::string new_message_id() {
  std::array<char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return "msg_" + lower_hex({bytes.data(), bytes.size()});
}

std::string seconds_since_1970() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::string text_of(const json::object& object, const char* key) { return std::string(object.at(key).as_string()); }

}  // namespace

std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body) {
  std::string signed_text(id);
  signed_text.append(".").append(timestamp).append(".").append(body);
  return "v1," + base64(hmac(Hash::kSha256, key, signed_text));
}

Webhooks::Webhooks(WebhookOptions options, const Workshop& workshop, store::JobStore& jobs)
    : options_(std::move(options)), workshop_(workshop), jobs_(jobs) {
  if (options_.urls.empty()) return;
  for (const auto& url : options_.urls) net::parse_url(url, 80);
  key_ = key_of_webhook_secret(options_.secret);
}

void Webhooks::tell(std::string_view what, const json::object& row) {
  for (const auto& url : options_.urls) {
    const json::object message{
        {"id", new_message_id()}, {"url", url}, {"type", what}, {"timestamp", utc_now()}, {"ticket", row.at("id")}};
    jobs_.add({std::string(kWebhookJob), text::json_text(message), "smartdesk"});
  }
}

void Webhooks::add_to(JobRunner& runner) {
  runner.add_kind(std::string(kWebhookJob), [this](const store::Job& job, const Run& run) { return send(job, run); });
}

json::object Webhooks::send(const store::Job& job, const Run& run) {
  const auto message = arguments_of(job);
  const store::TicketId ticket{message.at("ticket").as_int64()};
  std::optional<store::ListedTicket> listed;
  workshop_.read([&](const store::TicketStore& store) { listed = store.find(ticket); });
  if (!listed) return {{"status", nullptr}, {"why", "The ticket was erased."}};

  net::HttpRequest request;
  request.method = "POST";
  request.url = text_of(message, "url");
  request.body = text::json_text(json::object{
      {"type", message.at("type")}, {"timestamp", message.at("timestamp")}, {"data", store::row_json(*listed)}});
  const auto id = text_of(message, "id"), timestamp = seconds_since_1970();
  request.headers = {"Content-Type: application/json", "webhook-id: " + id, "webhook-timestamp: " + timestamp,
                     "webhook-signature: " + webhook_signature(key_, id, timestamp, request.body)};
  request.deadlines = kDeadlines;
  request.max_bytes = kMostReplyBytes;
  request.stopped = run.stopped;
  std::string why;
  try {
    const auto reply = client_.send(request);
    if (reply.status >= 200 && reply.status < 300) return {{"status", reply.status}};
    why = "The receiver answered " + std::to_string(reply.status);
    if (reply.status == 410) throw Error(ErrorCode::kFailed, why + " (Gone): it accepts no more messages.");
  } catch (const net::HttpError& error) {
    why = error.what();
  }
  const auto tries = static_cast<std::size_t>(job.tries);
  if (tries <= options_.delays.size()) throw Later{why, options_.delays[tries - 1]};
  throw Error(ErrorCode::kFailed, why + " (attempt " + std::to_string(tries) + ", the last one).");
}

void add_webhook_routes(http::Router& router, store::JobStore& jobs, const std::function<void()>& wake) {
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/webhooks/failed",
              .role = http::Role::kAdmin,
              .summary = "List webhook messages that could not be delivered, newest first.",
              .handler =
                  [&jobs](const http::Request&) {
                    api::FailedMessages answer;
                    const std::string kind[] = {std::string(kWebhookJob)};
                    for (const auto& job : jobs.newest(kind, kMostShown)) {
                      if (job.state == store::JobState::kFailed) answer.messages.push_back(answer_of(job));
                    }
                    return http::json_response(answer);
                  },
              .answers = http::json_content<api::FailedMessages>("As jobs, with the reason in `message`.",
                                                                 R"({"messages":[]})")});
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/webhooks/failed/{id}/retry",
              .role = http::Role::kAdmin,
              .summary = "Send a failed message again.",
              .handler =
                  [&jobs, wake](const http::Request& request) {
                    const store::JobId id{number_in_path(request, "id")};
                    const auto job = jobs.find(id);
                    if (!job || job->kind != kWebhookJob || !jobs.try_again(id))
                      throw http::Problem(404, "There is no failed message with this number.");
                    if (wake) wake();
                    return http::json_response(answer_of(*jobs.find(id)), 202);
                  },
              .rate_limit = http::RateLimit::kWrite,
              .answers = http::json_content<api::Job>("The message, waiting again.", "", 202)});
}

}  // namespace smartdesk::server
