#include "training/embedding_scores.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/parallel.h"
#include "models/metrics.h"

namespace smartdesk::training {
namespace {

constexpr double kPenalties[] = {0.3, 1, 3};  // ascending, for a warm-started path
constexpr float kWeights[] = {0.3F, 0.5F, 1, 1.5F};
constexpr double kByChance = 0.05;

features::SparseMatrix as_matrix(const features::Embeddings& embeddings, std::span<const std::size_t> rows) {
  features::SparseMatrix matrix(static_cast<std::uint32_t>(embeddings.dimensions));
  std::vector<std::uint32_t> columns(static_cast<std::size_t>(embeddings.dimensions));
  std::iota(columns.begin(), columns.end(), 0U);
  for (const auto row : rows) matrix.append({columns, embeddings.row(row)});
  return matrix;
}

std::vector<models::FitOptions> settings_to_try(std::uint64_t seed) {
  std::vector<models::FitOptions> settings;
  for (const double c : kPenalties) {
    models::FitOptions options;
    options.balance = 0.5;
    options.c = c;
    options.tolerance = 0.1;
    options.seed = seed;
    settings.push_back(options);
  }
  return settings;
}

// Scores of the judged rows per setting, in fold order, each from a classifier that has not seen the row.
std::vector<std::vector<float>> judged_scores(const Folds& folds, const features::Embeddings& rows,
                                              const std::vector<models::FitOptions>& settings, const Run& run) {
  std::vector<std::vector<std::vector<float>>> by_fold(folds.size());
  Run alone = run;
  alone.threads = 1;
  parallel_for(folds.size(), run.threads, [&](std::size_t number) {
    const auto judges = folds.judges(number), held_out = folds.held_out(number);
    std::vector<std::size_t> others;
    std::vector<ClassIndex> labels;
    for (std::size_t row = 0; row < folds.all_labels().size(); ++row) {
      if (std::binary_search(held_out.begin(), held_out.end(), row)) continue;
      others.push_back(row);
      labels.push_back(folds.all_labels()[row]);
    }
    const auto train = as_matrix(rows, others), judge = as_matrix(rows, judges);
    for (const auto& classifier : models::Classifier::fit_path(models::Algorithm::kLinearSvc,
                                                               {train, labels, folds.classes()}, settings, alone)) {
      by_fold[number].push_back(classifier.scores(judge, alone));
    }
  });
  std::vector<std::vector<float>> scores(settings.size());
  for (const auto& fold : by_fold) {
    for (std::size_t s = 0; s < settings.size(); ++s) scores[s].insert(scores[s].end(), fold[s].begin(), fold[s].end());
  }
  return scores;
}

std::vector<float> sum(const std::vector<float>& words, const std::vector<float>& embedding_scores, float weight) {
  std::vector<float> both(words.size());
  for (std::size_t i = 0; i < both.size(); ++i) both[i] = words[i] + weight * embedding_scores[i];
  return both;
}

}  // namespace

bool add_embedding_scores(Fitted& fitted, const Folds& folds, const features::Embeddings& rows, const Run& run) {
  auto& validated = fitted.validated;
  const int classes = folds.classes();
  const auto settings = settings_to_try(validated.settings.seed);
  const auto embedding_scores = judged_scores(folds, rows, settings, run);

  double best = 0;
  std::size_t best_setting = 0;
  float best_weight = 0;
  for (std::size_t s = 0; s < settings.size(); ++s) {
    for (const float weight : kWeights) {
      const auto labels = models::top_labels(sum(validated.scores, embedding_scores[s], weight), classes);
      const double macro_f1 = models::measure_labels(labels, validated.truth, classes).macro_f1;
      if (macro_f1 <= best) continue;
      best = macro_f1;
      best_setting = s;
      best_weight = weight;
    }
  }
  auto both = sum(validated.scores, embedding_scores[best_setting], best_weight);
  const auto with = models::top_labels(both, classes), without = models::top_labels(validated.scores, classes);
  const bool is_more = models::measure_labels(with, validated.truth, classes).accuracy >
                       models::measure_labels(without, validated.truth, classes).accuracy;
  const bool by_chance = models::mcnemar_p_value(with, without, validated.truth) > kByChance;
  if (best <= validated.macro_f1 || !is_more || by_chance) return false;

  std::vector<std::size_t> all(folds.all_labels().size());
  std::iota(all.begin(), all.end(), 0U);
  const auto matrix = as_matrix(rows, all);
  fitted.embedding_classifier = models::EmbeddingClassifier{
      models::Classifier::fit(models::Algorithm::kLinearSvc, {matrix, folds.all_labels(), classes},
                              settings[best_setting], run),
      best_weight};
  validated.scores = std::move(both);
  judge_answers(validated, classes);
  return true;
}

}  // namespace smartdesk::training
