#include "models/xgboost.h"

#include <xgboost/c_api.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <string>

namespace smartdesk {
namespace {

void check(int status) {
  if (status != 0) throw Error(ErrorCode::kFailed, std::string("XGBoost: ") + XGBGetLastError());
}

// Idle threads of the library must sleep, not spin: spinning made fits many times slower on busy cores. OpenMP reads
// this once, before its first thread.
void let_idle_threads_sleep() {
  static const int done = setenv("OMP_WAIT_POLICY", "passive", 0);
  (void)done;
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
    check(XGDMatrixCreateFromCSREx(begins.data(), columns.data(), values.data(), begins.size(), values.size(),
                                   training.rows.columns(), &handle_));
    check(XGDMatrixSetFloatInfo(handle_, "label", labels.data(), labels.size()));
  }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  ~Matrix() { XGDMatrixFree(handle_); }
  DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

class Booster {
 public:
  Booster(const Matrix& matrix, const TrainingRows& training, const FitOptions& options, const Run& run) {
    DMatrixHandle handles[] = {matrix.handle()};
    check(XGBoosterCreate(handles, 1, &handle_));
    set("objective", "multi:softprob");
    set("num_class", std::to_string(training.classes));
    set("tree_method", "hist");
    set("max_depth", "6");
    set("eta", "0.3");
    set("seed", std::to_string(options.seed));
    set("nthread", std::to_string(run.threads));
    set("verbosity", "0");
    for (int round = 0; round < options.boosting_rounds; ++round) {
      run.stop_if_asked();
      check(XGBoosterUpdateOneIter(handle_, round, matrix.handle()));
    }
  }
  Booster(const Booster&) = delete;
  Booster& operator=(const Booster&) = delete;
  ~Booster() { XGBoosterFree(handle_); }

  boost::json::value json() const {
    bst_ulong size = 0;
    const char* bytes = nullptr;
    check(XGBoosterSaveModelToBuffer(handle_, R"({"format":"json"})", &size, &bytes));
    return boost::json::parse({bytes, static_cast<std::size_t>(size)});
  }

 private:
  void set(const char* name, const std::string& value) { check(XGBoosterSetParam(handle_, name, value.c_str())); }
  BoosterHandle handle_ = nullptr;
};

std::uint32_t as_index(const boost::json::value& number) { return number.to_number<std::uint32_t>(); }

// The library numbers children behind their parents, as TreeNode wants it.
void append_tree(const boost::json::object& tree, TreeEnsemble::Builder& out) {
  const auto& low = tree.at("left_children").as_array();
  const auto& high = tree.at("right_children").as_array();
  const auto& column = tree.at("split_indices").as_array();
  const auto& condition = tree.at("split_conditions").as_array();
  const auto& default_low = tree.at("default_left").as_array();
  const auto first = static_cast<std::uint32_t>(out.nodes.size());
  out.roots.push_back(first);
  for (std::size_t i = 0; i < low.size(); ++i) {
    const auto number = condition[i].to_number<float>();
    TreeNode node;
    if (low[i].to_number<int>() < 0) {
      node.low = static_cast<std::uint32_t>(out.leaf_values.size());
      out.leaf_values.push_back(number);
    } else {
      const bool absent_low =
          default_low[i].is_bool() ? default_low[i].as_bool() : default_low[i].to_number<int>() != 0;
      node = {as_index(column[i]), number, first + as_index(low[i]), first + as_index(high[i]), absent_low ? 0U : 1U};
    }
    out.nodes.push_back(node);
  }
}

}  // namespace

TreeEnsemble fit_xgboost(const TrainingRows& training, const FitOptions& options, const Run& run) {
  let_idle_threads_sleep();
  const Matrix matrix(training);
  const auto model = Booster(matrix, training, options, run).json();
  const auto& learner = model.at("learner").as_object();
  const auto& booster = learner.at("gradient_booster").at("model").as_object();
  TreeEnsemble::Builder builder;
  for (const auto& tree : booster.at("trees").as_array()) append_tree(tree.as_object(), builder);
  for (const auto& label : booster.at("tree_info").as_array()) builder.tree_class.push_back(as_index(label));
  const float base = std::stof(learner.at("learner_model_param").at("base_score").as_string().c_str());
  builder.base.assign(static_cast<std::size_t>(training.classes), base);
  return TreeEnsemble::from(TreeEnsemble::Kind::kSummed, static_cast<std::uint32_t>(training.classes),
                            training.rows.columns(), std::move(builder));
}

}  // namespace smartdesk
