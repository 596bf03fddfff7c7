#include "server/job_routes.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <memory>

#include "http/problem.h"
#include "server/desk_jobs.h"
#include "server/internal/reading.h"
#include "text/json_text.h"
#include "workspace/export.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostListed = 100;
constexpr std::size_t kImportLimit = std::size_t{2} << 30;
constexpr const char* kJob =
    R"({"id":"3","kind":"train","state":"running","stage":"fitting","done":3,"total":10,"message":"","result":null,)"
    R"("by":"eve","created_at":"2026-03-01T09:30:00Z","started_at":"2026-03-01T09:30:01Z","ended_at":null})";

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

store::Job job_in_path(const http::Request& request, const store::JobStore& jobs) {
  const auto id = number_in_path(request, "id");
  auto job = jobs.find(store::JobId{id});
  if (!job) throw http::Problem(404, "There is no job with the number " + std::to_string(id) + ".");
  return std::move(*job);
}

bool has_ended(const store::Job& job) { return !job.ended_at.empty(); }

// The kinds that can be started by name only.
std::vector<std::string> simple_kinds(const JobRunner& runner) {
  auto kinds = runner.kinds();
  std::erase(kinds, "import");
  return kinds;
}

http::Response start_job(const http::Request& request, const JobDesk& desk) {
  const auto body = object_of_body(request);
  const std::string kind(prediction::text_in(body, "kind"));
  const auto kinds = simple_kinds(desk.runner);
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    std::string known;
    for (const auto& each : kinds) known += (known.empty() ? "" : ", ") + each;
    throw http::Problem(400, "\"kind\" must be one of " + known + ".");
  }
  const auto job = desk.jobs.add({kind, "", who_asks(request)});
  desk.runner.wake();
  return http::json_response(job_json(job), 202);
}

// Sends an event for each change of the job; the last one when it has ended.
http::Response job_events(const http::Request& request, const store::JobStore& jobs) {
  const auto id = job_in_path(request, jobs).id;
  auto last = std::make_shared<std::string>();
  return http::event_response([&jobs, id, last] {
    const auto job = jobs.find(id);
    if (!job) return http::Piece{"", true};
    auto now = text::json_text(job_json(*job));
    if (now == *last) return http::Piece{"", has_ended(*job)};
    *last = now;
    return http::Piece{http::event_text("job", now), has_ended(*job)};
  });
}

http::Response stop_job(const http::Request& request, const JobDesk& desk) {
  const auto id = job_in_path(request, desk.jobs).id;
  desk.jobs.ask_to_stop(id);
  desk.runner.wake();
  return http::json_response(job_json(*desk.jobs.find(id)));
}

http::Response import_posted(const http::Request& request, const JobDesk& desk) {
  const auto name = request.query_value("name").value_or("");
  if (name.empty())
    throw http::Problem(400,
                        "The file name is missing. Pass it as ?name=export.csv (its extension selects the format).");
  const auto job = import_file(desk.workshop, desk.jobs, request.body_file, name, who_asks(request));
  desk.runner.wake();
  return http::json_response(job_json(job), 202);
}

struct Exported {
  workspace::ExportFormat format;
  const char *ending, *type;
};

Exported exported_as(const std::string& name) {
  const auto format = workspace::export_format_named(name);
  if (!format) throw http::Problem(400, "The query parameter format must be csv, jsonl, labelstudio or argilla.");
  switch (*format) {
    case workspace::ExportFormat::kCsv:
      return {*format, "csv", "text/csv; charset=utf-8"};
    case workspace::ExportFormat::kLabelStudio:
      return {*format, "json", "application/json"};
    default:
      return {*format, "jsonl", "application/x-ndjson"};
  }
}

http::Response export_all(const http::Request& request, const Workshop& workshop) {
  const auto as = exported_as(request.query_value("format").value_or("csv"));
  workspace::ExportOptions options;
  options.format = as.format;
  options.filter = store::parse_filter(request.query_value("filter").value_or(""), workshop.tasks());
  static std::atomic<int> number{0};
  options.out =
      workshop.folder() + "/export-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + "." + as.ending;
  workshop.read([&](const store::TicketStore& store) { workspace::export_tickets(store, options, Run{}); });
  auto response = http::text_response("", as.type);
  response.stream = http::source_of_file(options.out);
  response.headers.emplace_back("Content-Disposition",
                                std::string("attachment; filename=\"tickets.") + as.ending + "\"");
  return response;
}

