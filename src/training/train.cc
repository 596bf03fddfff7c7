#include "training/train.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/clock.h"
#include "core/random.h"
#include "core/version.h"
#include "models/class_evidence.h"
#include "training/embedding_scores.h"
#include "training/origin.h"
#include "training/repeats.h"
#include "training/row_groups.h"
#include "training/trained_rows.h"
#include "training/verdict.h"
#include "training/written_labels.h"

namespace smartdesk::training {
namespace {

// A head to train: its labels, rows and their positions among the texts.
struct Task {
  std::string name;
  LabelSet labels;
  LabelledTexts rows;
  std::vector<std::size_t> positions;
};

void refuse_single_label(const Dataset& dataset, std::size_t task, const LabelSet& labels) {
  if (labels.size() >= 2) return;
  const std::string what = labels.size() == 0 ? "no label at all" : "only the label \"" + labels.name(0) + "\"";
  throw Error(ErrorCode::kInvalidInput, dataset.path + ": task \"" + dataset.tasks[task] + "\" has " + what +
                                            "; at least two are needed. Check the label column.");
}

void warn_of_single_rows(const LabelledTexts& rows, const LabelSet& labels, const std::string& task,
                         std::vector<std::string>& warnings) {
  std::vector<int> count(static_cast<std::size_t>(rows.classes), 0);
  for (const auto label : rows.labels) ++count[static_cast<std::size_t>(label)];
  for (ClassIndex label = 0; label < rows.classes; ++label) {
    if (count[static_cast<std::size_t>(label)] > 1) continue;
    warnings.push_back(task + ": \"" + labels.name(label) + "\" has one row; it is learned but cannot be validated.");
  }
}

// labelled: output; all rows that have a label of some task.
std::vector<Task> tasks_of(const Dataset& dataset, std::vector<const DatasetRow*>& labelled) {
  std::vector<Task> tasks;
  std::vector<std::vector<std::size_t>> dataset_rows;
  std::vector<std::size_t> position_of_row(dataset.rows.size(), 0);
  for (std::size_t task = 0; task < dataset.tasks.size(); ++task) {
    const auto labels = labels_of(dataset, task);
    refuse_single_label(dataset, task, labels);
    auto rows = rows_of(dataset, task, labels);
    for (const auto row : rows.rows) position_of_row[row] = 1;
    const std::size_t count = rows.texts.size();
    tasks.push_back({dataset.tasks[task],
                     labels,
                     {std::move(rows.texts), std::move(rows.labels), labels.size(), count, {}, {}},
                     {}});
    dataset_rows.push_back(std::move(rows.rows));
  }
  for (std::size_t row = 0; row < position_of_row.size(); ++row) {
    if (std::exchange(position_of_row[row], labelled.size()) == 1) labelled.push_back(&dataset.rows[row]);
  }
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    for (const auto row : dataset_rows[task]) tasks[task].positions.push_back(position_of_row[row]);
  }
  return tasks;
}

features::Embeddings rows_at(const features::Embeddings& embeddings, const std::vector<std::size_t>& positions) {
  features::Embeddings own{embeddings.dimensions, {}};
  for (const auto position : positions) {
    const auto row = embeddings.row(position);
    own.values.insert(own.values.end(), row.begin(), row.end());
  }
  return own;
}

// Sets which rows of each task stay together.
void keep_rows_together(const Dataset& dataset, std::span<const DatasetRow* const> texts, std::vector<Task>& tasks,
                        const Run& run, std::vector<std::string>& warnings) {
  const auto groups = row_groups(texts, run);
  const auto note = repeats_note(groups.repeats, texts.size());
  if (!note.empty()) warnings.push_back(dataset.path + ": " + note + " Repeats stay together in cross-validation.");
  for (auto& task : tasks) {
    for (const auto& warning : keep_together(groups, task.positions, task.labels, task.rows))
      warnings.push_back(task.name + ": " + warning);
  }
}

// embeddings: of all texts; null: none.
Fitted fitted(const Task& task, models::Algorithm algorithm, const features::CountedTexts& counted,
              const features::Embeddings* embeddings, const FittingOptions& options, const Run& run) {
  const Folds folds(algorithm, task.rows, counted, task.positions, options);
  auto result = fit(algorithm, folds, options, run);
  if (embeddings != nullptr) {
    run.report("training " + task.name + ": reading embeddings", 0, 0);
    add_embedding_scores(result, folds, rows_at(*embeddings, task.positions), run);
  }
  return result;
}

void warn_of_verdict(const Task& task, const Validated& validated, std::vector<std::string>& warnings) {
  const auto verdict = verdict_on(cross_validated_metrics(validated, task.rows.classes), task.labels, validated.tried);
  if (!verdict.sentence.empty()) warnings.push_back(task.name + ", by cross-validation: " + verdict.sentence);
}

features::Embeddings embed_all(features::Embedder& embedder, const std::vector<std::string_view>& texts,
                               const Run& run) {
  constexpr std::size_t kPiece = 512;
  features::Embeddings all;
  for (std::size_t begin = 0; begin < texts.size(); begin += kPiece) {
    run.stop_if_asked();
    run.report("embedding texts", begin, texts.size());
    const auto piece = embedder.embed(std::span(texts).subspan(begin, std::min(kPiece, texts.size() - begin)));
    all.dimensions = piece.dimensions;
    all.values.insert(all.values.end(), piece.values.begin(), piece.values.end());
  }
  return all;
}

void warn_of_unused_embeddings(const models::Model& model, std::vector<std::string>& warnings) {
  for (const auto& head : model.heads) {
    if (head.embedding_classifier) continue;
    warnings.push_back(head.task +
                       ": embeddings did not help in cross-validation, so the model uses only words for this task.");
  }
}

// Cross-validates on a sample and fits on all rows, with a matrix that fits into memory.
class LargeTraining {
 public:
  LargeTraining(const std::vector<Task>& tasks, const std::vector<std::string_view>& texts, models::Algorithm algorithm,
                const TrainOptions& options, const Run& run)
      : tasks_(tasks),
        texts_(texts),
        algorithm_(algorithm),
        options_(options),
        features_(features_for(algorithm, options.fitting.profile)),
        run_(run) {}

