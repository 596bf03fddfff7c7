#include "cli/drift_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace smartdesk::cli {
namespace {

using models::Share;
using training::Drift;
using training::DriftQuestion;
using training::DriftTest;
using training::ShareDrift;

constexpr std::size_t kMostNamed = 3;         // in the sentences of one question
constexpr std::size_t kMostTableRows = 12;    // changed ones are always shown
constexpr std::size_t kRepeatsToMention = 5;  // rows with one text

std::string as_text(const Share& share) {
  return share.of == 0 ? "-" : fmt::format("{} of {} ({:.1f} %)", share.rows, share.of, 100 * share.value());
}

std::string as_text(const std::optional<DriftTest>& test) {
  if (!test) return "-";
  if (test->adjusted < 0.0001) return "< 0.0001 *";
  return fmt::format("{:.4f}{}", test->adjusted, test->is_change() ? " *" : "");
}

std::string cell_text(const std::string& name, const std::string& reference, const std::string& current,
                      const std::optional<DriftTest>& test) {
  return fmt::format("  {:<28}{:>24}{:>24}{:>12}\n", name, reference, current, as_text(test));
}

std::string row_text(const std::string& name, const ShareDrift& share) {
  return cell_text(name, as_text(share.reference), as_text(share.current), share.test);
}

std::string heading(const std::string& title) {
  return fmt::format("\n{:<30}{:>24}{:>24}{:>12}\n", title, "reference", "current", "p adjusted");
}

// Changed ones first, then as they come.
std::string table(const std::string& title, std::vector<ShareDrift> shares) {
  if (shares.empty()) return "";
  std::stable_partition(shares.begin(), shares.end(), [](const ShareDrift& share) { return share.is_change(); });
  std::string text = heading(title);
  std::size_t shown = 0;
  for (const auto& share : shares) {
    if (shown >= kMostTableRows && !share.is_change()) break;
    text += row_text(share.name.empty() ? "(unclear)" : share.name, share);
    ++shown;
  }
  if (shown < shares.size()) text += fmt::format("  {} more, unchanged\n", shares.size() - shown);
  return text;
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string text_table(const training::TextDrift& texts) {
  std::string text = heading("texts");
  text += cell_text("words per text (median)", fmt::format("{:g}", texts.length.reference),
                    fmt::format("{:g}", texts.length.current), texts.length.test);
  const auto& told = texts.told_apart;
  if (told.test) {
    text += cell_text(fmt::format("told apart {} (50 %: chance)", percent(told.probability)),
                      fmt::format("{} texts", told.reference), fmt::format("{} texts", told.current), told.test);
  }
  return text + table("languages", texts.languages) + table("words", texts.words);
}

std::string task_table(const training::TaskDrift& task) {
  std::vector<ShareDrift> predicted;
  for (const auto& label : task.labels) predicted.push_back(label.predicted);
  auto text = table(task.task + ", predicted", predicted);
  text += row_text("(flagged unknown)", task.unknown);
  text += cell_text("(expected error)", percent(task.expected_error.reference), percent(task.expected_error.current),
                    task.expected_error.test);
  for (const auto& label : task.labels) {
    const auto& error = label.expected_error;
    if (label.unknown.is_change()) text += row_text(label.predicted.name + ", unknown", label.unknown);
    if (error.is_change()) {
      text += cell_text(label.predicted.name + ", error", percent(error.reference), percent(error.current), error.test);
    }
  }
  if (task.reference_is_cross_validated || task.current_is_cross_validated) {
    text += fmt::format(
        "  The model was trained on the {} file. Its cross-validated predictions stand for those of the file.\n",
        task.reference_is_cross_validated ? "reference" : "current");
  }
  return text;
}

std::string named(const training::DriftChange& change) {
  switch (change.question) {
    case DriftQuestion::kTexts:
      return "texts as a whole";
    case DriftQuestion::kLength:
      return "length of texts";
    case DriftQuestion::kLanguages:
      return "languages";
    case DriftQuestion::kWords:
      return "words";
    case DriftQuestion::kLabels:
      return "labels of " + change.task;
    case DriftQuestion::kPredictedLabels:
      return "predicted labels of " + change.task;
    case DriftQuestion::kUnknown:
      return "unknown tickets of " + change.task;
    case DriftQuestion::kExpectedError:
      return "expected error of " + change.task;
  }
  return "";
}

std::string file_line(const char* which, const training::DriftFile& file) {
  auto text = fmt::format("  {:<11}{}: {} rows, {} different texts", which, file.path, file.rows, file.texts);
  if (file.most_repeated_rows >= kRepeatsToMention) {
    text += fmt::format(" (line {} and its repeats: {} rows, which count once)", file.most_repeated_line,
                        file.most_repeated_rows);
  }
  return text + "\n";
}

std::string too_few(const Drift& drift) {
  const auto& smaller = drift.current.texts < drift.reference.texts ? drift.current : drift.reference;
  return fmt::format(
      "Too few tickets to tell: {} has {} different texts, and each file needs at least {}. Collect more tickets. "
      "The figures below are not tested.\n",
      smaller.path, smaller.texts, training::kFewestDriftTexts);
}

std::string verdict(const Drift& drift) {
  if (!drift.is_tested) return too_few(drift);
  if (drift.changes.empty()) return "No change that chance would not explain.\n";
  std::string list;
  for (const auto& change : drift.changes) list += (list.empty() ? "" : ", ") + named(change);
  return "Changed: " + list + ".\n";
}

// The shares that changed most, as sentences.
std::string sentences(std::vector<ShareDrift> shares, const std::function<std::string(const ShareDrift&)>& subject) {
  std::erase_if(shares, [](const ShareDrift& share) { return !share.is_change(); });
  std::stable_sort(shares.begin(), shares.end(),
                   [](const ShareDrift& a, const ShareDrift& b) { return std::abs(a.rise()) > std::abs(b.rise()); });
  std::string text;
  for (std::size_t i = 0; i < std::min(shares.size(), kMostNamed); ++i) {
    text += fmt::format("  {}: {}, in the reference {}.\n", subject(shares[i]), as_text(shares[i].current),
                        as_text(shares[i].reference));
  }
  if (shares.size() > kMostNamed) text += fmt::format("  {} more are marked below.\n", shares.size() - kMostNamed);
  return text;
}

std::string what_changed_in(const training::TaskDrift& task) {
  std::vector<ShareDrift> predicted, unknown{task.unknown};
  for (const auto& label : task.labels) predicted.push_back(label.predicted);
  auto text =
      sentences(predicted, [&](const ShareDrift& share) { return task.task + " predicted as \"" + share.name + "\""; });
  text += sentences(unknown, [&](const ShareDrift&) { return task.task + ", flagged unknown"; });
  const auto& error = task.expected_error;
  if (error.is_change()) {
    text += fmt::format("  {}: {} of the predictions are expected to be wrong, in the reference {}.\n", task.task,
                        percent(error.current), percent(error.reference));
  }
  return text;
}

std::string what_changed(const Drift& drift) {
  std::string text;
  for (const auto& column : drift.labels) {
    text += sentences(column.labels,
                      [&](const ShareDrift& share) { return column.column + " labelled \"" + share.name + "\""; });
  }
  for (const auto& task : drift.answers) text += what_changed_in(task);
  text += sentences(drift.texts.languages, [](const ShareDrift& share) {
    return share.name.empty() ? "language unclear" : "language " + share.name;
  });
  text += sentences(drift.texts.words, [](const ShareDrift& share) { return "texts with \"" + share.name + "\""; });
  const auto& told = drift.texts.told_apart;
  if (told.is_change()) {
    text += fmt::format(
        "  Of a text of each file, a classifier finds the right one more typical of the current file in {} of the "
        "pairs (chance: 50 %).\n",
        percent(told.probability));
  }
  if (drift.texts.length.is_change()) {
    text += fmt::format("  Median length: {:g} words, in the reference {:g}.\n", drift.texts.length.current,
                        drift.texts.length.reference);
  }
  return text;
}

std::vector<std::string> new_labels(const training::LabelColumnDrift& column) {
  std::vector<std::string> labels;
  for (const auto& label : column.labels) {
    if (label.is_change() && label.reference.rows == 0) labels.push_back("\"" + label.name + "\"");
  }
  return labels;
}

// The label whose predictions have risen most; nullptr: none.
const ShareDrift* most_risen(const training::TaskDrift& task) {
  const ShareDrift* most = nullptr;
  for (const auto& label : task.labels) {
    if (!label.predicted.is_change() || label.predicted.rise() <= 0) continue;
    if (most == nullptr || label.predicted.rise() > most->rise()) most = &label.predicted;
  }
  return most;
}

std::string steps_for_labels(const training::LabelColumnDrift& column) {
  const bool is_changed = std::any_of(column.labels.begin(), column.labels.end(),
                                      [](const ShareDrift& label) { return label.is_change(); });
  if (!is_changed) return "";
  const auto added = new_labels(column);
  if (!added.empty()) {
    return fmt::format("  {}: {} did not occur in the reference. Train again with the current tickets.\n",
                       column.column, fmt::join(added, ", "));
  }
  return fmt::format("  {}: train again with the current tickets, so that the model learns the new shares.\n",
                     column.column);
}

std::string steps_for(const training::TaskDrift& task) {
  std::string text;
  if (const auto* risen = most_risen(task)) {
    text += fmt::format(
        "  {}: review some of the {} current tickets that are predicted as \"{}\". If the label is right, the demand "
        "has changed. If it is wrong, correct the labels and train again.\n",
        task.task, risen->current.rows, risen->name);
  }
  const bool is_worse =
      (task.expected_error.is_change() && task.expected_error.current > task.expected_error.reference);
  const bool is_stranger = task.unknown.is_change() && task.unknown.rise() > 0;
  if (is_worse || is_stranger) {
    text += fmt::format(
        "  {}: label current tickets, first those that `smartdesk classify` flags as unknown or gives a low "
        "probability, and train again with them.\n",
        task.task);
  }
  return text;
}

std::string what_to_do(const Drift& drift) {
  std::string text;
  for (const auto& column : drift.labels) text += steps_for_labels(column);
  for (const auto& task : drift.answers) text += steps_for(task);
  if (text.empty()) {
    text =
        "  Read current tickets with the words below. If they are about something new, label some and check the model "
        "on them with `smartdesk evaluate`.\n";
  }
  return text;
}

}  // namespace

std::string drift_as_text(const Drift& drift) {
  auto text = verdict(drift) + file_line("reference", drift.reference) + file_line("current", drift.current);
  if (!drift.changes.empty()) {
    text += "\nWhat changed\n" + what_changed(drift) + "\nWhat to do next\n" + what_to_do(drift);
  }
  text += text_table(drift.texts);
  for (const auto& column : drift.labels) text += table(column.column + ", labelled", column.labels);
  for (const auto& task : drift.answers) text += task_table(task);
  if (drift.is_tested) {
    text += fmt::format("\n* changed: p at most {:g} after adjusting for all tests ({} questions).\n",
                        training::kDriftLevel, drift.questions);
  }
  return text;
}

}  // namespace smartdesk::cli
