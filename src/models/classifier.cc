#include "models/classifier.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/parallel.h"
#include "models/catboost.h"
#include "models/linear_svc.h"
#include "models/logreg.h"
#include "models/naive_bayes.h"
#include "models/random_forest.h"
#include "models/xgboost.h"

namespace smartdesk::models {
namespace {

struct Names {
  std::string_view display, option;
};

constexpr std::array<Names, 6> kNames{{{"LogReg", "logreg"},
                                       {"NaiveBayes", "naive_bayes"},
                                       {"RandomForest", "random_forest"},
                                       {"LinearSVC", "linear_svc"},
                                       {"XGBoost", "xgboost"},
                                       {"CatBoost", "catboost"}}};

const Names& names(Algorithm algorithm) { return kNames[static_cast<std::size_t>(algorithm)]; }

using Fitted = std::variant<LinearModel, TreeEnsemble, ObliviousTrees>;

// Which of Fitted an algorithm leaves behind.
std::size_t kind_of(Algorithm algorithm) {
  if (algorithm == Algorithm::kCatboost) return 2;
  return algorithm == Algorithm::kRandomForest || algorithm == Algorithm::kXgboost ? 1 : 0;
}

Fitted fit_any(Algorithm algorithm, const TrainingRows& training, const FitOptions& options, const Run& run) {
  switch (algorithm) {
    case Algorithm::kLogReg:
      return fit_logreg(training, options, run);
    case Algorithm::kNaiveBayes:
      return fit_naive_bayes(training, options);
    case Algorithm::kRandomForest:
      return fit_random_forest(training, options, run);
    case Algorithm::kLinearSvc:
      return fit_linear_svc(training, options, run);
    case Algorithm::kXgboost:
      return fit_xgboost(training, options, run);
    case Algorithm::kCatboost:
      return fit_catboost(training, options, run);
  }
  throw Error(ErrorCode::kUsage, "no such algorithm");
}

void require_shape(const TrainingRows& training) {
  if (training.classes < 2) throw Error(ErrorCode::kInvalidInput, "at least two classes are needed");
  const bool in_range = std::all_of(training.labels.begin(), training.labels.end(),
                                    [&](ClassIndex label) { return label >= 0 && label < training.classes; });
  if (training.labels.empty() || training.rows.columns() == 0 || training.rows.rows() != training.labels.size() ||
      !in_range) {
    throw Error(ErrorCode::kInvalidInput, "rows and labels do not fit together");
  }
}

}  // namespace

struct Classifier::Impl {
  Algorithm algorithm;
  Fitted fitted;
};

std::string_view display_name(Algorithm algorithm) { return names(algorithm).display; }
std::string_view option_name(Algorithm algorithm) { return names(algorithm).option; }

std::optional<Algorithm> algorithm_named(std::string_view option) {
  for (const auto algorithm : kAlgorithms) {
    if (option_name(algorithm) == option) return algorithm;
  }
  return std::nullopt;
}

Availability availability(Algorithm algorithm) {
  if (algorithm == Algorithm::kXgboost) return xgboost_availability();
  return algorithm == Algorithm::kCatboost ? catboost_availability() : Availability{true, ""};
}

Classifier::Classifier(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Classifier Classifier::fit(Algorithm algorithm, const TrainingRows& training, const FitOptions& options,
                           const Run& run) {
  require_shape(training);
  return Classifier(std::make_shared<const Impl>(Impl{algorithm, fit_any(algorithm, training, options, run)}));
}

std::vector<Classifier> Classifier::fit_path(Algorithm algorithm, const TrainingRows& training,
                                             const std::vector<FitOptions>& settings, const Run& run) {
  std::vector<Classifier> path;
  if (algorithm != Algorithm::kLogReg && algorithm != Algorithm::kLinearSvc) {
    for (const auto& options : settings) path.push_back(fit(algorithm, training, options, run));
    return path;
  }
  require_shape(training);
  std::vector<double> cs;
  for (const auto& options : settings) cs.push_back(options.c);
  const auto& options = settings.front();
  for (auto& model : algorithm == Algorithm::kLogReg ? fit_logreg_path(training, cs, options, run)
                                                     : fit_linear_svc_path(training, cs, options, run)) {
    path.push_back(Classifier(std::make_shared<const Impl>(Impl{algorithm, std::move(model)})));
  }
  return path;
}

Algorithm Classifier::algorithm() const { return impl_->algorithm; }

int Classifier::classes() const {
  return std::visit([](const auto& fitted) { return static_cast<int>(fitted.classes); }, impl_->fitted);
}

std::uint32_t Classifier::columns() const {
  if (const auto* linear = std::get_if<LinearModel>(&impl_->fitted)) return linear->columns();
  if (const auto* trees = std::get_if<TreeEnsemble>(&impl_->fitted)) return trees->columns;
  return std::get<ObliviousTrees>(impl_->fitted).columns;
}

void Classifier::scores(features::SparseRow row, std::span<float> out) const {
  std::visit([&](const auto& fitted) { fitted.scores(row, out); }, impl_->fitted);
}

std::vector<float> Classifier::scores(const features::SparseMatrix& rows, const Run& run) const {
  const auto n = static_cast<std::size_t>(classes());
  std::vector<float> all(rows.rows() * n);
  constexpr std::size_t kBlock = 128;
  parallel_for((rows.rows() + kBlock - 1) / kBlock, run.threads, [&](std::size_t block) {
    run.stop_if_asked();
    for (std::size_t i = block * kBlock; i < std::min(rows.rows(), (block + 1) * kBlock); ++i) {
      scores(rows.row(i), std::span(all).subspan(i * n, n));
    }
  });
  return all;
}

std::optional<float> Classifier::weight(std::uint32_t column, ClassIndex label) const {
  const auto* linear = std::get_if<LinearModel>(&impl_->fitted);
  if (linear == nullptr) return std::nullopt;
  return linear
      ->weights[std::size_t{column} * static_cast<std::size_t>(linear->classes) + static_cast<std::size_t>(label)];
}

std::optional<float> Classifier::intercept(ClassIndex label) const {
  const auto* linear = std::get_if<LinearModel>(&impl_->fitted);
  if (linear == nullptr) return std::nullopt;
  return linear->intercepts[static_cast<std::size_t>(label)];
}

std::span<const float> Classifier::weights() const {
  const auto* linear = std::get_if<LinearModel>(&impl_->fitted);
  return linear == nullptr ? std::span<const float>() : linear->weights;
}

std::string Classifier::to_bytes() const {
  ArrayWriter writer;
  writer.add_one(static_cast<std::uint32_t>(impl_->algorithm));
  writer.add_one(static_cast<std::uint32_t>(impl_->fitted.index()));
  std::visit([&](const auto& fitted) { fitted.write(writer); }, impl_->fitted);
  return writer.take();
}

Classifier Classifier::from_bytes(std::string_view bytes, std::shared_ptr<const void> owner) {
  ArrayReader reader(bytes);
  const auto algorithm = reader.take_one<std::uint32_t>();
  const auto kind = reader.take_one<std::uint32_t>();
  if (algorithm >= kAlgorithms.size() || kind != kind_of(static_cast<Algorithm>(algorithm))) ArrayReader::refuse();
  auto impl = std::make_shared<Impl>(Impl{static_cast<Algorithm>(algorithm), LinearModel{}});
  if (kind == 0) impl->fitted = LinearModel::read(reader, std::move(owner));
  if (kind == 1) impl->fitted = TreeEnsemble::read(reader, std::move(owner));
  if (kind == 2) impl->fitted = ObliviousTrees::read(reader, std::move(owner));
  reader.finish();
  return Classifier(std::move(impl));
}

}  // namespace smartdesk::models
