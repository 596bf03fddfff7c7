#include "report/classification_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "text/utf8.h"

namespace smartdesk::report {
namespace {

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at = text::decode(text, at).end) ++count;
  return count;
}

// Labels that occur in truth or predictions.
std::vector<ClassIndex> seen(const models::Metrics& metrics, int classes) {
  std::vector<ClassIndex> result;
  for (ClassIndex label = 0; label < classes; ++label) {
    const auto at = static_cast<std::size_t>(label);
    const bool predicted = std::any_of(metrics.confusion.begin(), metrics.confusion.end(),
                                       [&](const std::vector<int>& row) { return row[at] > 0; });
    if (predicted || metrics.per_class[at].support > 0) result.push_back(label);
  }
  return result;
}

struct Averages {
  models::ClassMetrics macro, weighted;
};

void add(models::ClassMetrics& sum, const models::ClassMetrics& one, double weight) {
  sum.precision += weight * one.precision;
  sum.recall += weight * one.recall;
  sum.f1 += weight * one.f1;
}

Averages averages(const models::Metrics& metrics, const std::vector<ClassIndex>& labels) {
  Averages result;
  for (const auto label : labels) {
    const auto& one = metrics.per_class[static_cast<std::size_t>(label)];
    add(result.macro, one, 1.0 / static_cast<double>(labels.size()));
    if (metrics.rows > 0) add(result.weighted, one, static_cast<double>(one.support) / metrics.rows);
  }
  result.macro.support = result.weighted.support = metrics.rows;
  return result;
}

}  // namespace

std::string classification_report(const models::Metrics& metrics, const LabelSet& labels, int digits) {
  const auto shown = seen(metrics, labels.size());
  std::size_t width = std::string_view("weighted avg").size();
  for (const auto label : shown) width = std::max(width, characters(labels.name(label)));

  const auto name = [&](const std::string& text) { return std::string(width - characters(text), ' ') + text + " "; };
  const auto row = [&](const std::string& text, const models::ClassMetrics& m) {
    return name(text) + fmt::format(" {:>9.{}f} {:>9.{}f} {:>9.{}f} {:>9}\n", m.precision, digits, m.recall, digits,
                                    m.f1, digits, m.support);
  };
  std::string text =
      name("") + fmt::format(" {:>9} {:>9} {:>9} {:>9}\n\n", "precision", "recall", "f1-score", "support");
  for (const auto label : shown) text += row(labels.name(label), metrics.per_class[static_cast<std::size_t>(label)]);
  const auto both = averages(metrics, shown);
  text += "\n" + name("accuracy") +
          fmt::format(" {:>9} {:>9} {:>9.{}f} {:>9}\n", "", "", metrics.accuracy, digits, metrics.rows);
  return text + row("macro avg", both.macro) + row("weighted avg", both.weighted);
}

}  // namespace smartdesk::report