void add_files(http::Router& router, const JobDesk& desk) {
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/import",
       .role = http::Role::kAgent,
       .summary = "Import a file of tickets.",
       .handler = [desk](const http::Request& request) { return import_posted(request, desk); },
       .rate_limit = http::RateLimit::kWrite,
       .body_limit = kImportLimit,
       .body_storage = http::BodyStorage::kFile,
       .query = {{"name",
                  "File name, ending in .csv .tsv .json .jsonl .eml .mbox, optionally followed by .gz or .zst."}},
       .takes = http::Content{.type = "application/octet-stream", .what = "The file, up to 2 GiB."},
       .answers = {.what = "A job.", .example = kJob, .status = 202}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/export",
       .role = http::Role::kAdmin,
       .summary = "Export tickets with their current labels as a file.",
       .handler = [&workshop = desk.workshop](const http::Request& request) { return export_all(request, workshop); },
       .query = {{"format", "csv, jsonl, labelstudio or argilla (default csv)."},
                 {"filter", "As for /api/v1/tickets."}},
       .answers = {.type = "application/octet-stream", .what = "The file."}});
}

}  // namespace

json::object job_json(const store::Job& job) {
  return {{"id", std::to_string(static_cast<std::int64_t>(job.id))},
          {"kind", job.kind},
          {"state", name_of(job.state)},
          {"stage", job.stage},
          {"done", job.done},
          {"total", job.total},
          {"message", job.message},
          {"result", job.result.empty() ? json::value(nullptr) : json::parse(job.result)},
          {"by", job.by},
          {"created_at", job.created_at},
          {"started_at", or_null(job.started_at)},
          {"ended_at", or_null(job.ended_at)}};
}

void add_job_routes(http::Router& router, const JobDesk& desk) {
  auto& jobs = desk.jobs;
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/jobs",
              .role = http::Role::kAgent,
              .summary = "Start a job: train, benchmark, audit, classify, label or index.",
              .handler = [desk](const http::Request& request) { return start_job(request, desk); },
              .rate_limit = http::RateLimit::kWrite,
              .takes = http::Content{.what = "The kind of job.", .example = R"({"kind":"train"})"},
              .answers = {.what = "The job. If one of the same kind is already waiting, that one is returned.",
                          .example = kJob,
                          .status = 202}});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/jobs",
              .role = http::Role::kViewer,
              .summary = "List the jobs, newest first.",
              .handler =
                  [desk](const http::Request&) {
                    json::array all;
                    for (auto& job : desk.jobs.newest(desk.runner.kinds(), kMostListed)) {
                      job.result.clear();  // may be long; GET /jobs/{id} includes it
                      all.push_back(job_json(job));
                    }
                    return http::json_response({{"jobs", std::move(all)}});
                  },
              .answers = {.what = "Without their results.", .example = R"({"jobs":[)" + std::string(kJob) + "]}"}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/jobs/{id}",
       .role = http::Role::kViewer,
       .summary = "Show a job and its progress.",
       .handler =
           [&jobs](const http::Request& request) { return http::json_response(job_json(job_in_path(request, jobs))); },
       .answers = {.what = "The job.", .example = kJob}});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/jobs/{id}/events",
              .role = http::Role::kViewer,
              .summary = "Stream the progress of a job.",
              .handler = [&jobs](const http::Request& request) { return job_events(request, jobs); },
              .answers = {.type = "text/event-stream",
                          .what = "Server-sent events `job` with the job as data, until it ends."}});
  router.add({.method = http::Method::kDelete,
              .pattern = "/api/v1/jobs/{id}",
              .role = http::Role::kAgent,
              .summary = "Ask a job to stop.",
              .handler = [desk](const http::Request& request) { return stop_job(request, desk); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = {.what = "The job.", .example = kJob}});
  add_files(router, desk);
}

}  // namespace smartdesk::server
