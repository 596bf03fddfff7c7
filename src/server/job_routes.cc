#include "server/job_routes.h"

#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <memory>

#include "http/problem.h"
#include "server/api/imports.h"
#include "server/api/jobs.h"
#include "server/desk_jobs.h"
#include "server/internal/reading.h"
#include "server/webhooks.h"
#include "text/json_text.h"
#include "workspace/customer.h"
#include "workspace/export.h"

namespace smartdesk::server {
namespace {

constexpr std::size_t kMostListed = 100;
constexpr std::size_t kImportLimit = std::size_t{2} << 30, kPreviewLimit = std::size_t{256} << 20;
constexpr const char* kJob =
    R"({"id":"3","kind":"train","state":"running","stage":"fitting","done":3,"total":10,"message":"","result":null,)"
    R"("by":"eve","created_at":"2026-03-01T09:30:00Z","started_at":"2026-03-01T09:30:01Z","ended_at":null})";

constexpr const char* kPreview =
    R"({"files":[{"file":"export.csv","layout":"Zendesk","encoding":"UTF-8","encoding_source":"valid UTF-8",)"
    R"("encoding_certainty":"sure","unreadable_characters":0,"delimiter":",","date_order":"dmy",)"
    R"("columns":{"body":"Description","id":"Ticket ID"},"kept":["Shelf"],"rows_are_messages":false,"rows":40,)"
    R"("rejected":1,"rejects":[{"line":7,"column":"","reason":"the row has no text"}],"undated":0,"unread_dates":0,)"
    R"("notes":[],"tickets":[{"external_id":"1","source":"export","created_at":"2026-04-13T10:00:00Z",)"
    R"("customer":"Mia Berg <mia@example.org>","subject":"Kettle","text":"It leaks.","status":"open","tags":"",)"
    R"("messages":0,"labels":{"urgency":"High"}}]}],"notes":[]})";

constexpr http::TextParameter kName{
    "name",
    "File name, ending in .csv .tsv .json .jsonl .xlsx .xlsm .ods .xls .eml .mbox or .zip, optionally followed by "
    ".gz or .zst."};
constexpr http::TextParameter kSource{
    "source",
    "System that the tickets come from (default: the one whose tickets the file holds, else the file's name)."};
constexpr http::TextParameter kEncoding{"encoding", "Encoding of the file, such as windows-1250 (default: detected)."};
constexpr http::ChoiceParameter<api::DateOrder> kDateOrder{
    "date_order", "Order of day, month and year in dates such as 03/05/2026.", api::DateOrder::kDetected};
constexpr http::TextParameter kText{"text", "Column with the text (default: detected)."};
constexpr http::TextParameter kCustomer{
    "customer", "Only the tickets of this customer, and those with messages of theirs: an e-mail address, or a name."};
constexpr http::ChoiceParameter<api::ExportFormat> kFormat{"format", "The format of the file.",
                                                           api::ExportFormat::kCsv};
constexpr http::TextParameter kFilter{"filter", "As for /api/v1/tickets."};

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

bool may_see(const http::Request& request, std::string_view kind) {
  return kind != kWebhookJob || request.identity.role >= http::Role::kAdmin;
}

store::Job job_in_path(const http::Request& request, const store::JobStore& jobs) {
  const auto id = number_in_path(request, "id");
  auto job = jobs.find(store::JobId{id});
  if (!job || !may_see(request, job->kind))
    throw http::Problem(404, "There is no job with the number " + std::to_string(id) + ".");
  return std::move(*job);
}

bool has_ended(const store::Job& job) { return !job.ended_at.empty(); }

http::Response start_job(const http::Request& request, const JobDesk& desk) {
  const auto kind = body_of<api::JobRequest>(request).kind;
  const auto job = desk.jobs.add({http::name_in_json(kind), "", who_asks(request)});
  desk.runner.wake();
  return http::json_response(answer_of(job), 202);
}

// Sends an event for each change of the job; the last one when it has ended.
http::Response job_events(const http::Request& request, const store::JobStore& jobs) {
  const auto id = job_in_path(request, jobs).id;
  auto last = std::make_shared<std::string>();
  return http::event_response([&jobs, id, last] {
    const auto job = jobs.find(id);
    if (!job) return http::Piece{"", true};
    auto now = text::json_text(http::json_of(answer_of(*job)));
    if (now == *last) return http::Piece{"", has_ended(*job)};
    *last = now;
    return http::Piece{http::event_text("job", now), has_ended(*job)};
  });
}

http::Response stop_job(const http::Request& request, const JobDesk& desk) {
  const auto id = job_in_path(request, desk.jobs).id;
  desk.jobs.ask_to_stop(id);
  desk.runner.wake();
  return http::json_response(answer_of(*desk.jobs.find(id)));
}

SentFile sent_file(const http::Request& request) {
  SentFile sent{kName.read(request), kSource.read(request), kEncoding.read(request), "", kText.read(request)};
  if (sent.name.empty())
    throw http::Problem(400,
                        "The file name is missing. Pass it as ?name=export.csv (its extension selects the format).");
  if (const auto order = kDateOrder.read(request); order != api::DateOrder::kDetected)
    sent.date_order = http::name_in_json(order);
  return sent;
}

http::Response import_posted(const http::Request& request, const JobDesk& desk) {
  const auto job = import_file(desk.workshop, desk.jobs, request.body_file, sent_file(request), who_asks(request));
  desk.runner.wake();
  return http::json_response(answer_of(job), 202);
}

http::Response preview_posted(const http::Request& request, const Workshop& workshop) {
  return http::json_response(preview_file(workshop, request.body_file, sent_file(request)));
}

struct Exported {
  workspace::ExportFormat format;
  const char *ending, *type;
};

Exported exported_as(api::ExportFormat format) {
  switch (format) {
    case api::ExportFormat::kCsv:
      return {workspace::ExportFormat::kCsv, "csv", "text/csv; charset=utf-8"};
    case api::ExportFormat::kLabelstudio:
      return {workspace::ExportFormat::kLabelStudio, "json", "application/json"};
    case api::ExportFormat::kArgilla:
      return {workspace::ExportFormat::kArgilla, "jsonl", "application/x-ndjson"};
    case api::ExportFormat::kJsonl:
      break;
  }
  return {workspace::ExportFormat::kJsonl, "jsonl", "application/x-ndjson"};
}

http::Response export_all(const http::Request& request, const Workshop& workshop) {
  const auto as = exported_as(kFormat.read(request));
  workspace::ExportOptions options;
  options.format = as.format;
  options.filter = store::parse_filter(kFilter.read(request), workshop.tasks());
  static std::atomic<int> number{0};
  options.out =
      workshop.folder() + "/export-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + "." + as.ending;
  const auto customer = kCustomer.read(request);
  workshop.read([&](const store::TicketStore& store) {
    if (!customer.empty()) {
      const auto theirs = workspace::tickets_of(store, workspace::Customer(customer), Run{});
      options.tickets = workspace::with_their_words(theirs);
    }
    workspace::export_tickets(store, options, Run{});
  });
  auto response = http::text_response("", as.type);
  response.stream = http::source_of_file(options.out);
  response.headers.emplace_back("Content-Disposition",
                                std::string("attachment; filename=\"tickets.") + as.ending + "\"");
  return response;
}

void add_files(http::Router& router, const JobDesk& desk) {
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/import",
              .role = http::Role::kAgent,
              .summary = "Import a file of tickets.",
              .handler = [desk](const http::Request& request) { return import_posted(request, desk); },
              .rate_limit = http::RateLimit::kWrite,
              .body_limit = kImportLimit,
              .body_storage = http::BodyStorage::kFile,
              .query = {kName, kSource, kEncoding, kDateOrder, kText},
              .takes = http::Content{.type = "application/octet-stream", .what = "The file, up to 2 GiB."},
              .answers = http::json_content<api::Job>("A job.", kJob, 202)});
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/import/preview",
       .role = http::Role::kAgent,
       .summary = "Show how a file of tickets would be read and what would be rejected, without writing anything.",
       .handler = [&workshop =
                       desk.workshop](const http::Request& request) { return preview_posted(request, workshop); },
       .rate_limit = http::RateLimit::kWrite,
       .body_limit = kPreviewLimit,
       .body_storage = http::BodyStorage::kFile,
       .query = {kName, kSource, kEncoding, kDateOrder, kText},
       .takes = http::Content{.type = "application/octet-stream", .what = "The file, up to 256 MiB."},
       .answers = http::json_content<api::ImportPreview>("What an import would do.", kPreview)});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/export",
       .role = http::Role::kAdmin,
       .summary = "Export tickets with their current labels as a file.",
       .handler = [&workshop = desk.workshop](const http::Request& request) { return export_all(request, workshop); },
       .query = {kFormat, kFilter, kCustomer},
       .answers = {.type = "application/octet-stream", .what = "The file."}});
}

}  // namespace

