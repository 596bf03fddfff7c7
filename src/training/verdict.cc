#include "training/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/significance.h"

namespace smartdesk::training {
namespace {

int rows_predicted(const models::Metrics& metrics, std::size_t label) {
  int rows = 0;
  for (const auto& row : metrics.confusion) rows += row[label];
  return rows;
}

std::size_t commonest(const models::Metrics& metrics) {
  const auto fewer = [](const models::ClassMetrics& a, const models::ClassMetrics& b) { return a.support < b.support; };
  return static_cast<std::size_t>(std::max_element(metrics.per_class.begin(), metrics.per_class.end(), fewer) -
                                  metrics.per_class.begin());
}

// How many more rows of the label are right than by chance, in Poisson standard deviations.
double gain(const models::Metrics& metrics, std::size_t label) {
  const double expected =
      static_cast<double>(metrics.per_class[label].support) * rows_predicted(metrics, label) / metrics.rows;
  return expected > 0 ? (metrics.confusion[label][label] - expected) / std::sqrt(expected) : 0;
}

// The label other than the most common one that the classifier tells most about.
std::size_t best_told(const models::Metrics& metrics, std::size_t common) {
  std::size_t best = common == 0 ? 1 : 0;
  for (std::size_t label = 0; label < metrics.per_class.size(); ++label) {
    if (label != common && gain(metrics, label) > gain(metrics, best)) best = label;
  }
  return best;
}

double percent(int part, int whole) { return whole > 0 ? 100.0 * part / whole : 0; }

std::string weakness(const models::Metrics& metrics, const LabelSet& labels) {
  const auto right = static_cast<int>(std::lround(metrics.accuracy * metrics.rows));
  const auto common = commonest(metrics), told = best_told(metrics, common);
  const int support = metrics.per_class[told].support, predicted = rows_predicted(metrics, told);
  const int found = metrics.confusion[told][told];
  const auto& name = labels.name(static_cast<ClassIndex>(told));
  return fmt::format(
      "Better than guessing, but weak: {} of {} rows are right ({:.1f} %), always predicting \"{}\" is right on {} "
      "({:.1f} %). Of {} predictions \"{}\", {} are right ({:.1f} %; {:.1f} % of all rows are \"{}\"), and {} of {} "
      "rows \"{}\" are found ({:.1f} %).",
      right, metrics.rows, percent(right, metrics.rows), labels.name(static_cast<ClassIndex>(common)),
      metrics.per_class[common].support, percent(metrics.per_class[common].support, metrics.rows), predicted, name,
      found, percent(found, predicted), percent(support, metrics.rows), name, found, support, name,
      percent(found, support));
}

std::string guessing(const models::Metrics& metrics, const LabelSet& labels, int tried) {
  for (std::size_t label = 0; label < metrics.per_class.size(); ++label) {
    if (rows_predicted(metrics, label) == metrics.rows)
      return fmt::format("No better than guessing: all {} rows are predicted as \"{}\".", metrics.rows,
                         labels.name(static_cast<ClassIndex>(label)));
  }
  return fmt::format(
      "No better than guessing: the same predictions, dealt to the rows at random, do at least as well in {:.1f} % of "
      "trials. A signal needs {:.1g} % or less (permutation test{}).",
      100 * models::chance_p_value(metrics), 1.0 / tried,
      tried > 1 ? fmt::format(", the best of {} settings", tried) : "");
}

}  // namespace

Verdict verdict_on(const models::Metrics& metrics, const LabelSet& labels, int tried) {
  if (models::has_single_label(metrics)) {
    return {Verdict::Kind::kSingleLabel,
            fmt::format("Cannot be judged: all {} rows have the label \"{}\". Test on rows with at least two labels.",
                        metrics.rows, labels.name(static_cast<ClassIndex>(commonest(metrics))))};
  }
  if (models::no_better_than_guessing(metrics, tried)) {
    return {Verdict::Kind::kGuessing, guessing(metrics, labels, tried)};
  }
  if (metrics.accuracy <= metrics.majority_accuracy) return {Verdict::Kind::kWeak, weakness(metrics, labels)};
  return {};
}

}  // namespace smartdesk::training
