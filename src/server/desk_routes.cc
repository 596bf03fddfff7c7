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

// A cache of the last responses. A new model invalidates an entry at once, a changed ticket after ten times the time
// that it took to compute: so with constant changes this takes at most a tenth of a worker. Thread-safe.
class Kept {
 public:
  using Clock = std::chrono::steady_clock;

  // make() computes the response if it is not cached.
  template <typename Make>
  std::shared_ptr<const std::string> get(const std::string& what, std::uint64_t changes, const std::string& model,
                                         const Make& make) {
    const std::lock_guard lock(mutex_);  // concurrent requests wait for the first one
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

std::string review_of(const Workshop& workshop, const prediction::Predictor& predictor) {
  json::array items;
  workshop.read([&](const store::TicketStore& store) {
    for (const auto& item : workspace::review_list(store, predictor, {kMostToReview, kNewestReviewed}, Run{})) {
      if (const auto listed = store.find(item.ticket.id)) items.push_back(item_json(item, *listed));
    }
  });
  return text::json_text(items);
}

// Whether the item still needs review: skips tickets that a person has labelled since the list was made.
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
  const auto predictor = workshop.served()->required();
  const auto all = json::parse(*kept.get("review", workshop.changes(), predictor->model().version,
                                         [&] { return review_of(workshop, *predictor); }));
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

// The result of the last finished job of this kind, under `name`.
json::object last_found(const store::JobStore& jobs, const std::string& kind, const std::string& name) {
  const auto job = jobs.last_done(kind);
  if (!job) return {{name, json::array()}, {"as_of", nullptr}};
  auto result = json::parse(job->result).as_object();
  result["as_of"] = job->ended_at;
  return result;
}

// The suspects whose tickets still exist, with their texts.
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
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/insights",
       .role = http::Role::kViewer,
       .summary = "Show volumes and labels of the last days compared with the days before, and what needs attention.",
       .handler = [&workshop, kept](const http::Request& request) { return insights(request, workshop, *kept); },
       .query = {{"days", "Length of the period, which ends on the last day with tickets (default 30)."}},
       .answers = {.what = "Volume, labels, products, urgency by category, attention.",
                   .example = R"({"tickets":2500,"first_day":"2026-01-01","last_day":"2026-03-31"})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/review",
       .role = http::Role::kAgent,
       .summary = "List the tickets most worth reviewing, among the newest 20,000.",
       .handler = [&workshop, kept](const http::Request& request) { return to_review(request, workshop, *kept); },
       .query = {{"limit", "Maximum items, 1 to 200 (default 50)."}},
       .answers = {.what = "Most valuable first.", .example = R"({"items":[],"as_of":"2026-03-01T09:30:00Z"})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/audit",
       .role = http::Role::kAgent,
       .summary = "List labels that are likely wrong, and tickets that should not be used for training.",
       .handler = [&workshop, &jobs](const http::Request& request) { return audit_found(request, workshop, jobs); },
       .query = {{"limit", "Maximum suspects, 1 to 1,000 (default 200)."}},
       .answers = {.what = "The result of the last job of kind audit.",
                   .example = R"({"suspects":[{"ticket":7,"task":"category","label":"Billing","suggested":)"
                              R"("Technical","score":0.9,"reason":"label","text":"My router is dead"}],)"
                              R"("as_of":"2026-03-01T09:30:00Z"})"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/benchmarks",
       .role = http::Role::kViewer,
       .summary = "Show the last benchmark: six algorithms on each task.",
       .handler = [&jobs](const http::Request&) { return http::json_response(last_found(jobs, "benchmark", "rows")); },
       .answers = {.what = "The result of the last job of kind benchmark.",
                   .example = R"({"rows":[{"task":"category","algorithm":"LogReg","accuracy":0.8,"macro_f1":)"
                              R"(0.7,"status":"ok"}],"as_of":"2026-03-01T09:30:00Z"})"}});
}

}  // namespace smartdesk::server
