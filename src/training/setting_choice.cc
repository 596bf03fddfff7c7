#include "training/setting_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/parallel.h"
#include "models/metrics.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kManyRows = 5000;  // from here on, the first comparison trains on a sample
constexpr double kSample = 2500;         // rows that it trains on
constexpr int kParts = 3;
constexpr double kHeldOut = 1.0 / kParts;
constexpr std::size_t kFinalists = 4;

// How often two settings may disagree about a row before more right answers are more than chance, in standard errors.
constexpr double kTie = 0.25;

// The answers of some settings to the rows that were held out.
struct Answers {
  std::vector<ClassIndex> truth;
  std::vector<std::vector<ClassIndex>> of_setting;

  explicit Answers(std::size_t settings) : of_setting(settings) {}

  void append(const Answers& more) {
    truth.insert(truth.end(), more.truth.begin(), more.truth.end());
    for (std::size_t s = 0; s < of_setting.size(); ++s)
      of_setting[s].insert(of_setting[s].end(), more.of_setting[s].begin(), more.of_setting[s].end());
  }

  Answers of(const std::vector<std::size_t>& chosen) const {
    Answers some(chosen.size());
    some.truth = truth;
    for (std::size_t i = 0; i < chosen.size(); ++i) some.of_setting[i] = of_setting[chosen[i]];
    return some;
  }

  // One per setting.
  std::vector<double> figures(int classes) const {
    std::vector<double> figures;
    for (const auto& predicted : of_setting) {
      const auto metrics = models::measure_labels(predicted, truth, classes);
      figures.push_back((metrics.accuracy + metrics.macro_f1) / 2);
    }
    return figures;
  }

  // The standard error of the difference between the accuracies of two settings.
  double standard_error(std::size_t first, std::size_t second) const {
    double apart = 0;
    for (std::size_t i = 0; i < truth.size(); ++i)
      apart += (of_setting[first][i] == truth[i]) != (of_setting[second][i] == truth[i]) ? 1 : 0;
    return std::sqrt(apart) / static_cast<double>(truth.size());
  }
};

Answers answers_to(const Folds& folds, models::Algorithm algorithm, const std::vector<models::FitOptions>& settings,
                   const Run& run) {
  std::vector<Answers> of_part(folds.size(), Answers(settings.size()));
  Run alone = run;
  alone.threads = std::max(1, run.threads / static_cast<int>(folds.size()));
  parallel_for(folds.size(), run.threads, [&](std::size_t part) {
    const auto fold = folds.make(part, alone);
    const models::TrainingRows training{fold.train, fold.train_labels, folds.classes()};
    const auto classifiers = models::Classifier::fit_path(algorithm, training, settings, alone);
    of_part[part].truth = fold.judge_labels;
    for (std::size_t s = 0; s < settings.size(); ++s)
      of_part[part].of_setting[s] = models::top_labels(classifiers[s].scores(fold.judge, alone), folds.classes());
  });
  Answers all(settings.size());
  for (const auto& part : of_part) all.append(part);
  return all;
}

// Numbers of the highest figures, ascending.
std::vector<std::size_t> finalists(const std::vector<double>& figures) {
  std::vector<std::size_t> order(figures.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return figures[a] > figures[b]; });
  order.resize(std::min(order.size(), kFinalists));
  std::sort(order.begin(), order.end());
  return order;
}

std::size_t winner(const Answers& answers, int classes) {
  const auto figures = answers.figures(classes);
  const auto best = static_cast<std::size_t>(std::max_element(figures.begin(), figures.end()) - figures.begin());
  for (std::size_t s = 0; s < best; ++s) {
    if (figures[best] - figures[s] <= kTie * answers.standard_error(s, best)) return s;
  }
  return best;
}

}  // namespace

SettingChoice choose_settings(models::Algorithm algorithm, const Folds& folds,
                              std::span<const models::FitOptions> settings, const Run& run) {
  if (settings.size() == 1) return {settings.front(), 1};
  const auto seed = settings.front().seed;
  const std::size_t rows = folds.all_labels().size();
  const bool has_many = rows >= kManyRows;
  const auto first = has_many ? folds.with_one_part(1 - kSample / static_cast<double>(rows), seed + 1)
                              : folds.redivided(kParts, seed + 1);
  const auto looked = answers_to(first, algorithm, {settings.begin(), settings.end()}, run);
  const auto left = finalists(looked.figures(folds.classes()));

  std::vector<models::FitOptions> final_settings;
  for (const auto number : left) final_settings.push_back(settings[number]);
  const auto second = has_many ? folds.with_one_part(kHeldOut, seed + 2) : folds.redivided(kParts, seed + 2);
  auto answers = answers_to(second, algorithm, final_settings, run);
  if (!has_many) answers.append(looked.of(left));
  return {final_settings[winner(answers, folds.classes())], static_cast<int>(settings.size())};
}

}  // namespace smartdesk::training