api::Job answer_of(const store::Job& job) {
  api::Job answer;
  answer.id = std::to_string(static_cast<std::int64_t>(job.id));
  answer.kind = job.kind;
  answer.state = job.state;
  answer.stage = job.stage;
  answer.done = job.done;
  answer.total = job.total;
  answer.message = job.message;
  if (!job.result.empty()) answer.result = boost::json::parse(job.result).as_object();
  answer.by = job.by;
  answer.created_at = job.created_at;
  answer.started_at = unless_empty(job.started_at);
  answer.ended_at = unless_empty(job.ended_at);
  return answer;
}

void add_job_routes(http::Router& router, const JobDesk& desk) {
  auto& jobs = desk.jobs;
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/jobs",
              .role = http::Role::kAgent,
              .summary = "Start a job: train, benchmark, audit, classify, label or index.",
              .handler = [desk](const http::Request& request) { return start_job(request, desk); },
              .rate_limit = http::RateLimit::kWrite,
              .takes = http::json_content<api::JobRequest>("The kind of job.", R"({"kind":"train"})"),
              .answers = http::json_content<api::Job>(
                  "The job. If one of the same kind is already waiting, that one is returned.", kJob, 202)});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/jobs",
       .role = http::Role::kViewer,
       .summary = "List the jobs, newest first.",
       .handler =
           [desk](const http::Request&) {
             api::Jobs answer;
             for (auto& job : desk.jobs.newest(desk.runner.kinds(), kMostListed)) {
               job.result.clear();  // may be long; GET /jobs/{id} includes it
               answer.jobs.push_back(answer_of(job));
             }
             return http::json_response(answer);
           },
       .answers = http::json_content<api::Jobs>("Without their results.", R"({"jobs":[)" + std::string(kJob) + "]}")});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/jobs/{id}",
       .role = http::Role::kViewer,
       .summary = "Show a job and its progress.",
       .handler =
           [&jobs](const http::Request& request) { return http::json_response(answer_of(job_in_path(request, jobs))); },
       .answers = http::json_content<api::Job>("The job.", kJob)});
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
              .answers = http::json_content<api::Job>("The job.", kJob)});
  add_files(router, desk);
}

}  // namespace smartdesk::server
