#include "models/catboost.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "models/internal/catboost_trainer.h"
#include "models/internal/child_process.h"

namespace smartdesk::models {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() : path_((fs::temp_directory_path() / "smartdesk-catboost-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr)
      throw Error(ErrorCode::kFailed,
                  "No temporary folder can be created for CatBoost's training. Check the free disk space.");
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string file(const char* name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool has_package(const std::string& python) {
  const std::string question = "import importlib.util, sys; sys.exit(importlib.util.find_spec('catboost') is None)";
  return run_child({python, "-c", question}, [](std::string_view) {}, Run{}).exit_status == 0;
}

void write_libsvm(const TrainingRows& training, const std::string& path) {
  std::ofstream file(path);
  std::string line;
  for (std::size_t i = 0; i < training.rows.rows(); ++i) {
    line = std::to_string(training.labels[i]);
    const auto row = training.rows.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      line += fmt::format(" {}:{:.17g}", row.columns[j] + 1, static_cast<double>(row.values[j]));
    }
    // The trainer takes the number of columns from the highest one in the file.
    if (i == 0 && (row.size() == 0 || row.columns.back() + 1 < training.rows.columns())) {
      line += fmt::format(" {}:0", training.rows.columns());
    }
    file << line << '\n';
  }
  if (!file.flush()) throw Error(ErrorCode::kFailed, path + " cannot be written. Check the free disk space.");
}

boost::json::value read_json(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  boost::system::error_code problem;
  auto value = boost::json::parse(content.str(), problem);
  if (problem) throw Error(ErrorCode::kFailed, "CatBoost's trainer left no readable model. Check the free disk space.");
  return value;
}

// flat_index[i]: the column of CatBoost's i-th numeric feature.
std::vector<std::uint32_t> columns_of_features(const boost::json::value& model) {
  std::vector<std::uint32_t> columns;
  for (const auto& feature : model.at("features_info").at("float_features").as_array()) {
    columns.push_back(feature.at("flat_feature_index").to_number<std::uint32_t>());
  }
  return columns;
}

ObliviousTrees trees_from(const boost::json::value& model, const TrainingRows& training) {
  const auto* trees = model.as_object().if_contains("oblivious_trees");
  if (trees == nullptr) throw Error(ErrorCode::kFailed, "CatBoost made trees of an unknown kind.");
  const auto columns = columns_of_features(model);
  ObliviousTrees::Builder builder;
  for (const auto& tree : trees->as_array()) {
    const auto* splits = tree.as_object().if_contains("splits");
    const auto levels = splits == nullptr || splits->is_null() ? boost::json::array() : splits->as_array();
    for (const auto& split : levels) {
      builder.levels.push_back({columns.at(split.at("float_feature_index").to_number<std::size_t>()),
                                split.at("border").to_number<float>()});
    }
    builder.depths.push_back(static_cast<std::uint32_t>(levels.size()));
    for (const auto& value : tree.at("leaf_values").as_array())
      builder.leaf_values.push_back(value.to_number<double>());
  }
  const auto& scale_and_bias = model.at("scale_and_bias").as_array();
  for (const auto& bias : scale_and_bias.at(1).as_array()) builder.bias.push_back(bias.to_number<double>());
  return ObliviousTrees::from(static_cast<std::uint32_t>(training.classes), training.rows.columns(),
                              scale_and_bias.at(0).to_number<double>(), std::move(builder));
}

std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const auto begin = text.rfind('\n');
  return begin == std::string::npos ? text : text.substr(begin + 1);
}

// script/setup installs the package into .venv of the checkout, in whose build/release/ the program is.
std::string beside_the_build() {
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return (program.parent_path() / "../../.venv/bin/python").lexically_normal().string();
}

}  // namespace

const std::string& catboost_python() {
  static const std::string found = [] {
    std::vector<std::string> candidates{beside_the_build(), "python3"};
    if (const char* chosen = std::getenv("SMARTDESK_CATBOOST_PYTHON")) candidates = {chosen};
    for (const auto& python : candidates) {
      if (has_package(python)) return python;
    }
    return std::string();
  }();
  return found;
}

Availability catboost_availability() {
  if (!catboost_python().empty()) return {true, ""};
  return {false, "CatBoost's trainer (Python package catboost) is not installed; run script/setup to install it"};
}

ObliviousTrees fit_catboost(const TrainingRows& training, const FitOptions& options, const Run& run) {
  const auto here = catboost_availability();
  if (!here.available) throw Error(ErrorCode::kUnavailable, here.reason);
  const TemporaryFolder folder;
  write_libsvm(training, folder.file("train.libsvm"));
  std::ofstream(folder.file("trainer.py")) << kCatboostTrainer;
  const auto on_line = [&](std::string_view line) {
    const auto done = std::strtoull(std::string(line).c_str(), nullptr, 10);
    run.report("CatBoost: trees", done, static_cast<std::uint64_t>(options.catboost_trees));
  };
  const auto result =
      run_child({catboost_python(), folder.file("trainer.py"), folder.path(), std::to_string(training.classes),
                 std::to_string(options.catboost_trees), std::to_string(options.seed), std::to_string(run.threads)},
                on_line, run);
  if (result.exit_status != 0)
    throw Error(ErrorCode::kFailed, "CatBoost's trainer failed: " + last_line(result.complaints));
  return trees_from(read_json(folder.file("model.json")), training);
}

}  // namespace smartdesk::models
