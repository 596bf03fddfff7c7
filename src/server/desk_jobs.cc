#include "server/desk_jobs.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "formats/archive.h"
#include "formats/table.h"
#include "server/api/desk.h"
#include "text/encoding.h"
#include "text/json_text.h"
#include "training/audit.h"
#include "training/benchmark.h"
#include "training/benchmark_json.h"
#include "workspace/import.h"
#include "workspace/predict_workspace.h"
#include "workspace/train_workspace.h"

namespace smartdesk::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kMostSuspects = 1000, kRejectsShown = 50;
constexpr int kBenchmarkTrees = 100;  // for CatBoost: takes a tenth of the time; noted in its row of the table

json::object train_job(Workshop& workshop, const Run& run) {
  workspace::WorkspaceTraining trained;
  workshop.read([&](const store::TicketStore& store) {
    workspace::WorkspaceTrainOptions options;
    options.embedders = workshop.embedders();
    trained = workspace::train_workspace(store, workshop.registry(), options, run);
  });
  workshop.load_champion();
  return {{"model_version", trained.version},
          {"rows", trained.rows},
          {"promoted", trained.promoted},
          {"why", trained.why},
          {"warnings", json::value_from(trained.warnings)}};
}

json::object classify_job(Workshop& workshop, const Run& run) {
  const auto predictor = workshop.served()->required();
  const auto result = workspace::predict_workspace(*predictor, workshop.shared_store(), run);
  return {{"tickets", result.tickets}, {"labels", result.labels}};
}

std::shared_ptr<const training::Dataset> labelled(const Workshop& workshop, const Run& run) {
  auto dataset = std::make_shared<training::Dataset>();
  workshop.read([&](const store::TicketStore& store) { *dataset = workspace::labelled_tickets(store, {}, run); });
  return dataset;
}

json::object benchmark_job(const Workshop& workshop, const Run& run) {
  training::BenchmarkOptions options;
  options.fitting.catboost_trees = kBenchmarkTrees;
  const auto result = training::benchmark({labelled(workshop, run), nullptr, nullptr}, options, run);
  return {{"rows", training::benchmark_rows_json(result)}, {"warnings", json::value_from(result.warnings)}};
}

// Without texts: an erased ticket's text must not remain in a result.
json::object audit_job(const Workshop& workshop, const Run& run) {
  const auto dataset = labelled(workshop, run);
  const auto result = training::audit(*dataset, {}, run);
  api::AuditResult answer{{}, result.suspects.size(), result.rows, result.warnings};
  for (const auto& suspect : result.suspects) {
    if (answer.suspects.size() == kMostSuspects) break;
    answer.suspects.push_back({suspect.line, suspect.task, suspect.label, suspect.suggested, suspect.score,
                               suspect.reason, suspect.same_as, suspect.evidence});
  }
  return http::json_of(answer).as_object();
}

json::object index_job(Workshop& workshop, const Run& run) {
  workspace::index_words(workshop.shared_store(), run);
  return {{"not_indexed", 0}};
}

json::array first_rejects(const std::string& path) {
  json::array rejects;
  if (!fs::exists(path)) return rejects;
  formats::ReadOptions csv;
  csv.format = formats::TableFormat::kCsv;
  auto table = formats::TableReader::open(path, csv);
  for (formats::Record record; rejects.size() < kRejectsShown && table.next(record);)
    rejects.push_back({{"line", json::string(record.fields[1])}, {"reason", json::string(record.fields[3])}});
  return rejects;
}

