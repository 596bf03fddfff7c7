#include "training/label_errors.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/error.h"

namespace smartdesk::training {
namespace {

constexpr float kEqual = 1e-6F;   // smaller differences are rounding
constexpr double kAbsent = 2;     // the threshold of a label without rows, which no probability reaches
constexpr double kLowest = 2e-6;  // the lowest threshold, which a probability of 0 does not reach

class ConfidentLearning {
 public:
  ConfidentLearning(std::span<const float> probabilities, std::span<const ClassIndex> labels, std::size_t classes)
      : probabilities_(probabilities), labels_(labels), classes_(classes), rows_of_(classes) {
    for (std::size_t row = 0; row < labels.size(); ++row) rows_of_[label(row)].push_back(row);
  }

  std::vector<JudgedLabel> judge() const {
    std::vector<JudgedLabel> judged;
    for (std::size_t row = 0; row < labels_.size(); ++row) judged.push_back(scored(row));
    const auto counts = joint_counts();
    for (std::size_t given = 0; given < classes_; ++given) {
      prune(given, std::span(counts).subspan(given * classes_, classes_), judged);
    }
    return judged;
  }

 private:
  std::size_t label(std::size_t row) const { return static_cast<std::size_t>(labels_[row]); }

  std::span<const float> probabilities_of(std::size_t row) const {
    return probabilities_.subspan(row * classes_, classes_);
  }

  JudgedLabel scored(std::size_t row) const {
    const auto probability = probabilities_of(row);
    const auto given = label(row);
    std::optional<std::size_t> best;
    for (std::size_t other = 0; other < classes_; ++other) {
      if (other != given && (!best || probability[other] > probability[*best])) best = other;
    }
    if (!best) return {labels_[row], 0, false};
    const float lead = probability[*best] - probability[given];
    const auto rival = static_cast<double>(probability[*best]), own = static_cast<double>(probability[given]);
    const double score = rival > 0 ? rival / (rival + own) : 0;
    return {lead > kEqual ? static_cast<ClassIndex>(*best) : labels_[row], score, false};
  }

  // For each label, its mean probability over the rows that have it.
  std::vector<double> thresholds() const {
    std::vector<double> mean(classes_, kAbsent);
    for (std::size_t given = 0; given < classes_; ++given) {
      if (rows_of_[given].empty()) continue;
      double sum = 0;
      for (const auto row : rows_of_[given]) sum += static_cast<double>(probabilities_of(row)[given]);
      mean[given] = std::max(kLowest, sum / static_cast<double>(rows_of_[given].size()));
    }
    return mean;
  }

  // The label that the classifier is confident of: the only one that reaches its threshold, or the most probable one
  // if several do.
  std::optional<std::size_t> confident_label(std::size_t row, const std::vector<double>& threshold) const {
    const auto probability = probabilities_of(row);
    std::optional<std::size_t> confident;
    for (std::size_t other = 0; other < classes_; ++other) {
      if (static_cast<double>(probability[other] + kEqual) < threshold[other]) continue;
      if (confident)
        return static_cast<std::size_t>(std::max_element(probability.begin(), probability.end()) - probability.begin());
      confident = other;
    }
    return confident;
  }

  // Estimates how many rows have each given label (major) and each true label: counts of the confident rows, scaled to
  // all rows with the given label.
  std::vector<std::size_t> joint_counts() const {
    std::vector<double> confident(classes_ * classes_, 0);
    const auto threshold = thresholds();
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      if (const auto truth = confident_label(row, threshold)) ++confident[label(row) * classes_ + *truth];
    }
    std::vector<std::size_t> counts;
    for (std::size_t given = 0; given < classes_; ++given) {
      const auto of_given = std::span(confident).subspan(given * classes_, classes_);
      of_given[given] = std::max(of_given[given], 1.0);
      const auto scaled = scale_to(rows_of_[given].size(), of_given, furthest_leads(given));
      counts.insert(counts.end(), scaled.begin(), scaled.end());
    }
    return counts;
  }

  float lead(std::size_t row, std::size_t other, std::size_t given) const {
    return probabilities_of(row)[other] - probabilities_of(row)[given];
  }

