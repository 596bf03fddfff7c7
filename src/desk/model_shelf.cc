#include "desk/model_shelf.h"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "files/input_file.h"
#include "files/output_file.h"

namespace smartdesk {
namespace {

namespace fs = std::filesystem;
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
  json::object object{{"version", record.version},
                      {"created_at", record.created_at},
                      {"rows", record.rows},
                      {"heads", std::move(heads)},
                      {"why", record.why}};
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

ModelRecord read_record(const std::string& path) {
  try {
    return record_from(json::parse(InputFile::open(path).read_all()).as_object());
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kInvalidInput, path + " is no record of a model (" + error.what() +
                                              "); delete it, the model beside it is not touched");
  }
}

}  // namespace

std::optional<std::string> ModelShelf::champion() const {
  const auto path = folder_ + "/champion";
  if (!fs::exists(path)) return std::nullopt;
  auto version = InputFile::open(path).read_all();
  while (!version.empty() && version.back() == '\n') version.pop_back();
  return version;
}

std::vector<ModelRecord> ModelShelf::records() const {
  std::vector<ModelRecord> records;
  if (!fs::exists(folder_)) return records;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() == ".json") records.push_back(read_record(entry.path().string()));
  }
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
    return a.created_at != b.created_at ? a.created_at > b.created_at : a.version < b.version;
  });
  return records;
}

bool ModelShelf::holds(const std::string& version) const {
  return !version.empty() && version.find('/') == std::string::npos && fs::exists(path_of(version));
}

void ModelShelf::put(Model& model) {
  const auto unnamed = folder_ + "/unnamed.model";
  model.version = save_model(model, unnamed);
  move_into_place(unnamed, path_of(model.version));
}

void ModelShelf::put_record(const ModelRecord& record) {
  write_file(folder_ + "/" + record.version + ".json", json::serialize(as_json(record)) + "\n");
}

void ModelShelf::promote(const std::string& version) {
  if (!holds(version)) {
    std::string versions;
    for (const auto& record : records()) versions += (versions.empty() ? "" : ", ") + record.version;
    throw Error(ErrorCode::kUsage, "there is no model \"" + version + "\"; there are: " +
                                       (versions.empty() ? "none, `smartdesk train` makes one" : versions));
  }
  write_file(folder_ + "/champion", version + "\n");
}

ModelRecord record_of(const Model& model, std::uint64_t rows) {
  ModelRecord record;
  record.version = model.version;
  record.created_at = model.created_at;
  record.rows = rows;
  for (const auto& head : model.heads) {
    record.heads.push_back({head.task, std::string(option_name(head.classifier.algorithm())), head.labels.names(),
                            head.training_rows, head.cv_macro_f1, head.majority_accuracy, head.no_signal});
  }
  return record;
}

}  // namespace smartdesk