json::object take_in(const DeskJobs& desk, const std::string& file, const SentFile& sent, const Run& run) {
  auto options = import_options(file, sent, desk.workshop.taxonomy());
  options.rejects = file + ".rejects.csv";
  auto result = workspace::import_tickets(desk.workshop.shared_store(), options, run);
  for (auto& note : result.notes) note = replaced(std::move(note), file, options.name);
  auto rejects = first_rejects(options.rejects);
  std::error_code ignored;
  fs::remove(options.rejects, ignored);
  return {{"file", sent.name},
          {"accepted", result.added},
          {"updated", result.updated},
          {"unchanged", result.unchanged},
          {"rejected", result.rejected},
          {"labels", result.labels},
          {"encoding", result.encoding.name},
          {"encoding_source", text::name_of(result.encoding.source)},
          {"encoding_certainty", text::name_of(result.encoding.certainty)},
          {"unreadable_characters", result.unreadable_characters},
          {"delimiter", result.delimiter},
          {"date_order", result.date_order},
          {"undated", result.undated},
          {"unread_dates", result.unread_dates},
          {"notes", json::value_from(result.notes)},
          {"messages", result.messages},
          {"source", result.recognised.empty() ? json::value(nullptr) : json::value(result.recognised[0].source)},
          {"rejects", std::move(rejects)}};
}

json::object import_job(const DeskJobs& desk, const store::Job& job, const Run& run) {
  const auto arguments = arguments_of(job);
  const std::string kept(arguments.at("file").as_string());
  const auto sent = sent_file_in(arguments);
  auto& incoming = desk.workshop.incoming();
  const auto file = incoming.find(kept);
  if (!file) throw Error(ErrorCode::kInvalidInput, "The file no longer exists. Upload it again.");
  json::object result;
  try {
    result = take_in(desk, *file, sent, run);
  } catch (const Error& error) {
    const bool is_final = error.code() == ErrorCode::kInvalidInput || error.code() == ErrorCode::kNoColumn;
    if (is_final) incoming.remove(kept);  // a retry would fail again
    throw Error(error.code(), replaced(error.what(), *file, sent.name), error.subject());
  }
  workspace::index_words(desk.workshop.shared_store(), run);
  if (desk.workshop.served()->current()) desk.jobs.add({"classify", "", job.by});
  incoming.remove(kept);
  return result;
}

// A page shows why a job failed, but no path of the server's machine. What went wrong inside it stands in its log only.
JobRunner::Work without_paths(Workshop& workshop, JobRunner::Work work) {
  return [&workshop, work = std::move(work)](const store::Job& job, const Run& run) {
    try {
      return work(job, run);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kFailed)
        throw Error(error.code(), replaced(error.what(), workshop.folder() + "/", ""), error.subject());
      workshop.log_error("The job " + job.kind + " failed: " + error.what());
      throw Error(ErrorCode::kFailed, "The server failed to do this job. See its log for the reason.");
    }
  };
}

}  // namespace

void add_desk_jobs(JobRunner& runner, const DeskJobs& desk) {
  auto& workshop = desk.workshop;
  const auto add = [&](const std::string& kind, JobRunner::Work work) {
    runner.add_kind(kind, without_paths(workshop, std::move(work)));
  };
  add("train", [&workshop](const store::Job&, const Run& run) { return train_job(workshop, run); });
  add("benchmark", [&workshop](const store::Job&, const Run& run) { return benchmark_job(workshop, run); });
  add("audit", [&workshop](const store::Job&, const Run& run) { return audit_job(workshop, run); });
  add("classify", [&workshop](const store::Job&, const Run& run) { return classify_job(workshop, run); });
  add("index", [&workshop](const store::Job&, const Run& run) { return index_job(workshop, run); });
  add("import", [desk](const store::Job& job, const Run& run) { return import_job(desk, job, run); });
  add("label", [desk](const store::Job&, const Run& run) {
    if (!desk.label) {
      throw Error(
          ErrorCode::kUnavailable,
          "No language model server is reachable. Start Ollama (see `smartdesk doctor`), then start the job again.");
    }
    return desk.label(desk.workshop.shared_store(), run);
  });
}

store::Job import_file(Workshop& workshop, store::JobStore& jobs, const std::string& file, const SentFile& sent,
                       const std::string& who) {
  check(sent);
  auto arguments = json_of(sent);
  arguments["file"] = workshop.incoming().put(file, harmless(sent.name));
  return jobs.add({"import", text::json_text(arguments), who});
}

}  // namespace smartdesk::server
