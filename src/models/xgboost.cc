#include "models/xgboost.h"

#include <fmt/format.h>

#include <xgboost/c_api.h>

#include <boost/json.hpp>
#include <cmath>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "models/internal/xgboost_library.h"

namespace smartdesk::models {
namespace {

// The functions of the C API that we use.
struct Api {
  template <typename Function>
  static Function* find(const char* name) {
    return xgboost_function<Function>(name);
  }
  decltype(XGBGetLastError)* last_error = find<decltype(XGBGetLastError)>("XGBGetLastError");
  decltype(XGDMatrixCreateFromCSR)* create_matrix = find<decltype(XGDMatrixCreateFromCSR)>("XGDMatrixCreateFromCSR");
  decltype(XGDMatrixSetFloatInfo)* set_info = find<decltype(XGDMatrixSetFloatInfo)>("XGDMatrixSetFloatInfo");
  decltype(XGDMatrixFree)* free_matrix = find<decltype(XGDMatrixFree)>("XGDMatrixFree");
  decltype(XGBoosterCreate)* create_booster = find<decltype(XGBoosterCreate)>("XGBoosterCreate");
  decltype(XGBoosterSetParam)* set_parameter = find<decltype(XGBoosterSetParam)>("XGBoosterSetParam");
  decltype(XGBoosterUpdateOneIter)* boost = find<decltype(XGBoosterUpdateOneIter)>("XGBoosterUpdateOneIter");
  decltype(XGBoosterSaveModelToBuffer)* save = find<decltype(XGBoosterSaveModelToBuffer)>("XGBoosterSaveModelToBuffer");
  decltype(XGBoosterFree)* free_booster = find<decltype(XGBoosterFree)>("XGBoosterFree");
};

const Api& api() {
  static const Api functions;
  return functions;
}

void check(int status) {
  if (status != 0) throw Error(ErrorCode::kFailed, std::string("XGBoost: ") + api().last_error());
}

// Frees the handle also if a constructor below throws, because the user may stop a fit.
using Handle = std::unique_ptr<void, int (*)(void*)>;

// How XGBoost is told of an array in memory (NumPy's array interface).
template <typename Number>
std::string array_interface(const std::vector<Number>& numbers, const char* type) {
  return fmt::format(R"({{"data": [{}, true], "shape": [{}], "typestr": "{}", "version": 3}})",
                     reinterpret_cast<std::uintptr_t>(numbers.data()), numbers.size(), type);
}

class Matrix {
 public:
  explicit Matrix(const TrainingRows& training) {
    std::vector<std::size_t> begins{0};
    std::vector<unsigned> columns;
    std::vector<float> values, labels(training.labels.begin(), training.labels.end());
    for (std::size_t i = 0; i < training.rows.rows(); ++i) {
      const auto row = training.rows.row(i);
      columns.insert(columns.end(), row.columns.begin(), row.columns.end());
      values.insert(values.end(), row.values.begin(), row.values.end());
      begins.push_back(values.size());
    }
    DMatrixHandle made = nullptr;
    check(api().create_matrix(array_interface(begins, "<u8").c_str(), array_interface(columns, "<u4").c_str(),
                              array_interface(values, "<f4").c_str(), training.rows.columns(), R"({"missing": NaN})",
                              &made));
    handle_.reset(made);
    check(api().set_info(handle(), "label", labels.data(), labels.size()));
  }
  DMatrixHandle handle() const { return handle_.get(); }

 private:
  Handle handle_{nullptr, api().free_matrix};
};

class Booster {
 public:
  Booster(const Matrix& matrix, const TrainingRows& training, const FitOptions& options, const Run& run) {
    DMatrixHandle handles[] = {matrix.handle()};
    BoosterHandle made = nullptr;
    check(api().create_booster(handles, 1, &made));
    handle_.reset(made);
    if (training.classes > 2) {
      set("objective", "multi:softprob");
      set("num_class", std::to_string(training.classes));
    } else {
      set("objective", "binary:logistic");
    }
    set("tree_method", "hist");
    set("max_depth", "6");
    set("eta", "0.3");
    set("seed", std::to_string(options.seed));
    set("nthread", std::to_string(run.threads));
    set("verbosity", "0");
    for (int round = 0; round < options.boosting_rounds; ++round) {
      run.stop_if_asked();
      check(api().boost(handle_.get(), round, matrix.handle()));
    }
  }

