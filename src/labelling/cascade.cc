#include "labelling/cascade.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "core/parallel.h"
#include "core/random.h"
#include "models/metrics.h"

namespace smartdesk::labelling {
namespace {

constexpr int kSteps = 20;

// rows: least sure first; the language model answers the first `calls` of them.
CascadePoint point_at(const std::vector<const CascadeRow*>& rows, std::size_t calls, std::span<const int> classes) {
  CascadePoint point;
  point.llm_share = static_cast<double>(calls) / static_cast<double>(rows.size());
  point.threshold = calls == rows.size() ? 1.01 : rows[calls]->least_probable;
  for (std::size_t i = calls; i-- > 0 && point.next == 0;) {
    if (rows[i]->least_probable < point.threshold) point.next = rows[i]->least_probable;
  }
  std::vector<ClassIndex> answers(rows.size()), truth(rows.size());
  for (std::size_t t = 0; t < classes.size(); ++t) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      answers[i] = i < calls ? rows[i]->llm[t] : rows[i]->local[t];
      truth[i] = rows[i]->truth[t];
    }
    const auto metrics = models::measure_labels(answers, truth, classes[t]);
    point.macro_f1 += metrics.macro_f1 / static_cast<double>(classes.size());
    point.accuracy += metrics.accuracy / static_cast<double>(classes.size());
  }
  return point;
}

// The rows that have a label of the taxonomy for each task.
std::vector<std::size_t> fully_labelled(const training::Dataset& trusted, const std::vector<std::size_t>& columns,
                                        const std::vector<LabelSet>& labels) {
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < trusted.rows.size(); ++r) {
    bool all = true;
    for (std::size_t t = 0; t < columns.size(); ++t)
      all &= labels[t].find(trusted.rows[r].labels[columns[t]]).has_value();
    if (all) rows.push_back(r);
  }
  return rows;
}

std::vector<ClassIndex> numbered(const llm::TicketLabels& given, const std::vector<LabelSet>& labels) {
  std::vector<ClassIndex> numbers;
  for (std::size_t t = 0; t < labels.size(); ++t) numbers.push_back(labels[t].find(given.labels[t]).value());
  return numbers;
}

}  // namespace

CascadeCurve cascade_curve(std::span<const CascadeRow> rows, std::span<const int> classes, double most_lost) {
  if (rows.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "No ticket has trusted labels for all tasks, so the cascade cannot be measured.");
  }
  std::vector<const CascadeRow*> order;
  for (const auto& row : rows) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->least_probable < b->least_probable; });
  CascadeCurve curve;
  curve.rows = rows.size();
  double best = 0;
  for (int step = 0; step <= kSteps; ++step) {
    curve.points.push_back(point_at(order, rows.size() * static_cast<std::size_t>(step) / kSteps, classes));
    best = std::max(best, curve.points.back().macro_f1);
  }
  while (curve.points[curve.chosen].macro_f1 < best - most_lost) ++curve.chosen;
  return curve;
}

CascadeCurve measure_cascade(TicketLabeller& labeller, const LocalModel& model, const training::Dataset& trusted,
                             std::size_t most_rows, int concurrency, const Run& run) {
  const auto& tasks = labeller.taxonomy().tasks;
  std::vector<LabelSet> labels;
  std::vector<std::size_t> columns;
  std::vector<int> classes;
  for (const auto& task : tasks) {
    std::vector<std::string> names;
    for (const auto& label : task.labels) names.push_back(label.name);
    labels.emplace_back(std::move(names));
    classes.push_back(labels.back().size());
    columns.push_back(static_cast<std::size_t>(std::find(trusted.tasks.begin(), trusted.tasks.end(), task.name) -
                                               trusted.tasks.begin()));
    if (columns.back() == trusted.tasks.size()) {
      throw Error(ErrorCode::kInvalidInput, trusted.path + ": no column with trusted labels for " + task.name + ".");
    }
  }
  auto chosen = fully_labelled(trusted, columns, labels);
  Random random(42);
  random.shuffle(std::span(chosen));
  chosen.resize(std::min(chosen.size(), most_rows));

  LocalAnswers local(model, labeller.taxonomy());
  std::vector<CascadeRow> rows(chosen.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = trusted.rows[chosen[i]];
    const auto answer = local.answer("", row.text, row.text);
    rows[i].least_probable = answer.least_probable;
    rows[i].local = rows[i].llm = numbered(answer.labels, labels);
    for (std::size_t t = 0; t < columns.size(); ++t) rows[i].truth.push_back(*labels[t].find(row.labels[columns[t]]));
  }
  std::atomic<std::size_t> done{0};
  parallel_for(rows.size(), concurrency, [&](std::size_t i) {
    run.stop_if_asked();
    const auto& text = trusted.rows[chosen[i]].text;
    const auto kept = labeller.find(text);
    const auto ticket = kept ? *kept : labeller.label(text);
    if (ticket.labels) rows[i].llm = numbered(*ticket.labels, labels);
    run.report("measuring the cascade on " + trusted.path, ++done, rows.size());
  });
  auto curve = cascade_curve(rows, classes);
  curve.data = trusted.path;
  return curve;
}

}  // namespace smartdesk::labelling
