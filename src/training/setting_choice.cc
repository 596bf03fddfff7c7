#include "training/setting_choice.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "models/metrics.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kManyRows = 5000;  // from here on, the first comparison trains on a sample
constexpr double kSample = 2500;         // rows that it trains on
constexpr int kParts = 3;
constexpr double kHeldOut = 1.0 / kParts;
constexpr std::size_t kAfterOnePart = 6, kFinalists = 3;  // how many settings stay

// Figures this close are a tie, in standard errors of the difference between two accuracies.
constexpr double kTie = 0.25;

using Labels = std::vector<ClassIndex>;
using Settings = std::vector<models::FitOptions>;

// The settings that are left and their answers to rows that were held out.
class Comparison {
 public:
  Comparison(models::Algorithm algorithm, std::span<const models::FitOptions> settings, int classes)
      : algorithm_(algorithm),
        classes_(classes),
        settings_(settings.begin(), settings.end()),
        predicted_(settings.size()) {}

  // Adds the answers to the parts from `begin` to `end`.
  void answer(const Folds& folds, std::size_t begin, std::size_t end, const Run& run) {
    std::vector<Fold> parts(end - begin);
    parallel_for(parts.size(), run.threads,
                 [&](std::size_t i) { parts[i] = folds.make(begin + i, share(run, parts.size())); });
    const auto chains = chains_of_fits();
    const std::size_t jobs = parts.size() * chains.size();
    std::vector<std::vector<Labels>> answers(jobs);
    parallel_for(jobs, run.threads, [&](std::size_t job) {
      answers[job] = answers_to(parts[job / chains.size()], chains[job % chains.size()], share(run, jobs));
    });
    for (std::size_t part = 0; part < parts.size(); ++part) {
      truth_.insert(truth_.end(), parts[part].judge_labels.begin(), parts[part].judge_labels.end());
      std::size_t setting = 0;
      for (std::size_t chain = 0; chain < chains.size(); ++chain) {
        for (const auto& labels : answers[part * chains.size() + chain]) {
          predicted_[setting].insert(predicted_[setting].end(), labels.begin(), labels.end());
          ++setting;
        }
      }
    }
  }

  // Keeps the best settings, in their order.
  void keep_best(std::size_t count) {
    const auto all = figures();
    std::vector<std::size_t> best(settings_.size());
    std::iota(best.begin(), best.end(), 0U);
    std::stable_sort(best.begin(), best.end(), [&](std::size_t a, std::size_t b) { return all[a] > all[b]; });
    best.resize(std::min(best.size(), count));
    std::sort(best.begin(), best.end());
    for (std::size_t i = 0; i < best.size(); ++i) {
      settings_[i] = settings_[best[i]];
      if (best[i] != i) predicted_[i] = std::move(predicted_[best[i]]);
    }
    settings_.resize(best.size());
    predicted_.resize(best.size());
  }

  void forget_answers() {
    truth_.clear();
    for (auto& labels : predicted_) labels.clear();
  }

  const models::FitOptions& winner() const {
    const auto all = figures();
    const auto best = static_cast<std::size_t>(std::max_element(all.begin(), all.end()) - all.begin());
    for (std::size_t s = 0; s < best; ++s) {
      if (all[best] - all[s] <= kTie * standard_error(s, best)) return settings_[s];
    }
    return settings_[best];
  }

 private:
  static Run share(const Run& run, std::size_t jobs) {
    Run own = run;
    own.threads = std::max(1, run.threads / static_cast<int>(jobs));
    return own;
  }

  // Settings whose fits start from each other. Parallel jobs fit whole chains, so that threads change no result.
  std::vector<Settings> chains_of_fits() const {
    std::vector<Settings> chains;
    for (const auto& options : settings_) {
      if (chains.empty() || chains.back().back().class_evidence != options.class_evidence) chains.emplace_back();
      chains.back().push_back(options);
    }
    return chains;
  }

  std::vector<Labels> answers_to(const Fold& fold, const Settings& chain, const Run& run) const {
    const models::TrainingRows training{fold.train, fold.train_labels, classes_};
    std::vector<Labels> answers;
    for (const auto& classifier : models::Classifier::fit_path(algorithm_, training, chain, run))
      answers.push_back(models::top_labels(classifier.scores(fold.judge, run), classes_));
    return answers;
  }

  // One per setting.
  std::vector<double> figures() const {
    std::vector<double> figures;
    for (const auto& labels : predicted_) {
      const auto metrics = models::measure_labels(labels, truth_, classes_);
      figures.push_back((metrics.accuracy + metrics.macro_f1) / 2);
    }
    return figures;
  }

  // Of the difference between the accuracies of two settings.
  double standard_error(std::size_t first, std::size_t second) const {
    double only_one_right = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i)
      only_one_right += (predicted_[first][i] == truth_[i]) != (predicted_[second][i] == truth_[i]) ? 1 : 0;
    return std::sqrt(only_one_right) / static_cast<double>(truth_.size());
  }

  models::Algorithm algorithm_;
  int classes_;
  Settings settings_;
  Labels truth_;
  std::vector<Labels> predicted_;  // of each setting
};

void compare_on_few_rows(Comparison& comparison, const Folds& folds, std::uint64_t seed, const Run& run) {
  const auto first = folds.redivided(kParts, seed + 1), second = folds.redivided(kParts, seed + 2);
  comparison.answer(first, 0, 1, run);
  comparison.keep_best(kAfterOnePart);
  comparison.answer(first, 1, first.size(), run);
  comparison.keep_best(kFinalists);
  comparison.answer(second, 0, second.size(), run);
}

// sample: share of the rows that the first classifiers are trained on.
void compare_on_many_rows(Comparison& comparison, const Folds& folds, double sample, std::uint64_t seed,
                          const Run& run) {
  comparison.answer(folds.with_one_part(1 - sample, seed + 1), 0, 1, run);
  comparison.keep_best(kFinalists);
  comparison.forget_answers();  // of classifiers that saw a few rows only
  comparison.answer(folds.with_one_part(kHeldOut, seed + 2), 0, 1, run);
}

std::size_t rows_that_judge(const Folds& folds) {
  std::size_t rows = 0;
  for (std::size_t part = 0; part < folds.size(); ++part) rows += folds.judges(part).size();
  return rows;
}

}  // namespace

SettingChoice choose_settings(models::Algorithm algorithm, const Folds& folds,
                              std::span<const models::FitOptions> settings, const Run& run) {
  if (settings.size() == 1) return {settings.front(), 1};
  const auto seed = settings.front().seed;
  const auto rows = rows_that_judge(folds);
  Comparison comparison(algorithm, settings, folds.classes());
  if (rows < kManyRows) {
    compare_on_few_rows(comparison, folds, seed, run);
  } else {
    compare_on_many_rows(comparison, folds, kSample / static_cast<double>(rows), seed, run);
  }
  return {comparison.winner(), static_cast<int>(settings.size())};
}

}  // namespace smartdesk::training