  boost::json::value json() const {
    bst_ulong size = 0;
    const char* bytes = nullptr;
    check(api().save(handle_.get(), R"({"format":"json"})", &size, &bytes));
    return boost::json::parse({bytes, static_cast<std::size_t>(size)});
  }

 private:
  void set(const char* name, const std::string& value) {
    check(api().set_parameter(handle_.get(), name, value.c_str()));
  }
  Handle handle_{nullptr, api().free_booster};
};

std::uint32_t as_index(const boost::json::value& number) { return number.to_number<std::uint32_t>(); }

// Renumbers the nodes: the library's children need not be adjacent, and pruned nodes leave gaps.
void append_tree(const boost::json::object& tree, TreeEnsemble::Builder& out) {
  const auto& low = tree.at("left_children").as_array();
  const auto& high = tree.at("right_children").as_array();
  const auto& column = tree.at("split_indices").as_array();
  const auto& condition = tree.at("split_conditions").as_array();
  const auto& default_low = tree.at("default_left").as_array();
  struct Open {
    std::size_t theirs, ours;
  };
  std::vector<Open> open{{0, out.nodes.size()}};
  out.roots.push_back(static_cast<std::uint32_t>(out.nodes.size()));
  out.nodes.emplace_back();
  while (!open.empty()) {
    const auto [theirs, ours] = open.back();
    open.pop_back();
    const auto number = condition[theirs].to_number<float>();
    if (low[theirs].to_number<int>() < 0) {
      out.nodes[ours] = TreeNode::leaf(static_cast<std::uint32_t>(out.leaf_values.size()));
      out.leaf_values.push_back(number);
      continue;
    }
    const auto& by_default = default_low[theirs];
    const bool absent_low = by_default.is_bool() ? by_default.as_bool() : by_default.to_number<int>() != 0;
    const std::size_t children = out.nodes.size();
    out.nodes[ours] =
        TreeNode::split(as_index(column[theirs]), number, static_cast<std::uint32_t>(children), !absent_low);
    out.nodes.resize(children + 2);
    open.push_back({as_index(low[theirs]), children});
    open.push_back({as_index(high[theirs]), children + 1});
  }
}

// base_score is a score with many classes, but a probability with two. One number ("5E-1"), or from XGBoost 3.1 on a
// list ("[5E-1,2E-1]").
std::vector<float> base_scores(const boost::json::object& learner, int classes) {
  std::string text(learner.at("learner_model_param").at("base_score").as_string());
  for (auto& letter : text) letter = letter == '[' || letter == ']' || letter == ',' ? ' ' : letter;
  std::istringstream numbers(text);
  std::vector<float> bases;
  for (float base = 0; numbers >> base;) bases.push_back(base);
  if (bases.empty()) throw Error(ErrorCode::kFailed, "XGBoost: base_score is \"" + text + "\", expected a number.");
  if (classes == 2) return {0, std::log(bases[0] / (1 - bases[0]))};
  bases.resize(static_cast<std::size_t>(classes), bases[0]);
  return bases;
}

}  // namespace

Availability xgboost_availability() {
  try {
    api();
    return {true, ""};
  } catch (const Error& error) {
    return {false, error.what()};
  }
}

TreeEnsemble fit_xgboost(const TrainingRows& training, const FitOptions& options, const Run& run) {
  const Matrix matrix(training);
  const auto model = Booster(matrix, training, options, run).json();
  const auto& learner = model.at("learner").as_object();
  const auto& booster = learner.at("gradient_booster").at("model").as_object();
  TreeEnsemble::Builder builder;
  for (const auto& tree : booster.at("trees").as_array()) append_tree(tree.as_object(), builder);
  for (const auto& label : booster.at("tree_info").as_array()) {
    builder.tree_class.push_back(training.classes == 2 ? 1U : as_index(label));
  }
  builder.base = base_scores(learner, training.classes);
  return TreeEnsemble::from(TreeEnsemble::Kind::kSummed, static_cast<std::uint32_t>(training.classes),
                            training.rows.columns(), std::move(builder));
}

}  // namespace smartdesk::models
