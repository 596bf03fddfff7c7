#include "models/classifier.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/error.h"
#include "core/parallel.h"
#include "models/algorithm_table.h"

namespace smartdesk::models {
namespace {

void require_shape(const TrainingRows& training) {
  if (training.classes < 2) throw Error(ErrorCode::kInvalidInput, "At least two classes are needed.");
  const bool in_range = std::all_of(training.labels.begin(), training.labels.end(),
                                    [&](ClassIndex label) { return label >= 0 && label < training.classes; });
  if (training.labels.empty() || training.rows.columns() == 0 || training.rows.rows() != training.labels.size() ||
      !in_range) {
    throw Error(ErrorCode::kInvalidInput, "Rows, labels and classes do not match.");
  }
}

}  // namespace

struct Classifier::Impl {
  Algorithm algorithm;
  FittedModel fitted;
};

std::string_view display_name(Algorithm algorithm) { return entry_of(algorithm).display_name; }
std::string_view option_name(Algorithm algorithm) { return entry_of(algorithm).option_name; }

std::optional<Algorithm> algorithm_named(std::string_view option) {
  for (const auto algorithm : kAlgorithms) {
    if (option_name(algorithm) == option) return algorithm;
  }
  return std::nullopt;
}

Availability availability(Algorithm algorithm) { return entry_of(algorithm).availability(); }

Classifier::Classifier(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::vector<Setting> settings_of(Algorithm algorithm, const FitOptions& options) {
  return entry_of(algorithm).settings(options);
}

Classifier Classifier::fit(Algorithm algorithm, const TrainingRows& training, const FitOptions& options,
                           const Run& run) {
  return fit_path(algorithm, training, {options}, run).front();
}

std::vector<Classifier> Classifier::fit_path(Algorithm algorithm, const TrainingRows& training,
                                             const std::vector<FitOptions>& settings, const Run& run) {
  require_shape(training);
  std::vector<Classifier> path;
  for (auto& model : entry_of(algorithm).fit(training, settings, run)) {
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
  if (algorithm >= kAlgorithms.size()) ArrayReader::refuse();
  const auto is = static_cast<Algorithm>(algorithm);
  auto impl = std::make_shared<Impl>(Impl{is, entry_of(is).read(reader, std::move(owner))});
  if (impl->fitted.index() != kind) ArrayReader::refuse();
  reader.finish();
  return Classifier(std::move(impl));
}

}  // namespace smartdesk::models
