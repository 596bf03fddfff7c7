#include "training/trained_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/parallel.h"
#include "files/digest.h"
#include "training/repeats.h"

namespace smartdesk::training {
namespace {

// A hash per text; none for a text without words.
std::vector<std::optional<std::uint64_t>> hashes_of(std::span<const std::string_view> texts, const Run& run) {
  constexpr std::size_t kPiece = 1024;
  std::vector<std::optional<std::uint64_t>> hashes(texts.size());
  parallel_for((texts.size() + kPiece - 1) / kPiece, run.threads, [&](std::size_t piece) {
    run.stop_if_asked();
    const std::size_t end = std::min(texts.size(), (piece + 1) * kPiece);
    for (std::size_t i = piece * kPiece; i < end; ++i) {
      const auto form = normal_form(texts[i]);
      if (!form.empty()) hashes[i] = files::checksum(form);
    }
  });
  return hashes;
}

std::vector<std::string_view> labelled_texts(const Dataset& dataset) {
  std::vector<std::string_view> texts;
  for (const auto& row : dataset.rows) {
    const bool labelled =
        std::any_of(row.labels.begin(), row.labels.end(), [](const std::string& label) { return !label.empty(); });
    if (labelled) texts.push_back(row.text);
  }
  return texts;
}

}  // namespace

models::TrainingTexts training_texts(std::span<const std::string_view> texts, const Run& run) {
  run.report("noting the training texts", 0, 0);
  std::vector<std::uint64_t> known;
  for (const auto& hash : hashes_of(texts, run)) {
    if (hash) known.push_back(*hash);
  }
  return models::TrainingTexts(std::move(known));
}

std::size_t count_trained(const models::TrainingTexts& trained_on, std::span<const std::string_view> texts,
                          const Run& run) {
  const auto hashes = hashes_of(texts, run);
  return static_cast<std::size_t>(std::count_if(hashes.begin(), hashes.end(),
                                                [&](const auto& hash) { return hash && trained_on.contains(*hash); }));
}

std::string trained_rows_note(const models::TrainingTexts& trained_on, std::string_view name, const Dataset& dataset,
                              const Run& run) {
  if (trained_on.is_empty()) return "";
  const auto texts = labelled_texts(dataset);
  const auto seen = count_trained(trained_on, texts, run);
  if (seen == 0 || seen * 100 < texts.size()) return "";
  return fmt::format(
      "{}: {}{} of {} rows {} among the rows that {} was trained on; the figures are too high. Evaluate on other rows.",
      dataset.path, trained_on.is_complete() ? "" : "at least ", seen, texts.size(), seen == 1 ? "is" : "are", name);
}

}  // namespace smartdesk::training
