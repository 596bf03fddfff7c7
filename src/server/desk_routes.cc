#include "server/desk_routes.h"

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <tuple>

#include "core/clock.h"
#include "core/ticket.h"
#include "http/problem.h"
#include "report/workspace_overview.h"
#include "store/ticket_json.h"
#include "text/json_text.h"
#include "text/utf8.h"
#include "workspace/review.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kNewestReviewed = 20'000;
constexpr std::size_t kMostToReview = 200;

// The last answers, kept until a ticket or the model has changed, and then for ten times as long as it took to make
// them: while tickets come in all the time, a tenth of a worker goes into telling of them. Thread-safe.
class Kept {
 public:
  using Clock = std::chrono::steady_clock;

  // make(): the answer, if it is not there.
  template <typename Make>
  std::shared_ptr<const std::string> get(const std::string& what, std::uint64_t changes, const std::string& model,
                                         const Make& make) {
    const std::lock_guard lock(mutex_);  // who asks for the same meanwhile waits for it
    auto& entry = entries_[what];
    const auto began = Clock::now();
    const bool is_as_before = entry.changes == changes || began < entry.good_until;
    if (entry.answer && entry.model == model && is_as_before) return entry.answer;
    entry = {changes, model, std::make_shared<const std::string>(make()), {}};
    const auto ended = Clock::now();
    entry.good_until = ended + 10 * (ended - began);
    return entry.answer;
  }

 private:
  struct Entry {
    std::uint64_t changes = 0;
    std::string model;
    std::shared_ptr<const std::string> answer;
    Clock::time_point good_until;
  };
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

json::object item_json(const workspace::ReviewItem& item, const store::ListedTicket& listed) {
  json::object tasks;
  for (const auto& [task, suggestion] : item.tasks) {
    tasks[task] = {{"value", suggestion.value},
                   {"probability", suggestion.probability},
                   {"current", suggestion.current.empty() ? json::value(nullptr) : json::value(suggestion.current)},
                   {"by_person", suggestion.by_person},
                   {"unknown", suggestion.unknown}};
  }
  return {
      {"ticket", store::row_json(listed)}, {"tasks", std::move(tasks)}, {"reason", item.reason}, {"value", item.value}};
}

std::string review_of(const Workshop& workshop, const models::Model& model) {
  json::array items;
  workshop.read([&](const store::TicketStore& store) {
    for (const auto& item : workspace::review_list(store, model, nullptr, {kMostToReview, kNewestReviewed}, Run{})) {
      if (const auto listed = store.find(item.ticket.id)) items.push_back(item_json(item, *listed));
    }
  });
  return text::json_text(items);
}

// Whether somebody's look is still wanted: what has been answered since the list was made is not asked again.
bool is_still_open(const store::TicketStore& store, const json::object& item) {
  const auto listed = store.find(store::TicketId{item.at("ticket").at("id").as_int64()});
  if (!listed) return false;
  return std::any_of(item.at("tasks").as_object().begin(), item.at("tasks").as_object().end(), [&](const auto& task) {
    const auto label = listed->labels.find(std::string(task.key()));
    const bool is_answered = label != listed->labels.end() && label->second.by == store::Author::kPerson;
    return !is_answered || task.value().at("by_person").as_bool();
  });
}

http::Response to_review(const http::Request& request, const Workshop& workshop, Kept& kept) {
  const auto limit = static_cast<std::size_t>(request.query_number("limit", 50, 1, kMostToReview));
  const auto answering = workshop.served()->current();
  if (!answering)
    throw http::Problem(409, "there is no model yet that could tell where a look is worth most; train one");
  if (!answering->model.embedder.empty())
    throw http::Problem(409, "the model reads embeddings, which the server does not make; use `smartdesk review`");
  const auto all = json::parse(*kept.get("review", workshop.changes(), answering->model.version,
                                         [&] { return review_of(workshop, answering->model); }));
  json::array items;
  workshop.read([&](const store::TicketStore& store) {
    for (const auto& item : all.as_array()) {
      if (items.size() < limit && is_still_open(store, item.as_object())) items.push_back(item);
    }
  });
  return http::json_response({{"items", std::move(items)}, {"as_of", utc_now()}});
}

http::Response insights(const http::Request& request, const Workshop& workshop, Kept& kept) {
  const auto days = static_cast<int>(request.query_number("days", 30, 1, 3660));
  return http::json_response(*kept.get("insights " + std::to_string(days), workshop.changes(), "", [&] {
    std::string answer;
    workshop.read([&](const store::TicketStore& store) {
      answer = text::json_text(report::overview_json(report::workspace_overview(store, workshop.taxonomy(), days)));
    });
    return answer;
  }));
}

constexpr std::size_t kBytesOfASuspect = 200;

// What the last job of the kind found, under `name`.
json::object last_found(const store::JobStore& jobs, const std::string& kind, const std::string& name) {
  const auto job = jobs.last_done(kind);
  if (!job) return {{name, json::array()}, {"as_of", nullptr}};
  auto result = json::parse(job->result).as_object();
  result["as_of"] = job->ended_at;
  return result;
}

// Those whose tickets are still there, with what they say.
http::Response audit_found(const http::Request& request, const Workshop& workshop, const store::JobStore& jobs) {
  const auto limit = static_cast<std::size_t>(request.query_number("limit", 200, 1, 1000));
  auto found = last_found(jobs, "audit", "suspects");
  json::array suspects;
  workshop.read([&](const store::TicketStore& store) {
    for (auto& each : found["suspects"].as_array()) {
      if (suspects.size() == limit) break;
      auto& suspect = each.as_object();
      const auto listed = store.find(store::TicketId{suspect["ticket"].to_number<std::int64_t>()});
      if (!listed) continue;
      suspect["text"] = text::abbreviate(text_of(listed->ticket), kBytesOfASuspect);
      suspects.push_back(std::move(suspect));
    }
  });
  found["suspects"] = std::move(suspects);
  return http::json_response(found);
}

}  // namespace

