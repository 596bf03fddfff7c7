#include "training/drift_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/parallel.h"
#include "training/trained_rows.h"

namespace smartdesk::training {
namespace {

using Texts = std::span<const std::string_view>;

constexpr double kTrainedOnShare = 0.95;  // of a file's texts; a trained text may have been edited since
constexpr double kSimilarSize = 0.8;      // cross-validated rows stand for a file that has nearly as many

// A model's answers of one column for all rows of a file.
struct Answers {
  std::vector<double> errors;  // 1 - probability of the answer
  std::vector<bool> unknown;   // empty: there are no flags
  // By label: rows with it, and for each 1 - its probability.
  std::vector<std::vector<std::size_t>> rows_with;
  std::vector<std::vector<double>> errors_with;
  bool is_cross_validated = false;

  explicit Answers(std::size_t labels) : rows_with(labels), errors_with(labels) {}

  void add_label(std::size_t label, std::size_t row, double error) {
    rows_with[label].push_back(row);
    errors_with[label].push_back(error);
  }
};

struct HeadAnswer {
  ClassIndex label = 0;
  float probability = 0;
  bool unknown = false;
};

// rows × heads.
std::vector<HeadAnswer> predict(const prediction::Predictor& model, Texts texts, const Run& run) {
  const std::size_t heads = model.model().heads.size();
  std::vector<HeadAnswer> all(texts.size() * heads);
  constexpr std::size_t kChunk = 256;
  parallel_for((texts.size() + kChunk - 1) / kChunk, run.threads, [&](std::size_t chunk) {
    run.stop_if_asked();
    run.report("predicting", chunk * kChunk, texts.size());
    prediction::PredictorScratch scratch;
    const std::size_t begin = chunk * kChunk, size = std::min(texts.size() - begin, kChunk);
    model.predict_all(texts.subspan(begin, size), scratch,
                      [&](std::size_t i, std::span<const models::Prediction> predictions) {
                        for (std::size_t head = 0; head < heads; ++head) {
                          const auto& one = predictions[head];
                          all[(begin + i) * heads + head] = {one.label, one.probability(), one.unknown};
                        }
                      });
  });
  return all;
}

// The labels that a column's answers may have.
std::vector<std::string> labels_of(const models::Model& model, const prediction::AnswerColumn& column) {
  const auto& first = model.heads[column.begin];
  if (first.member.empty()) return first.labels.names();
  std::vector<std::string> members;
  for (std::size_t head = column.begin; head < column.end; ++head) members.push_back(model.heads[head].member);
  return members;
}

Answers answers_of(const models::Model& model, const prediction::AnswerColumn& column,
                   std::span<const HeadAnswer> all) {
  Answers answers(labels_of(model, column).size());
  const std::size_t heads = model.heads.size();
  for (std::size_t row = 0; row * heads < all.size(); ++row) {
    double right = 1;
    bool unknown = false;
    for (std::size_t h = column.begin; h < column.end; ++h) {
      const auto& one = all[row * heads + h];
      const auto& head = model.heads[h];
      right *= one.probability;
      unknown |= one.unknown;
      const bool is_member = !head.member.empty();
      if (is_member && head.labels.name(one.label) != models::kYes) continue;
      answers.add_label(is_member ? h - column.begin : static_cast<std::size_t>(one.label), row, 1 - one.probability);
    }
    answers.errors.push_back(1 - right);
    answers.unknown.push_back(unknown);
  }
  return answers;
}

Answers cross_validated(const models::Head& head) {
  Answers answers(static_cast<std::size_t>(head.labels.size()));
  for (const auto& row : head.judged) {
    answers.add_label(static_cast<std::size_t>(row.predicted), answers.errors.size(), 1 - row.probability);
    answers.errors.push_back(1 - row.probability);
  }
  answers.is_cross_validated = true;
  return answers;
}

bool was_trained_on(const models::Model& model, Texts texts, const Run& run) {
  const auto trained = count_trained(model.training_texts, texts, run);
  return static_cast<double>(trained) >= kTrainedOnShare * static_cast<double>(texts.size());
}

double mean(const std::vector<double>& numbers) {
  return numbers.empty() ? 0
                         : std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

FigureDrift compare_means(const std::vector<double>& reference, const std::vector<double>& current) {
  FigureDrift drift{mean(reference), mean(current)};
  if (std::min(reference.size(), current.size()) >= kFewestDriftTexts)
    drift.test = DriftTest{models::mean_p_value(reference, current)};
  return drift;
}

// How many of these rows are unknown; all, if `rows` is null.
models::Share unknown_among(const Answers& answers, const std::vector<std::size_t>* rows) {
  models::Share share;
  if (answers.unknown.empty()) return share;
  share.of = rows != nullptr ? rows->size() : answers.unknown.size();
  if (rows == nullptr) {
    share.rows = static_cast<std::uint64_t>(std::count(answers.unknown.begin(), answers.unknown.end(), true));
  } else {
    for (const auto row : *rows) share.rows += answers.unknown[row] ? 1 : 0;
  }
  return share;
}

ShareDrift compare_unknown(models::Share reference, models::Share current) {
  ShareDrift drift{"", reference, current};
  if (reference.of > 0 && current.of > 0) drift.test = DriftTest{models::share_p_value(reference, current)};
  return drift;
}

LabelAnswers compare_label(const std::string& name, std::size_t label, const Answers& reference,
                           const Answers& current) {
  const auto &before = reference.rows_with[label], &now = current.rows_with[label];
  const models::Share predicted_before{before.size(), reference.errors.size()},
      predicted_now{now.size(), current.errors.size()};
  return {{name, predicted_before, predicted_now, DriftTest{models::share_p_value(predicted_before, predicted_now)}},
          compare_unknown(unknown_among(reference, &before), unknown_among(current, &now)),
          compare_means(reference.errors_with[label], current.errors_with[label])};
}

TaskDrift compare_column(const std::string& task, const std::vector<std::string>& labels, const Answers& reference,
                         const Answers& current) {
  TaskDrift drift{task,
                  {},
                  compare_unknown(unknown_among(reference, nullptr), unknown_among(current, nullptr)),
                  compare_means(reference.errors, current.errors),
                  reference.is_cross_validated,
                  current.is_cross_validated};
  for (std::size_t label = 0; label < labels.size(); ++label)
    drift.labels.push_back(compare_label(labels[label], label, reference, current));
  return drift;
}

// Compares the answers of a model that was trained on one of the files, if that is possible.
class Comparison {
 public:
  Comparison(const prediction::Predictor& model, Texts reference, Texts current, const Run& run)
      : model_(model.model()),
        trained_on_reference_(was_trained_on(model_, reference, run)),
        trained_on_current_(was_trained_on(model_, current, run)),
        sizes_{reference.size(), current.size()},
        before_(predict(model, reference, run)),
        now_(predict(model, current, run)) {}

  // nullopt, and a note: nothing comparable.
  std::optional<TaskDrift> of(const prediction::AnswerColumn& column, std::vector<std::string>& notes) const {
    const auto& head = model_.heads[column.begin];
    auto reference = answers_of(model_, column, before_), current = answers_of(model_, column, now_);
    if (trained_on_reference_ != trained_on_current_) {
      const std::size_t trained_on = trained_on_reference_ ? sizes_[0] : sizes_[1];
      if (!head.member.empty() || !can_stand_for(head, trained_on)) {
        notes.push_back(fmt::format(
            "{}: predictions were not compared. The model was trained on texts of one of the files, where its "
            "predictions look better than they are. Compare tickets that it was not trained on.",
            column.task));
        return std::nullopt;
      }
      (trained_on_reference_ ? reference : current) = cross_validated(head);
    }
    return compare_column(column.task, labels_of(model_, column), reference, current);
  }

 private:
  static bool can_stand_for(const models::Head& head, std::size_t texts) {
    const auto judged = static_cast<double>(head.judged.size());
    const auto file = static_cast<double>(std::min(texts, models::kMostJudgedRows));
    return judged >= kSimilarSize * file && file >= kSimilarSize * judged;
  }

  const models::Model& model_;
  bool trained_on_reference_, trained_on_current_;
  std::size_t sizes_[2];
  std::vector<HeadAnswer> before_, now_;  // rows × heads
};

}  // namespace

std::vector<TaskDrift> compare_answers(const prediction::Predictor& model, Texts reference, Texts current,
                                       std::vector<std::string>& notes, const Run& run) {
  const Comparison comparison(model, reference, current, run);
  std::vector<TaskDrift> tasks;
  for (const auto& column : model.columns()) {
    if (auto task = comparison.of(column, notes)) tasks.push_back(std::move(*task));
  }
  return tasks;
}

}  // namespace smartdesk::training
