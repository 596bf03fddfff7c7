#include "training/audit.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include "models/sigmoid_calibration.h"
#include "text/frame.h"
#include "text/leaked_reasoning.h"
#include "text/near_duplicates.h"
#include "training/label_errors.h"
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

// The rows that `validated` judged, in the order of the dataset, with probabilities for scores.
void take_judged(HeldOutLabels& held_out, const Validated& validated, const TaskRows& rows) {
  const auto classes = static_cast<std::size_t>(held_out.labels.size());
  std::vector<std::size_t> order(validated.rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return validated.rows[a] < validated.rows[b]; });
  held_out.probabilities.resize(order.size() * classes);
  const auto calibration = models::SigmoidCalibration::fit(validated.scores, validated.truth, held_out.labels.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    held_out.rows.push_back(rows.rows[validated.rows[order[i]]]);
    held_out.given.push_back(validated.truth[order[i]]);
    calibration.apply(std::span(validated.scores).subspan(order[i] * classes, classes),
                      std::span(held_out.probabilities).subspan(i * classes, classes));
  }
  std::set_difference(rows.rows.begin(), rows.rows.end(), held_out.rows.begin(), held_out.rows.end(),
                      std::back_inserter(held_out.not_judged));
}

// Empty if every label was judged.
std::string note_on_not_judged(const Dataset& dataset, std::size_t task, const HeldOutLabels& held_out) {
  constexpr std::size_t kMostNamed = 5;
  const auto& missing = held_out.not_judged;
  if (missing.empty()) return "";
  std::string named;
  for (std::size_t i = 0; i < std::min(missing.size(), kMostNamed); ++i) {
    const auto& row = dataset.rows[missing[i]];
    named += (i == 0 ? "" : ", ") + std::string("line ") + std::to_string(row.line) + " (\"" + row.labels[task] + "\")";
  }
  if (missing.size() > kMostNamed) named += ", …";
  return "Task \"" + dataset.tasks[task] + "\": " + std::to_string(missing.size()) + " of " +
         std::to_string(missing.size() + held_out.rows.size()) +
         " labels could not be judged, because no other text has them: " + named +
         ". Add tickets with these labels, or correct the labels.";
}

void audit_labels(const Dataset& dataset, std::size_t task, const HeldOutLabels& held_out, AuditResult& result) {
  const auto judged = judge_labels(held_out.probabilities, held_out.given, held_out.labels.size());
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const auto line = dataset.rows[held_out.rows[i]].line;
    const auto &label = held_out.labels.name(held_out.given[i]), &suggested = held_out.labels.name(judged[i].suggested);
    if (judged[i].is_suspect) {
      result.suspects.push_back({line, dataset.tasks[task], label, suggested, judged[i].score, SuspectReason::kLabel});
    } else {
      result.passed.push_back({line, dataset.tasks[task], label, suggested, judged[i].score});
    }
  }
}

template <typename Scored>
void sort_by_score(std::vector<Scored>& scored) {
  std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
    return std::pair(-a.score, a.line) < std::pair(-b.score, b.line);
  });
}

}  // namespace

HeldOutLabels hold_out_labels(const Dataset& dataset, std::size_t task, const FittingOptions& options, const Run& run) {
  HeldOutLabels held_out{labels_of(dataset, task), {}, {}, {}, {}};
  const auto rows = rows_of(dataset, task, held_out.labels);
  LabelledTexts texts{rows.texts, rows.labels, held_out.labels.size(), rows.texts.size(), {}, {}};
  // As groups and not as repeats, because the repeats are to be audited too.
  auto together = repeats_of(rows.texts, run);
  if (models::can_be_held_out(rows.labels, together)) texts.groups = std::move(together);
  constexpr auto kJudge = models::Algorithm::kLinearSvc;
  const auto counted = features::CountedTexts::count(texts.texts, features_for(kJudge, options.profile), run);
  const Folds folds(kJudge, texts, counted, counted.all(), options);
  take_judged(held_out, cross_validate(kJudge, folds, options, run), rows);
  return held_out;
}

AuditResult audit(const Dataset& dataset, const FittingOptions& options, const Run& run, AuditScope scope) {
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
    const auto held_out = hold_out_labels(dataset, task, options, run);
    if (auto note = note_on_not_judged(dataset, task, held_out); !note.empty()) {
      result.warnings.push_back(std::move(note));
    }
    audit_labels(dataset, task, held_out, result);
    if (scope == AuditScope::kSuspects) result.passed.clear();
  }
  sort_by_score(result.suspects);
  sort_by_score(result.passed);
  return result;
}

}  // namespace smartdesk::training