void add_desk_routes(http::Router& router, Workshop& workshop, const store::JobStore& jobs) {
  const auto kept = std::make_shared<Kept>();
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/insights",
              .role = http::Role::kViewer,
              .summary = "The last days beside those before, and what needs somebody now",
              .handler = [&workshop, kept](const http::Request& request) { return insights(request, workshop, *kept); },
              .query = {{"days", "of the period, which ends at the last day that has tickets; 30 unless said"}},
              .answers = {.what = "volume, labels, products, urgency by category, attention",
                          .example = R"({"tickets":2500,"first_day":"2026-01-01","last_day":"2026-03-31"})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/review",
       .role = http::Role::kAgent,
       .summary = "Tickets on which a look is worth most, among the newest 20,000",
       .handler = [&workshop, kept](const http::Request& request) { return to_review(request, workshop, *kept); },
       .query = {{"limit", "items, 1 to 200; 50 unless said"}},
       .answers = {.what = "the weightiest first", .example = R"({"items":[],"as_of":"2026-03-01T09:30:00Z"})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/audit",
       .role = http::Role::kAgent,
       .summary = "Labels that are likely wrong, and tickets that should not be learned from",
       .handler = [&workshop, &jobs](const http::Request& request) { return audit_found(request, workshop, jobs); },
       .query = {{"limit", "suspects, 1 to 1,000; 200 unless said"}},
       .answers = {.what = "what the last job of kind audit found",
                   .example = R"({"suspects":[{"ticket":7,"task":"category","label":"Billing","suggested":)"
                              R"("Technical","score":0.9,"reason":"label","text":"My router is dead"}],)"
                              R"("as_of":"2026-03-01T09:30:00Z"})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/benchmarks",
       .role = http::Role::kViewer,
       .summary = "Six algorithms on each task, as the last benchmark found them",
       .handler = [&jobs](const http::Request&) { return http::json_response(last_found(jobs, "benchmark", "rows")); },
       .answers = {.what = "what the last job of kind benchmark found",
                   .example = R"({"rows":[{"task":"category","algorithm":"LogReg","accuracy":0.8,"macro_f1":)"
                              R"(0.7,"status":"ok"}],"as_of":"2026-03-01T09:30:00Z"})"}});
}

}  // namespace smartdesk::server