  models::Model train(std::vector<std::string>& warnings) {
    const auto left_out = validate(sample());
    auto counted = features::CountedTexts::count(texts_, features_, run_, left_out);
    models::Model model{counted.vectoriser(counted.all()), {}, "", ""};
    const auto rows = std::move(counted).into_rows(run_);
    for (std::size_t t = 0; t < tasks_.size(); ++t) {
      const auto& task = tasks_[t];
      run_.report("fitting " + task.name + " on all rows", t, tasks_.size());
      const bool every_row = task.positions.size() == texts_.size();
      const auto own_rows = every_row ? features::SparseMatrix() : rows.select(task.positions);
      auto classifier = models::Classifier::fit(
          algorithm_, {every_row ? rows : own_rows, task.rows.labels, task.rows.classes}, validated_[t].settings, run_);
      warn_of_verdict(task, validated_[t], warnings);
      model.heads.push_back(make_head(task.name, task.labels, task.rows,
                                      {std::move(validated_[t]), std::move(classifier), std::nullopt}));
    }
    return model;
  }

 private:
  // Drawn at random, with at least a few rows of every label. Ascending.
  std::vector<std::size_t> sample() const {
    constexpr int kFew = 20;
    std::vector<std::size_t> order(texts_.size());
    std::iota(order.begin(), order.end(), 0U);
    Random(options_.fitting.seed).shuffle(std::span(order));
    order.resize(options_.validated_rows);
    std::vector<bool> drawn(texts_.size(), false);
    for (const auto text : order) drawn[text] = true;
    for (const auto& task : tasks_) {
      std::vector<int> count(static_cast<std::size_t>(task.rows.classes), 0);
      for (std::size_t i = 0; i < task.positions.size(); ++i)
        count[static_cast<std::size_t>(task.rows.labels[i])] += drawn[task.positions[i]] ? 1 : 0;
      for (std::size_t i = 0; i < task.positions.size(); ++i) {
        auto& rows = count[static_cast<std::size_t>(task.rows.labels[i])];
        if (drawn[task.positions[i]] || rows >= kFew) continue;
        drawn[task.positions[i]] = true;
        ++rows;
      }
    }
    std::vector<std::size_t> sample;
    for (std::size_t text = 0; text < drawn.size(); ++text) {
      if (drawn[text]) sample.push_back(text);
    }
    return sample;
  }

  // The part of a task that the sample holds; positions count within the sample.
  static Task part_of(const Task& task, const std::vector<std::size_t>& sample) {
    Task part{task.name, task.labels, {{}, {}, task.rows.classes, 0, {}, {}}, {}};
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < task.positions.size(); ++i) {
      const auto found = std::lower_bound(sample.begin(), sample.end(), task.positions[i]);
      if (found == sample.end() || *found != task.positions[i]) continue;
      chosen.push_back(i);
      part.rows.texts.push_back(task.rows.texts[i]);
      part.rows.labels.push_back(task.rows.labels[i]);
      part.positions.push_back(static_cast<std::size_t>(found - sample.begin()));
    }
    part.rows.generated_from = part.rows.texts.size();
    part.rows.repeats = task.rows.repeats.among(chosen);
    part.rows.groups = task.rows.groups.among(chosen);
    return part;
  }