  // For each label, how far it leads in that row with label `given` that leans most towards it.
  std::vector<float> furthest_leads(std::size_t given) const {
    std::vector<float> furthest(classes_, -1);
    for (const auto row : rows_of_[given]) {
      for (std::size_t other = 0; other < classes_; ++other)
        furthest[other] = std::max(furthest[other], lead(row, other, given));
    }
    return furthest;
  }

  // Whole numbers in the proportions of `parts` whose sum is `total`: the largest fractions are rounded up. With many
  // labels most parts are one row, so that fractions are equal; then those with the highest rank are rounded up.
  static std::vector<std::size_t> scale_to(std::size_t total, std::span<const double> parts,
                                           const std::vector<float>& rank) {
    constexpr double kSteps = 1e9;  // fractions that differ by less are equal
    const double factor = static_cast<double>(total) / std::accumulate(parts.begin(), parts.end(), 0.0);
    std::vector<std::size_t> whole, order(parts.size());
    std::vector<double> fraction;
    for (const double part : parts) {
      const double scaled = std::round(part * factor * kSteps) / kSteps;
      whole.push_back(static_cast<std::size_t>(scaled));
      fraction.push_back(std::round((scaled - std::floor(scaled)) * kSteps));
    }
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
      return fraction[a] != fraction[b] ? fraction[a] > fraction[b] : rank[a] > rank[b];
    });
    const auto short_by = total - std::min(total, std::accumulate(whole.begin(), whole.end(), std::size_t{0}));
    for (std::size_t i = 0; i < std::min(short_by, order.size()); ++i) ++whole[order[i]];
    return whole;
  }

  // Of the rows with label `given`, suspects for each other label as many as are estimated to belong to it: those that
  // lean most towards it.
  void prune(std::size_t given, std::span<const std::size_t> counts, std::vector<JudgedLabel>& judged) const {
    const auto& rows = rows_of_[given];
    if (rows.size() < 2) return;  // the label would vanish
    const std::size_t kept = counts[given] == 0 ? 1 : 0;
    for (std::size_t other = 0; other < classes_; ++other) {
      if (other == given || counts[other] <= kept) continue;
      for (const auto row : leaning_most(rows, given, other, counts[other] - kept))
        judged[row].is_suspect |= judged[row].suggested != labels_[row];
    }
  }

  std::vector<std::size_t> leaning_most(std::vector<std::size_t> rows, std::size_t given, std::size_t other,
                                        std::size_t count) const {
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(std::min(count, rows.size()));
    std::nth_element(rows.begin(), middle, rows.end(), [&](std::size_t a, std::size_t b) {
      const float of_a = lead(a, other, given), of_b = lead(b, other, given);
      return of_a != of_b ? of_a > of_b : a < b;
    });
    rows.erase(middle, rows.end());
    return rows;
  }

  std::span<const float> probabilities_;
  std::span<const ClassIndex> labels_;
  std::size_t classes_;
  std::vector<std::vector<std::size_t>> rows_of_;  // by label
};

void check(std::span<const float> probabilities, std::span<const ClassIndex> labels, int classes) {
  const auto is_probability = [](float value) { return value >= 0 && value <= 1 + kEqual; };
  const auto is_label = [classes](ClassIndex label) { return label >= 0 && label < classes; };
  if (classes < 1 || probabilities.size() != labels.size() * static_cast<std::size_t>(classes) ||
      !std::all_of(labels.begin(), labels.end(), is_label)) {
    throw Error(ErrorCode::kInvalidInput, "Judging labels needs a probability for each label of each row.");
  }
  if (!std::all_of(probabilities.begin(), probabilities.end(), is_probability)) {
    throw Error(ErrorCode::kInvalidInput, "Judging labels found a probability that is not a number from 0 to 1.");
  }
}

}  // namespace

std::vector<JudgedLabel> judge_labels(std::span<const float> probabilities, std::span<const ClassIndex> labels,
                                      int classes) {
  check(probabilities, labels, classes);
  return ConfidentLearning(probabilities, labels, static_cast<std::size_t>(classes)).judge();
}

}  // namespace smartdesk::training
