#include "server/model_routes.h"

#include <array>
#include <boost/json.hpp>

#include "http/problem.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr const char* kModel =
    R"({"version":"a1b2c3d4e5f6","created_at":"2026-03-01T09:30:00Z","is_champion":true,"rows":900,"heads":[{"task":)"
    R"("category","algorithm":"linear_svc","labels":["Billing","Technical"],"rows":900,"cv_macro_f1":0.71,)"
    R"("majority_accuracy":0.3,"no_signal":false}],"contest":null,"why":"It is the first model."})";

json::object head_json(const workspace::ModelRecord::Head& head) {
  return {
      {"task", head.task},          {"algorithm", head.algorithm},     {"labels", json::value_from(head.labels)},
      {"rows", head.rows},          {"cv_macro_f1", head.cv_macro_f1}, {"majority_accuracy", head.majority_accuracy},
      {"no_signal", head.no_signal}};
}

json::object record_json(const workspace::ModelRecord& record, bool is_champion) {
  json::array heads;
  for (const auto& head : record.heads) heads.push_back(head_json(head));
  json::value contest = nullptr;
  if (record.contest) {
    contest = {{"rows", record.contest->rows},
               {"champion", record.contest->champion},
               {"challenger", record.contest->challenger},
               {"low", record.contest->difference.low},
               {"high", record.contest->difference.high}};
  }
  return {{"version", record.version}, {"created_at", record.created_at}, {"is_champion", is_champion},
          {"rows", record.rows},       {"heads", std::move(heads)},       {"contest", std::move(contest)},
          {"why", record.why}};
}

// Ten bins of probability: the mean confidence and the accuracy in each.
json::array reliability_json(const models::Head& head) {
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
  json::array array;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].rows == 0) continue;
    const auto rows = static_cast<double>(steps[i].rows);
    array.push_back({{"low", static_cast<double>(i) / 10},
                     {"high", static_cast<double>(i + 1) / 10},
                     {"rows", steps[i].rows},
                     {"confidence", steps[i].confidence / rows},
                     {"accuracy", static_cast<double>(steps[i].right) / rows}});
  }
  return array;
}

http::Response one_model(const http::Request& request, Workshop& workshop) {
  const auto& version = request.parameter("version");
  for (const auto& record : workshop.registry().records()) {
    if (record.version != version) continue;
    auto object = record_json(record, workshop.registry().champion() == version);
    const auto model = models::load_model(workshop.registry().path_of(version));
    auto& heads = object["heads"].as_array();
    for (std::size_t h = 0; h < heads.size() && h < model.heads.size(); ++h) {
      auto& head = heads[h].as_object();
      head["reliability"] = reliability_json(model.heads[h]);
      head["confusion"] = nullptr;
      if (record.heads[h].confusion.empty()) continue;
      head["confusion"] = {{"labels", json::value_from(record.heads[h].confused_labels)},
                           {"rows", json::value_from(record.heads[h].confusion)}};
    }
    return http::json_response(object);
  }
  throw http::Problem(404, "There is no model " + version + ".");
}

json::object all_models(Workshop& workshop) {
  const auto champion = workshop.registry().champion();
  json::array models;
  for (const auto& record : workshop.registry().records())
    models.push_back(record_json(record, champion == record.version));
  return {{"champion", champion ? json::value(*champion) : json::value(nullptr)}, {"models", std::move(models)}};
}

http::Response promote(const http::Request& request, Workshop& workshop) {
  const auto& version = request.parameter("version");
  if (!workshop.registry().holds(version)) throw http::Problem(404, "There is no model " + version + ".");
  workshop.write([&](store::TicketStore&) { workshop.registry().promote(version); });
  workshop.load_champion();
  return http::json_response(all_models(workshop));
}

http::Response all_tasks(const Workshop& workshop) {
  json::array tasks;
  for (const auto& task : workshop.taxonomy().tasks) {
    json::array labels;
    json::object tones;
    for (const auto& label : task.labels) {
      labels.push_back(json::value(label.name));
      tones[label.name] = name_of(label.tone);
    }
    tasks.push_back(
        {{"name", task.name}, {"labels", std::move(labels)}, {"ordered", task.ordered}, {"tones", std::move(tones)}});
  }
  return http::json_response({{"tasks", std::move(tasks)}});
}

}  // namespace

void add_model_routes(http::Router& router, Workshop& workshop) {
  const auto all = R"({"champion":"a1b2c3d4e5f6","models":[)" + std::string(kModel) + "]}";
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/models",
              .role = http::Role::kViewer,
              .summary = "List all model versions, newest first.",
              .handler = [&workshop](const http::Request&) { return http::json_response(all_models(workshop)); },
              .answers = {.what = "`contest` compares a version with the champion at that time.", .example = all}});
  router.add(
      {.method = http::Method::kGet,
       .pattern = "/api/v1/models/{version}",
       .role = http::Role::kViewer,
       .summary = "Show a model version with its confusion matrices and reliability.",
       .handler = [&workshop](const http::Request& request) { return one_model(request, workshop); },
       .answers = {
           .what = "With `confusion` (true label by predicted label, held-out tickets) and `reliability` of each head.",
           .example = kModel}});
  router.add({.method = http::Method::kPost,
              .pattern = "/api/v1/models/{version}/promote",
              .role = http::Role::kAdmin,
              .summary = "Promote a model version to champion.",
              .handler = [&workshop](const http::Request& request) { return promote(request, workshop); },
              .rate_limit = http::RateLimit::kWrite,
              .answers = {.what = "As /api/v1/models.", .example = all}});
  router.add({.method = http::Method::kGet,
              .pattern = "/api/v1/tasks",
              .role = http::Role::kViewer,
              .summary = "List the tasks and their labels.",
              .handler = [&workshop](const http::Request&) { return all_tasks(workshop); },
              .cost = http::Cost::kQuick,
              .answers = {.what = "The labels in their order.",
                          .example = R"({"tasks":[{"name":"urgency","labels":["Low","High"],"ordered":true,"tones":)"
                                     R"({"Low":"neutral","High":"bad"}}]})"}});
}

}  // namespace smartdesk::server
