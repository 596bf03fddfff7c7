#include "workspace/model_registry.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "core/error.h"
#include "store/backend.h"
#include "text/json_text.h"

namespace smartdesk::workspace {
namespace {

namespace json = boost::json;

json::object as_json(const ModelRecord& record) {
  json::array heads;
  for (const auto& head : record.heads) {
    heads.push_back({{"task", head.task},
                     {"algorithm", head.algorithm},
                     {"labels", json::value_from(head.labels)},
                     {"rows", head.rows},
                     {"cv_macro_f1", head.cv_macro_f1},
                     {"majority_accuracy", head.majority_accuracy},
                     {"no_signal", head.no_signal},
                     {"confused_labels", json::value_from(head.confused_labels)},
                     {"confusion", json::value_from(head.confusion)}});
  }
  json::object object{{"version", record.version}, {"created_at", record.created_at},
                      {"rows", record.rows},       {"heads", std::move(heads)},
                      {"why", record.why},         {"held_out_from", record.held_out_from}};
  if (record.contest) {
    object["contest"] = {{"rows", record.contest->rows},
                         {"champion", record.contest->champion},
                         {"challenger", record.contest->challenger},
                         {"low", record.contest->difference.low},
                         {"high", record.contest->difference.high}};
  }
  return object;
}

ModelRecord record_from(const json::object& object) {
  ModelRecord record;
  record.version = json::value_to<std::string>(object.at("version"));
  record.created_at = json::value_to<std::string>(object.at("created_at"));
  record.rows = object.at("rows").to_number<std::uint64_t>();
  record.why = json::value_to<std::string>(object.at("why"));
  if (const auto* value = object.if_contains("held_out_from"))  // absent in records of earlier versions
    record.held_out_from = json::value_to<std::string>(*value);
  for (const auto& value : object.at("heads").as_array()) {
    const auto& head = value.as_object();
    record.heads.push_back(
        {json::value_to<std::string>(head.at("task")), json::value_to<std::string>(head.at("algorithm")),
         json::value_to<std::vector<std::string>>(head.at("labels")), head.at("rows").to_number<std::uint64_t>(),
         head.at("cv_macro_f1").to_number<double>(), head.at("majority_accuracy").to_number<double>(),
         head.at("no_signal").as_bool(), json::value_to<std::vector<std::string>>(head.at("confused_labels")),
         json::value_to<std::vector<std::vector<std::uint64_t>>>(head.at("confusion"))});
  }
  if (const auto* value = object.if_contains("contest")) {
    const auto& contest = value->as_object();
    record.contest = Contest{contest.at("rows").to_number<std::uint64_t>(),
                             contest.at("champion").to_number<double>(),
                             contest.at("challenger").to_number<double>(),
                             {contest.at("low").to_number<double>(), contest.at("high").to_number<double>()}};
  }
  return record;
}

ModelRecord read_record(const store::ModelText& record) {
  try {
    return record_from(json::parse(record.text).as_object());
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kInvalidInput, record.location + " is not a valid model record (" + error.what() +
                                              "). Delete it; the model itself is kept.");
  }
}

bool holds_whole(const store::ModelStore& store, const std::string& version) {
  if (!store.holds(version)) return false;
  try {
    models::load_model(store.path_of(version));
    return true;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kUnavailable) throw;  // the database
    return false;
  }
}

}  // namespace

ModelRegistry::ModelRegistry(const store::WorkspaceLocation& location)
    : scratch_(location.folder + "/models/unnamed-" + std::to_string(::getpid()) + ".model"),
      store_(store::backend_for(location)->open_models()) {}

std::vector<ModelRecord> ModelRegistry::records() const {
  std::vector<ModelRecord> records;
  for (const auto& record : store_->records()) records.push_back(read_record(record));
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
    return a.created_at != b.created_at ? a.created_at > b.created_at : a.version < b.version;
  });
  return records;
}

bool ModelRegistry::put(models::Model& model) {
  model.version = models::save_model(model, scratch_);
  if (holds_whole(*store_, model.version)) {
    std::filesystem::remove(scratch_);
    return false;
  }
  store_->put(model.version, scratch_);
  return true;
}

void ModelRegistry::put_record(const ModelRecord& record) {
  store_->put_record(record.version, text::json_text(as_json(record)) + "\n");
}

void ModelRegistry::promote(const std::string& version) {
  if (!holds(version)) {
    std::string versions;
    for (const auto& record : records()) versions += (versions.empty() ? "" : ", ") + record.version;
    throw Error(ErrorCode::kUsage, "There is no model \"" + version + "\". Versions: " +
                                       (versions.empty() ? "none yet; `smartdesk train` creates one." : versions));
  }
  store_->promote(version);
}

models::Model model_or_champion(const store::WorkspaceLocation& location, const std::string& file) {
  if (!file.empty()) return models::load_model(file);
  const ModelRegistry registry(location);
  const auto champion = registry.champion();
  if (!champion) throw no_model();
  return models::load_model(registry.path_of(*champion));
}

ModelRecord record_of(const models::Model& model, std::uint64_t rows) {
  ModelRecord record;
  record.version = model.version;
  record.created_at = model.created_at;
  record.rows = rows;
  for (const auto& head : model.heads) {
    record.heads.push_back({head.task, std::string(models::option_name(head.classifier.algorithm())),
                            head.labels.names(), head.training_rows, head.cv_macro_f1, head.majority_accuracy,
                            head.no_signal});
  }
  return record;
}

}  // namespace smartdesk::workspace
