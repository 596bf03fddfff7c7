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
#include "server/api/desk.h"
#include "store/ticket_json.h"
#include "text/json_text.h"
#include "text/ticket_text.h"
#include "text/utf8.h"
#include "workspace/review.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kNewestReviewed = 20'000;
constexpr std::size_t kMostToReview = 200;

constexpr http::NumberParameter kDays{"days", "Length of the period, which ends on the last day with tickets.", 30, 1,
                                      3660};
constexpr http::NumberParameter kItems{"limit", "Maximum items.", 50, 1, kMostToReview};
constexpr http::NumberParameter kSuspects{"limit", "Maximum suspects.", 200, 1, 1000};

constexpr const char* kInsights =
    R"({"tickets":2500,"first_day":"2026-01-01","last_day":"2026-03-31","period":{"days":30,"from":"2026-03-02","to":)"
    R"("2026-03-31","tickets":820,"before":790},"per_day":[{"day":"2026-03-31","tickets":31}],"labels":{"sentiment":[)"
    R"({"label":"Negative","tickets":210,"before":180}]},"urgency_by_category":{"rows":["High"],"columns":["Billing"],)"
    R"("tickets":[[34]]},"cross":{"row_task":"category","column_task":"urgency","rows":["Billing"],"columns":["High"],)"
    R"("tickets":[[34]]},"product":[{"label":"Router","tickets":61,"before":19}],"attention":[{"kind":"rising","task":)"
    R"("product","label":"Router","tickets":61,"before":19,"text":"product Router went from 19 to 61 tickets",)"
    R"("filter":"product:\"Router\" created:>=2026-03-02 created:<=2026-03-31"}],"as_of":"2026-04-01T06:00:00Z"})";
constexpr const char* kReview =
    R"({"items":[{"ticket":{"id":7,"external_id":"4711","source":"shop","version":1,"created_at":"2026-03-01",)"
    R"("product":"Router","customer":"Ann Lee","channel":"mail","language":"en","subject":"Charged twice","body":)"
    R"("I was billed two times.","tags":"","labels":{}},"tasks":{"category":{"value":"Billing","probability":0.4,)"
    R"("current":null,"by_person":false,"unknown":false}},"reason":"unsure","reason_task":"category",)"
    R"("value":0.6}],"as_of":"2026-03-01T09:30:00Z"})";

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

api::ReviewItem answer_of(const workspace::ReviewItem& item, const store::ListedTicket& listed) {
  api::ReviewItem answer{{store::row_json(listed)}, {}, item.reason, item.reason_task, item.value};
  for (const auto& [task, suggestion] : item.tasks) {
    auto& added = answer.tasks[task];
    added = {suggestion.value, suggestion.probability, {}, suggestion.by_person, suggestion.unknown};
    if (!suggestion.current.empty()) added.current = suggestion.current;
  }
  return answer;
}