  // Returns the terms to omit when all texts are counted: those that are least informative about any task.
  std::vector<std::uint64_t> validate(const std::vector<std::size_t>& sample) {
    std::vector<std::string_view> texts;
    for (const auto text : sample) texts.push_back(texts_[text]);
    const auto counted = features::CountedTexts::count(texts, features_, run_);
    const double expected = static_cast<double>(counted.entries()) / static_cast<double>(sample.size()) *
                            static_cast<double>(texts_.size());
    const double too_many = 1 - static_cast<double>(options_.most_entries) / expected;
    std::vector<float> most_telling;
    for (std::size_t t = 0; t < tasks_.size(); ++t) {
      const auto part = part_of(tasks_[t], sample);
      run_.report("validating " + part.name + " on " + std::to_string(sample.size()) + " rows", t, tasks_.size());
      const Folds folds(algorithm_, part.rows, counted, part.positions, options_.fitting);
      validated_.push_back(cross_validate(algorithm_, folds, options_.fitting, run_));
      if (too_many <= 0) continue;
      const auto rows = folds.all_rows(run_);
      const auto evidence = models::class_evidence({rows, part.rows.labels, part.rows.classes});
      most_telling.resize(evidence.size(), 0);
      for (std::size_t column = 0; column < evidence.size(); ++column)
        most_telling[column] = std::max(most_telling[column], evidence[column]);
    }
    return too_many > 0 ? counted.lowest_terms(most_telling, too_many) : std::vector<std::uint64_t>{};
  }

  const std::vector<Task>& tasks_;
  const std::vector<std::string_view>& texts_;
  models::Algorithm algorithm_;
  const TrainOptions& options_;
  features::TfidfOptions features_;
  const Run& run_;
  std::vector<Validated> validated_;
};

}  // namespace

TrainResult train(const Dataset& dataset, const TrainOptions& options, const Run& run) {
  std::vector<const DatasetRow*> labelled;
  auto tasks = tasks_of(dataset, labelled);
  std::vector<std::string_view> texts;
  for (const auto* row : labelled) texts.push_back(row->text);
  std::vector<std::string> warnings;
  if (!dataset.rejected.empty()) {
    warnings.push_back(dataset.path + ": " + std::to_string(dataset.rejected.size()) +
                       " rows could not be read. The first is line " + std::to_string(dataset.rejected.front().line) +
                       ": " + dataset.rejected.front().reason + ".");
  }
  for (const auto& task : tasks) warn_of_single_rows(task.rows, task.labels, task.name, warnings);
  keep_rows_together(dataset, labelled, tasks, run, warnings);

  for (auto& note : notes_on_written_labels(dataset)) warnings.push_back(std::move(note));

  const auto algorithm = options.algorithm.value_or(models::Algorithm::kLinearSvc);
  const auto train_all = [&] {
    if (texts.size() > options.validated_rows)
      return LargeTraining(tasks, texts, algorithm, options, run).train(warnings);
    const auto counted = features::CountedTexts::count(texts, features_for(algorithm, options.fitting.profile), run);
    models::Model model{counted.vectoriser(counted.all()), {}, "", ""};
    std::optional<features::Embeddings> embeddings;
    if (options.embedder != nullptr) embeddings = embed_all(*options.embedder, texts, run);
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      run.report("training " + tasks[t].name, t, tasks.size());
      const auto head = fitted(tasks[t], algorithm, counted, embeddings ? &*embeddings : nullptr, options.fitting, run);
      warn_of_verdict(tasks[t], head.validated, warnings);
      model.heads.push_back(make_head(tasks[t].name, tasks[t].labels, tasks[t].rows, head));
      if (model.heads.back().embedding_classifier) model.embedder = options.embedder->identity();
    }
    return model;
  };
  TrainResult result{train_all(), {}};
  result.warnings = std::move(warnings);
  result.model.created_at = utc_now();
  result.model.origin = {kVersion,
                         options.fitting.profile == Profile::kBest ? "best" : "parity",
                         {training_file(dataset.path)},
                         languages_of(texts)};
  result.model.training_texts = training_texts(texts, run);
  if (options.embedder != nullptr) warn_of_unused_embeddings(result.model, result.warnings);
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    if (task >= dataset.split_column.size() || dataset.split_column[task].empty()) continue;
    const auto& column = dataset.split_column[task];
    auto& head = result.model.heads[task];
    head.column = column;
    head.member = head.task.substr(member_task(column, "").size());
  }
  return result;
}

}  // namespace smartdesk::training
