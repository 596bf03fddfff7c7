#include "models/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/random.h"
#include "models/internal/resampling.h"

namespace smartdesk::models {
namespace {

using Confusion = std::vector<std::vector<int>>;

constexpr int kBins = 15;

void require_shape(std::size_t items, std::size_t rows, int classes) {
  if (rows == 0 || classes < 1 || items != rows * static_cast<std::size_t>(classes)) {
    throw Error(ErrorCode::kInvalidInput, "There are no rows to measure, or predictions and truth differ in number.");
  }
}

Confusion count_confusion(std::span<const ClassIndex> predicted, std::span<const ClassIndex> truth, int classes) {
  Confusion confusion(static_cast<std::size_t>(classes), std::vector<int>(static_cast<std::size_t>(classes), 0));
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ++confusion[static_cast<std::size_t>(truth[i])][static_cast<std::size_t>(predicted[i])];
  }
  return confusion;
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

std::vector<ClassMetrics> per_class(const Confusion& confusion) {
  std::vector<ClassMetrics> all(confusion.size());
  for (std::size_t c = 0; c < confusion.size(); ++c) {
    int predicted = 0;
    for (const auto& row : confusion) predicted += row[c];
    const int support = std::accumulate(confusion[c].begin(), confusion[c].end(), 0);
    const int right = confusion[c][c];
    all[c] = {ratio(right, predicted), ratio(right, support), ratio(2.0 * right, predicted + support), support};
  }
  return all;
}

// Classes that occur neither in truth nor in predictions do not count.
void average(Metrics& metrics) {
  int present = 0;
  for (std::size_t c = 0; c < metrics.per_class.size(); ++c) {
    const auto& one = metrics.per_class[c];
    const bool predicted =
        std::any_of(metrics.confusion.begin(), metrics.confusion.end(), [&](const auto& row) { return row[c] > 0; });
    if (one.support == 0 && !predicted) continue;
    ++present;
    metrics.macro_f1 += one.f1;
    metrics.macro_precision += one.precision;
    metrics.macro_recall += one.recall;
    metrics.weighted_f1 += one.f1 * one.support / metrics.rows;
  }
  metrics.macro_f1 /= present;
  metrics.macro_precision /= present;
  metrics.macro_recall /= present;
}

// Resamples the rows' pairs of truth and prediction.
void bootstrap(std::span<const ClassIndex> predicted, std::span<const ClassIndex> truth, int classes,
               Metrics& metrics) {
  Random random(42);
  std::vector<double> accuracies, macro_f1s;
  LabelCounts counts(classes);
  for (int sample = 0; sample < kResamples; ++sample) {
    counts.clear();
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const auto row = random.below(truth.size());
      counts.add(truth[row], predicted[row]);
    }
    accuracies.push_back(counts.accuracy());
    macro_f1s.push_back(counts.macro_f1());
  }
  metrics.accuracy_interval = middle_95(accuracies);
  metrics.macro_f1_interval = middle_95(macro_f1s);
}

double log_loss(std::span<const float> probabilities, std::span<const ClassIndex> truth, std::size_t classes) {
  constexpr double kLeast = 1e-7;
  double loss = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    loss -= std::log(std::clamp<double>(probabilities[i * classes + static_cast<std::size_t>(truth[i])], kLeast, 1));
  }
  return loss / static_cast<double>(truth.size());
}

// The probabilities of rows' predictions, by bin of equal width.
using Bins = std::array<std::vector<double>, kBins>;

std::size_t bin_of(double probability) {
  return static_cast<std::size_t>(std::clamp(std::ceil(probability * kBins) - 1, 0.0, kBins - 1.0));
}

// By bin: the sum of the probabilities less the number of right predictions.
using Gaps = std::array<double, kBins>;

double error_of(const Gaps& gaps, std::size_t rows) {
  double error = 0;
  for (const double gap : gaps) error += std::abs(gap);
  return error / static_cast<double>(rows);
}

// The calibration error if each prediction is right with its own probability, in one draw.
double drawn_calibration_error(const Bins& bins, Random& random) {
  double error = 0;
  std::size_t rows = 0;
  for (const auto& bin : bins) {
    double gap = 0;
    for (const double probability : bin) gap += probability - (random.uniform() < probability ? 1 : 0);
    error += std::abs(gap);
    rows += bin.size();
  }
  return error / static_cast<double>(rows);
}