std::string review_of(const Workshop& workshop, const prediction::Predictor& predictor) {
  json::array items;
  workshop.read([&](const store::TicketStore& store) {
    for (const auto& item : workspace::review_list(store, predictor, {kMostToReview, kNewestReviewed}, Run{})) {
      if (const auto listed = store.find(item.ticket.id)) items.push_back(http::json_of(answer_of(item, *listed)));
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
  const auto limit = static_cast<std::size_t>(kItems.read(request));
  const auto predictor = workshop.served()->required();
  const auto all = json::parse(*kept.get("review", workshop.changes(), predictor->model().version,
                                         [&] { return review_of(workshop, *predictor); }));
  api::Review answer{{}, utc_now()};
  workshop.read([&](const store::TicketStore& store) {
    for (const auto& item : all.as_array()) {
      if (answer.items.size() < limit && is_still_open(store, item.as_object())) answer.items.push_back({item});
    }
  });
  return http::json_response(answer);
}

http::Response insights(const http::Request& request, const Workshop& workshop, Kept& kept) {
  const auto days = static_cast<int>(kDays.read(request));
  return http::json_response(*kept.get("insights " + std::to_string(days), workshop.changes(), "", [&] {
    std::string answer;
    workshop.read([&](const store::TicketStore& store) {
      answer = text::json_text(report::overview_json(report::workspace_overview(store, workshop.taxonomy(), days)));
    });
    return answer;
  }));
}

constexpr std::size_t kBytesOfASuspect = 200;

json::object last_benchmark(const store::JobStore& jobs) {
  const auto job = jobs.last_done("benchmark");
  if (!job) return {{"rows", json::array()}, {"as_of", nullptr}};
  auto result = json::parse(job->result).as_object();
  result["as_of"] = job->ended_at;
  return result;
}

// Absent if an older version wrote it, whose reasons were English sentences: then the audit has to run again.
std::optional<api::AuditResult> audit_result(const std::string& text) {
  try {
    return http::read_json<api::AuditResult>(json::parse(text));
  } catch (const http::Problem&) {
    return std::nullopt;
  }
}

// The suspects whose tickets still exist, with their texts.
http::Response audit_found(const http::Request& request, const Workshop& workshop, const store::JobStore& jobs) {
  const auto limit = static_cast<std::size_t>(kSuspects.read(request));
  const auto job = jobs.last_done("audit");
  const auto result = job ? audit_result(job->result) : std::nullopt;
  if (!result) return http::json_response(api::Audit{});
  api::Audit answer{{}, result->found, result->rows, result->warnings, job->ended_at};
  workshop.read([&](const store::TicketStore& store) {
    for (const auto& finding : result->suspects) {
      if (answer.suspects.size() == limit) break;
      const auto listed = store.find(store::TicketId{static_cast<std::int64_t>(finding.ticket)});
      if (listed)
        answer.suspects.push_back({finding, text::abbreviate(text::ticket_text(listed->ticket), kBytesOfASuspect)});
    }
  });
  return http::json_response(answer);
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
       .query = {kDays},
       .answers =
           http::json_content<api::Insights>("Volume, labels, products, urgency by category, attention.", kInsights)});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/review",
       .role = http::Role::kAgent,
       .summary = "List the tickets most worth reviewing, among the newest 20,000.",
       .handler = [&workshop, kept](const http::Request& request) { return to_review(request, workshop, *kept); },
       .query = {kItems},
       .answers = http::json_content<api::Review>("Most valuable first.", kReview)});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/audit",
       .role = http::Role::kAgent,
       .summary = "List labels that are likely wrong, and tickets that should not be used for training.",
       .handler = [&workshop, &jobs](const http::Request& request) { return audit_found(request, workshop, jobs); },
       .query = {kSuspects},
       .answers =
           http::json_content<api::Audit>("The result of the last job of kind audit.",
                                          R"({"suspects":[{"ticket":7,"task":"category","label":"Billing","suggested":)"
                                          R"("Technical","score":0.9,"reason":"label","same_as":null,)"
                                          R"("evidence":"","text":"My router is dead"}],)"
                                          R"("found":1,"rows":900,"warnings":[],"as_of":"2026-03-01T09:30:00Z"})")});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/benchmarks",
              .role = http::Role::kViewer,
              .summary = "Show the last benchmark: six algorithms on each task.",
              .handler = [&jobs](const http::Request&) { return http::json_response(last_benchmark(jobs)); },
              .answers = http::json_content<api::Benchmarks>(
                  "The result of the last job of kind benchmark.",
                  R"({"rows":[{"algorithm":"LogReg","status":"ok","accuracy":0.8,"macro_f1":0.7,"weighted_f1":0.79,)"
                  R"("cv_macro_f1":0.71,"log_loss":0.6,"ece":0.03,"fit_seconds":1.2,"rows_per_second":90000,)"
                  R"("task":"category","is_best":true,"majority_accuracy":0.3}],"warnings":[],"as_of":)"
                  R"("2026-03-01T09:30:00Z"})")});
}

}  // namespace smartdesk::server
