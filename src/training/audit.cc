#include "training/audit.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "text/frame.h"
#include "text/leaked_reasoning.h"
#include "text/near_duplicates.h"
#include "training/repeats.h"
#include "training/written_labels.h"

namespace smartdesk::training {
namespace {

// Finds rows that are not tickets, and duplicates.
std::vector<Suspect> audit_texts(const Dataset& dataset, const Run& run) {
  std::vector<Suspect> suspects;
  text::Frame frame;
  for (const auto& row : dataset.rows) frame.add(row.text);
  text::NearDuplicates seen({}, &frame);
  std::vector<std::size_t> remembered;  // row of each text that `seen` holds
  for (std::size_t i = 0; i < dataset.rows.size(); ++i) {
    const auto& row = dataset.rows[i];
    if (i % 256 == 0) {
      run.stop_if_asked();
      run.report("auditing texts", i, dataset.rows.size());
    }
    if (const auto leak = text::find_leaked_reasoning(row.text)) {
      const auto reason =
          leak->kind == text::Leak::Kind::kReasoning ? SuspectReason::kLeakedReasoning : SuspectReason::kPromptEcho;
      suspects.push_back({row.line, "", "", "", 1, reason, {}, leak->evidence});
    }
    const auto match = seen.match_or_add(row.text);
    if (!match) {
      remembered.push_back(i);
      continue;
    }
    const auto& first = dataset.rows[remembered[*match]];
    if (first.labels == row.labels) {
      suspects.push_back({row.line, "", "", "", 0.5, SuspectReason::kDuplicate, first.line});
      continue;
    }
    for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
      if (first.labels[task] == row.labels[task]) continue;
      suspects.push_back({row.line, dataset.tasks[task], row.labels[task], first.labels[task], 0.9,
                          SuspectReason::kOtherLabel, first.line});
    }
  }
  return suspects;
}

// Mean probability of each label over the rows that have it. It is the label's threshold for a confident prediction.
std::vector<double> self_confidence(const std::vector<float>& probabilities, const std::vector<ClassIndex>& truth,
                                    int classes) {
  std::vector<double> sum(static_cast<std::size_t>(classes), 0), count(static_cast<std::size_t>(classes), 0);
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto label = static_cast<std::size_t>(truth[i]);
    sum[label] += probabilities[i * static_cast<std::size_t>(classes) + label];
    ++count[label];
  }
  for (std::size_t label = 0; label < sum.size(); ++label)
    sum[label] = count[label] > 0 ? sum[label] / count[label] : 2;
  return sum;
}

std::vector<Suspect> audit_labels(const Dataset& dataset, std::size_t task, const FittingOptions& options,
                                  const Run& run) {
  const auto labels = labels_of(dataset, task);
  const auto rows = rows_of(dataset, task, labels);
  LabelledTexts texts{rows.texts, rows.labels, labels.size(), rows.texts.size(), {}, {}};
  // As groups and not as repeats, because the repeats are to be audited too.
  auto together = repeats_of(rows.texts, run);
  if (models::can_be_held_out(rows.labels, together)) texts.groups = std::move(together);
  constexpr auto kJudge = models::Algorithm::kLinearSvc;
  const auto counted = features::CountedTexts::count(texts.texts, features_for(kJudge, options.profile), run);
  auto validated = cross_validate(kJudge, Folds(kJudge, texts, counted, counted.all(), options), options, run);
  const auto classes = static_cast<std::size_t>(labels.size());
  for (std::size_t i = 0; i < validated.truth.size(); ++i) {
    const auto row = std::span(validated.scores).subspan(i * classes, classes);
    validated.temperature.apply(row, row);
  }
  const auto threshold = self_confidence(validated.scores, validated.truth, labels.size());

  std::vector<Suspect> suspects;
  for (std::size_t i = 0; i < validated.truth.size(); ++i) {
    const auto row = std::span(validated.scores).subspan(i * classes, classes);
    const auto given = static_cast<std::size_t>(validated.truth[i]);
    std::size_t likeliest = given;
    for (std::size_t label = 0; label < classes; ++label) {
      const bool confident = row[label] >= threshold[label];
      if (confident && (likeliest == given || row[label] > row[likeliest]) && label != given) likeliest = label;
    }
    if (likeliest == given || row[likeliest] <= row[given]) continue;
    const double score = 0.5 + (row[likeliest] - row[given]) / 2;
    suspects.push_back({dataset.rows[rows.rows[validated.rows[i]]].line, dataset.tasks[task],
                        labels.name(validated.truth[i]), labels.name(static_cast<ClassIndex>(likeliest)), score,
                        SuspectReason::kLabel});
  }
  return suspects;
}

}  // namespace

AuditResult audit(const Dataset& dataset, const FittingOptions& options, const Run& run) {
  AuditResult result;
  result.rows = dataset.rows.size();
  result.suspects = audit_texts(dataset, run);
  result.warnings = notes_on_written_labels(dataset);
  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    if (labels_of(dataset, task).size() < 2) {
      result.warnings.push_back("Task \"" + dataset.tasks[task] + "\" has fewer than two labels and was not audited.");
      continue;
    }
    run.report("auditing labels: " + dataset.tasks[task], task, dataset.tasks.size());
    auto suspects = audit_labels(dataset, task, options, run);
    result.suspects.insert(result.suspects.end(), std::make_move_iterator(suspects.begin()),
                           std::make_move_iterator(suspects.end()));
  }
  std::stable_sort(result.suspects.begin(), result.suspects.end(), [](const Suspect& a, const Suspect& b) {
    return std::pair(-a.score, a.line) < std::pair(-b.score, b.line);
  });
  return result;
}

}  // namespace smartdesk::training