void measure_calibration(std::span<const float> probabilities, std::span<const ClassIndex> predicted,
                         std::span<const ClassIndex> truth, std::size_t classes, Metrics& metrics) {
  Bins bins;
  Gaps gaps{};
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double top = probabilities[i * classes + static_cast<std::size_t>(predicted[i])];
    bins[bin_of(top)].push_back(top);
    gaps[bin_of(top)] += top - (predicted[i] == truth[i] ? 1 : 0);
  }
  metrics.ece = error_of(gaps, truth.size());
  constexpr std::size_t kDraws = 2000;
  Random random(42);
  std::vector<double> perfect(kDraws);
  for (auto& error : perfect) error = drawn_calibration_error(bins, random);
  std::sort(perfect.begin(), perfect.end());
  metrics.ece_floor = perfect[kDraws * 950 / 1000];
  metrics.ece_floor_995 = perfect[kDraws * 995 / 1000];
}

}  // namespace

double ece_of(std::span<const double> top, const std::vector<bool>& right) {
  Gaps gaps{};
  for (std::size_t i = 0; i < top.size(); ++i) gaps[bin_of(top[i])] += top[i] - (right[i] ? 1 : 0);
  return error_of(gaps, top.size());
}

std::vector<ClassIndex> top_labels(std::span<const float> scores, int classes) {
  const auto n = static_cast<std::size_t>(classes);
  std::vector<ClassIndex> top(scores.size() / n);
  for (std::size_t i = 0; i < top.size(); ++i) {
    const auto row = scores.subspan(i * n, n);
    top[i] = static_cast<ClassIndex>(std::max_element(row.begin(), row.end()) - row.begin());
  }
  return top;
}

Metrics measure_labels(std::span<const ClassIndex> predicted, std::span<const ClassIndex> truth, int classes) {
  require_shape(predicted.size() * static_cast<std::size_t>(classes), truth.size(), classes);
  Metrics metrics;
  metrics.rows = static_cast<int>(truth.size());
  metrics.confusion = count_confusion(predicted, truth, classes);
  metrics.per_class = per_class(metrics.confusion);
  int right = 0, commonest = 0;
  for (std::size_t c = 0; c < metrics.per_class.size(); ++c) {
    right += metrics.confusion[c][c];
    commonest = std::max(commonest, metrics.per_class[c].support);
  }
  metrics.accuracy = ratio(right, metrics.rows);
  metrics.majority_accuracy = ratio(commonest, metrics.rows);
  average(metrics);
  return metrics;
}

Metrics measure(std::span<const float> probabilities, std::span<const ClassIndex> truth, int classes) {
  require_shape(probabilities.size(), truth.size(), classes);
  const auto predicted = top_labels(probabilities, classes);
  auto metrics = measure_labels(predicted, truth, classes);
  bootstrap(predicted, truth, classes, metrics);
  metrics.log_loss = log_loss(probabilities, truth, static_cast<std::size_t>(classes));
  measure_calibration(probabilities, predicted, truth, static_cast<std::size_t>(classes), metrics);
  return metrics;
}

double mcnemar_p_value(std::span<const ClassIndex> first, std::span<const ClassIndex> second,
                       std::span<const ClassIndex> truth) {
  int only_first = 0, only_second = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    only_first += first[i] == truth[i] && second[i] != truth[i];
    only_second += second[i] == truth[i] && first[i] != truth[i];
  }
  const int n = only_first + only_second;
  if (n == 0) return 1;
  double tail = 0;
  for (int k = 0; k <= std::min(only_first, only_second); ++k) {
    tail += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) - n * std::log(2.0));
  }
  return std::min(1.0, 2 * tail);
}

Interval wilson_interval(int right, int rows) {
  if (rows < 1) return {0, 1};
  constexpr double kZ = 1.959963984540054;  // the normal distribution's 97.5th percentile
  const double n = rows, share = right / n, shrunk = 1 + kZ * kZ / n;
  const double middle = (share + kZ * kZ / (2 * n)) / shrunk;
  const double half = kZ / shrunk * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

std::vector<CoveragePoint> coverage_curve(std::span<const float> probabilities, std::span<const ClassIndex> truth,
                                          int classes) {
  require_shape(probabilities.size(), truth.size(), classes);
  const auto predicted = top_labels(probabilities, classes);
  const auto n = static_cast<std::size_t>(classes);
  std::vector<std::pair<float, bool>> rows;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    rows.emplace_back(probabilities[i * n + static_cast<std::size_t>(predicted[i])], predicted[i] == truth[i]);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<CoveragePoint> curve;
  for (int percent = 100; percent > 0; percent -= 5) {
    std::size_t kept = std::max<std::size_t>(1, rows.size() * static_cast<std::size_t>(percent) / 100);
    while (kept < rows.size() && rows[kept].first == rows[kept - 1].first) ++kept;
    const auto right = std::count_if(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(kept),
                                     [](const auto& row) { return row.second; });
    curve.push_back({percent / 100.0, rows[kept - 1].first, static_cast<double>(right) / static_cast<double>(kept),
                     kept < rows.size() ? rows[kept].first : 0});
  }
  return curve;
}

}  // namespace smartdesk::models
