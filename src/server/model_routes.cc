#include "server/model_routes.h"

#include <array>

#include "http/problem.h"
#include "server/api/models.h"

namespace smartdesk::server {
namespace {

constexpr const char* kModel =
    R"({"version":"a1b2c3d4e5f6","created_at":"2026-03-01T09:30:00Z","is_champion":true,"rows":900,"heads":[{"task":)"
    R"("category","algorithm":"linear_svc","labels":["Billing","Technical"],"rows":900,"cv_macro_f1":0.71,)"
    R"("majority_accuracy":0.3,"no_signal":false}],"contest":null,"why":"It is the first model."})";
constexpr const char* kDetailedModel =
    R"({"version":"a1b2c3d4e5f6","created_at":"2026-03-01T09:30:00Z","is_champion":true,"rows":900,"heads":[{"task":)"
    R"("category","algorithm":"linear_svc","labels":["Billing","Technical"],"rows":900,"cv_macro_f1":0.71,)"
    R"("majority_accuracy":0.3,"no_signal":false,"reliability":[{"low":0.9,"high":1,"rows":120,"confidence":0.95,)"
    R"("accuracy":0.93}],"confusion":{"labels":["Billing","Technical"],"rows":[[40,10],[5,65]]}}],"contest":{"rows":)"
    R"(120,"champion":0.7,"challenger":0.72,"low":-0.01,"high":0.05},"why":"It is not worse than the champion."})";

api::Head answer_of(const workspace::ModelRecord::Head& head) {
  return {
      head.task, head.algorithm, head.labels, head.rows, head.cv_macro_f1, head.majority_accuracy, head.no_signal, {},
      {}};
}

api::Model answer_of(const workspace::ModelRecord& record, const std::optional<std::string>& champion) {
  api::Model model{record.version, record.created_at, champion == record.version, record.rows, {}, {}, record.why};
  for (const auto& head : record.heads) model.heads.push_back(answer_of(head));
  if (const auto& contest = record.contest) {
    model.contest = {contest->rows, contest->champion, contest->challenger, contest->difference.low,
                     contest->difference.high};
  }
  return model;
}

// Ten bins of probability: the mean confidence and the accuracy in each.
std::vector<api::Reliability> reliability_of(const models::Head& head) {
  struct Step {
    std::uint64_t rows = 0, right = 0;
    double confidence = 0;
  };
  std::array<Step, 10> steps;
  for (const auto& row : head.judged) {
    auto& step = steps[std::min<std::size_t>(9, static_cast<std::size_t>(row.probability * 10))];
    ++step.rows;
    step.right += row.right;
    step.confidence += row.probability;
  }
  std::vector<api::Reliability> bins;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].rows == 0) continue;
    const auto rows = static_cast<double>(steps[i].rows);
    bins.push_back({static_cast<double>(i) / 10, static_cast<double>(i + 1) / 10, steps[i].rows,
                    steps[i].confidence / rows, static_cast<double>(steps[i].right) / rows});
  }
  return bins;
}

http::Response one_model(const http::Request& request, Workshop& workshop) {
  const auto& version = request.parameter("version");
  for (const auto& record : workshop.registry().records()) {
    if (record.version != version) continue;
    auto answer = answer_of(record, workshop.registry().champion());
    const auto model = models::load_model(workshop.registry().path_of(version));
    for (std::size_t h = 0; h < answer.heads.size() && h < model.heads.size(); ++h) {
      auto& head = answer.heads[h];
      head.reliability = reliability_of(model.heads[h]);
      auto& confusion = head.confusion.emplace();
      if (!record.heads[h].confusion.empty())
        confusion = api::Confusion{record.heads[h].confused_labels, record.heads[h].confusion};
    }
    return http::json_response(answer);
  }
  throw http::Problem(404, "There is no model " + version + ".");
}

api::Models all_models(Workshop& workshop) {
  api::Models answer{workshop.registry().champion(), {}};
  for (const auto& record : workshop.registry().records()) answer.models.push_back(answer_of(record, answer.champion));
  return answer;
}

http::Response promote(const http::Request& request, Workshop& workshop) {
  const auto& version = request.parameter("version");
  if (!workshop.registry().holds(version)) throw http::Problem(404, "There is no model " + version + ".");
  workshop.write([&](store::TicketStore&) { workshop.registry().promote(version); });
  workshop.load_champion();
  return http::json_response(all_models(workshop));
}

http::Response all_tasks(const Workshop& workshop) {
  api::Tasks answer;
  for (const auto& task : workshop.taxonomy().tasks) {
    auto& added = answer.tasks.emplace_back(api::Task{task.name, {}, task.ordered, {}});
    for (const auto& label : task.labels) {
      added.labels.push_back(label.name);
      added.tones.emplace_back(label.name, label.tone);
    }
  }
  return http::json_response(answer);
}

}  // namespace

void add_model_routes(http::Router& router, Workshop& workshop) {
  const auto all = R"({"champion":"a1b2c3d4e5f6","models":[)" + std::string(kModel) + "]}";
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/models",
              .role = http::Role::kViewer,
              .summary = "List all model versions, newest first.",
              .handler = [&workshop](const http::Request&) { return http::json_response(all_models(workshop)); },
              .answers = http::json_content<api::Models>("`contest` compares a version with the champion at that time.",
                                                         all)});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/models/{version}",
              .role = http::Role::kViewer,
              .summary = "Show a model version with its confusion matrices and reliability.",
              .handler = [&workshop](const http::Request& request) { return one_model(request, workshop); },
              .answers = http::json_content<api::Model>(
                  "With `confusion` (true label by predicted label, held-out tickets) and `reliability` of each head.",
                  kDetailedModel)});
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/models/{version}/promote",
              .role = http::Role::kAdmin,
              .summary = "Promote a model version to champion.",
              .handler = [&workshop](const http::Request& request) { return promote(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = http::json_content<api::Models>("As /api/v1/models.", all)});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tasks",
              .role = http::Role::kViewer,
              .summary = "List the tasks and their labels.",
              .handler = [&workshop](const http::Request&) { return all_tasks(workshop); },
              .cost = http::Cost::kQuick,
              .answers = http::json_content<api::Tasks>(
                  "The labels in their order.",
                  R"({"tasks":[{"name":"urgency","labels":["Low","High"],"ordered":true,"tones":)"
                  R"({"Low":"neutral","High":"bad"}}]})")});
}

}  // namespace smartdesk::server
