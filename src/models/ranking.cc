#include "models/ranking.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace smartdesk::models {
namespace {

// A row's probability of the label, and whether the row has it.
using Scored = std::pair<float, bool>;

// rows: sorted, highest probability first; with and without the label.
LabelRanking ranking_of(const std::vector<Scored>& rows, double positives) {
  const double negatives = static_cast<double>(rows.size()) - positives;
  double right_pairs = 0, precision = 0, found = 0, passed = 0;
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    double tied = 0;
    for (; end < rows.size() && rows[end].first == rows[begin].first; ++end) tied += rows[end].second ? 1 : 0;
    const double tied_others = static_cast<double>(end - begin) - tied;
    passed += tied_others;
    right_pairs += tied * (negatives - passed + tied_others / 2);
    found += tied;
    precision += tied * found / (found + passed);
  }
  return {right_pairs / (positives * negatives), precision / positives};
}

LabelRanking mean_of(const std::vector<LabelRanking>& labels) {
  double auc = 0, precision = 0;
  int count = 0;
  for (const auto& label : labels) {
    if (!label.roc_auc) continue;
    ++count;
    auc += *label.roc_auc;
    precision += *label.average_precision;
  }
  if (count == 0) return {};
  return {auc / count, precision / count};
}

}  // namespace

Ranking rank(std::span<const float> probabilities, std::span<const ClassIndex> truth, int classes) {
  const auto n = static_cast<std::size_t>(std::max(classes, 0));
  if (truth.empty() || n == 0 || probabilities.size() != truth.size() * n)
    throw Error(ErrorCode::kInvalidInput, "There are no rows to rank, or probabilities and truth differ in number.");
  Ranking result;
  std::vector<Scored> rows(truth.size());
  for (std::size_t label = 0; label < n; ++label) {
    std::size_t positives = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = {probabilities[i * n + label], static_cast<std::size_t>(truth[i]) == label};
      positives += rows[i].second ? 1 : 0;
    }
    const bool has_both = positives > 0 && positives < rows.size();
    if (has_both)
      std::sort(rows.begin(), rows.end(), [](const Scored& a, const Scored& b) { return a.first > b.first; });
    result.per_label.push_back(has_both ? ranking_of(rows, static_cast<double>(positives)) : LabelRanking{});
  }
  result.macro = mean_of(result.per_label);
  return result;
}

}  // namespace smartdesk::models
