#include "server/job_routes.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <memory>

#include "http/problem.h"
#include "server/desk_jobs.h"
#include "server/internal/reading.h"
#include "workspace/export.h"

namespace smartdesk {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostListed = 100;
constexpr std::size_t kImportLimit = std::size_t{2} << 30;
constexpr const char* kJob =
    R"({"id":"3","kind":"train","state":"running","stage":"fitting","done":3,"total":10,"message":"","result":null,)"
    R"("by":"eve","created_at":"2026-03-01T09:30:00Z","started_at":"2026-03-01T09:30:01Z","ended_at":null})";

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

Job job_in_path(const Request& request, const JobStore& jobs) {
  const auto id = number_in_path(request, "id");
  auto job = jobs.find(JobId{id});
  if (!job) throw Problem(404, "there is no job number " + std::to_string(id));
  return std::move(*job);
}

bool has_ended(const Job& job) { return !job.ended_at.empty(); }

// The kinds that somebody may ask for without more to say.
std::vector<std::string> simple_kinds(const JobRunner& runner) {
  auto kinds = runner.kinds();
  std::erase(kinds, "import");
  return kinds;
}

Response start_job(const Request& request, const JobDesk& desk) {
  const auto body = object_of_body(request);
  const std::string kind(text_in(body, "kind"));
  const auto kinds = simple_kinds(desk.runner);
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    std::string known;
    for (const auto& each : kinds) known += (known.empty() ? "" : ", ") + each;
    throw Problem(400, "\"kind\" is one of " + known);
  }
  const auto job = desk.jobs.add({kind, "", who_asks(request)});
  desk.runner.wake();
  return json_response(job_json(job), 202);
}

// An event whenever the job has changed; the last one when it has ended.
Response job_events(const Request& request, const JobStore& jobs) {
  const auto id = job_in_path(request, jobs).id;
  auto last = std::make_shared<std::string>();
  return event_response([&jobs, id, last] {
    const auto job = jobs.find(id);
    if (!job) return Piece{"", true};
    auto now = json::serialize(job_json(*job));
    if (now == *last) return Piece{"", has_ended(*job)};
    *last = now;
    return Piece{event_text("job", now), has_ended(*job)};
  });
}

Response stop_job(const Request& request, const JobDesk& desk) {
  const auto id = job_in_path(request, desk.jobs).id;
  desk.jobs.ask_to_stop(id);
  desk.runner.wake();
  return json_response(job_json(*desk.jobs.find(id)));
}

Response import_posted(const Request& request, const JobDesk& desk) {
  const auto name = request.query_value("name").value_or("");
  if (name.empty()) throw Problem(400, "say what the file is called: ?name=export.csv (its ending tells the format)");
  const auto job = import_file(desk.workshop, desk.jobs, request.body_file, name, who_asks(request));
  desk.runner.wake();
  return json_response(job_json(job), 202);
}

struct Exported {
  ExportFormat format;
  const char *ending, *type;
};

Exported exported_as(const std::string& name) {
  const auto format = export_format_named(name);
  if (!format) throw Problem(400, "the query's format is csv, jsonl, labelstudio or argilla");
  switch (*format) {
    case ExportFormat::kCsv:
      return {*format, "csv", "text/csv; charset=utf-8"};
    case ExportFormat::kLabelStudio:
      return {*format, "json", "application/json"};
    default:
      return {*format, "jsonl", "application/x-ndjson"};
  }
}

Response export_all(const Request& request, const Workshop& workshop) {
  const auto as = exported_as(request.query_value("format").value_or("csv"));
  ExportOptions options;
  options.format = as.format;
  options.filter = parse_filter(request.query_value("filter").value_or(""), workshop.tasks());
  static std::atomic<int> number{0};
  options.out =
      workshop.folder() + "/export-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + "." + as.ending;
  workshop.read([&](const TicketStore& store) { export_tickets(store, options, Run{}); });
  auto response = text_response("", as.type);
  response.stream = source_of_file(options.out);
  response.headers.emplace_back("Content-Disposition",
                                std::string("attachment; filename=\"tickets.") + as.ending + "\"");
  return response;
}

void add_files(Router& router, const JobDesk& desk) {
  router.add({.method = Method::kPost,
              .pattern = "/api/v1/import",
              .role = Role::kAgent,
              .summary = "Takes in a file of tickets",
              .handler = [desk](const Request& request) { return import_posted(request, desk); },
              .pace = Pace::kWrite,
              .body_limit = kImportLimit,
              .body_place = BodyPlace::kFile,
              .query = {{"name", "what the file is called: .csv .tsv .json .jsonl .eml .mbox, each also .gz or .zst"}},
              .takes = Content{.type = "application/octet-stream", .what = "the file, up to 2 GiB"},
              .answers = {.what = "a job", .example = kJob, .status = 202}});
  router.add(
      {.method = Method::kGet,
       .pattern = "/api/v1/export",
       .role = Role::kAdmin,
       .summary = "Tickets with the labels that stand, as a file",
       .handler = [&workshop = desk.workshop](const Request& request) { return export_all(request, workshop); },
       .query = {{"format", "csv (the default), jsonl, labelstudio or argilla"}, {"filter", "as of /api/v1/tickets"}},
       .answers = {.type = "application/octet-stream", .what = "the file"}});
}

}  // namespace

json::object job_json(const Job& job) {
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

void add_job_routes(Router& router, const JobDesk& desk) {
  auto& jobs = desk.jobs;
  router.add(
      {.method = Method::kPost,
       .pattern = "/api/v1/jobs",
       .role = Role::kAgent,
       .summary = "Asks for long work: train, benchmark, audit, classify, label or index",
       .handler = [desk](const Request& request) { return start_job(request, desk); },
       .pace = Pace::kWrite,
       .takes = Content{.what = "its kind", .example = R"({"kind":"train"})"},
       .answers = {
           .what = "the job; one of the same kind that waits already is not doubled", .example = kJob, .status = 202}});
  router.add({.method = Method::kGet,
              .pattern = "/api/v1/jobs",
              .role = Role::kViewer,
              .summary = "Long work, the newest first",
              .handler =
                  [desk](const Request&) {
                    json::array all;
                    for (auto& job : desk.jobs.newest(desk.runner.kinds(), kMostListed)) {
                      job.result.clear();  // may be long; each job's own page has it
                      all.push_back(job_json(job));
                    }
                    return json_response({{"jobs", std::move(all)}});
                  },
              .answers = {.what = "without their results", .example = R"({"jobs":[)" + std::string(kJob) + "]}"}});
  router.add(
      {.method = Method::kGet,
       .pattern = "/api/v1/jobs/{id}",
       .role = Role::kViewer,
       .summary = "How far one has come",
       .handler = [&jobs](const Request& request) { return json_response(job_json(job_in_path(request, jobs))); },
       .answers = {.what = "the job", .example = kJob}});
  router.add({.method = Method::kGet,
              .pattern = "/api/v1/jobs/{id}/events",
              .role = Role::kViewer,
              .summary = "The same as it goes on",
              .handler = [&jobs](const Request& request) { return job_events(request, jobs); },
              .answers = {.type = "text/event-stream", .what = "server-sent events `job`, data a job, until it ends"}});
  router.add({.method = Method::kDelete,
              .pattern = "/api/v1/jobs/{id}",
              .role = Role::kAgent,
              .summary = "Asks one to stop",
              .handler = [desk](const Request& request) { return stop_job(request, desk); },
              .pace = Pace::kWrite,
              .answers = {.what = "the job", .example = kJob}});
  add_files(router, desk);
}

}  // namespace smartdesk
