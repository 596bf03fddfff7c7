#include "training/benchmark.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "core/clock.h"
#include "models/algorithm_table.h"
#include "models/splits.h"
#include "training/division.h"
#include "training/repeats.h"
#include "training/row_groups.h"
#include "training/trained_rows.h"
#include "training/written_labels.h"

namespace smartdesk::training {
namespace {

using Seconds = std::chrono::duration<double>;

class Stopwatch {
 public:
  double seconds() const { return Seconds(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Training and test rows of one task.
struct TaskData {
  std::string task;
  LabelSet labels;
  LabelledTexts train;
  std::vector<std::size_t> training_positions;  // among AllRows
  std::vector<std::string_view> test_texts;
  std::vector<std::string> test_ids;
  std::vector<std::uint64_t> test_lines;
  std::vector<ClassIndex> truth;
};

// All rows of a benchmark: first those of the training file, then those of the test file, then the generated ones.
struct AllRows {
  RowGroups groups;
  std::optional<Division> division;  // of the training file, if there is no test file
  std::size_t test_begin = 0, generated_begin = 0;
};

void warn_of_repeats(const BenchmarkData& source, const AllRows& all, std::vector<std::string>& warnings) {
  std::vector<std::size_t> training(all.test_begin);
  std::iota(training.begin(), training.end(), 0U);
  const auto note = repeats_note(all.groups.repeats.among(training), training.size());
  if (!note.empty()) {
    warnings.push_back(source.train->path + ": " + note +
                       " Repeats stay together in cross-validation and in a split of this file.");
  }
  models::Split given{training, {}};
  for (std::size_t row = all.test_begin; row < all.generated_begin; ++row) given.test.push_back(row);
  const auto rows = given.test.size();
  models::drop_seen(given, all.groups.repeats);
  if (given.test.size() == rows) return;
  warnings.push_back(source.test->path + ": " + std::to_string(rows - given.test.size()) + " of " +
                     std::to_string(rows) + " test rows repeat a training row, so their figures flatter.");
}

AllRows arrange(const BenchmarkData& source, const BenchmarkOptions& options, const Run& run,
                std::vector<std::string>& warnings) {
  AllRows all;
  std::vector<const DatasetRow*> rows;
  const auto add = [&](const std::shared_ptr<const Dataset>& dataset) {
    if (!dataset) return;
    for (const auto& row : dataset->rows) rows.push_back(&row);
  };
  add(source.train);
  all.test_begin = rows.size();
  add(source.test);
  all.generated_begin = rows.size();
  add(source.synthetic);
  all.groups = row_groups(rows, run);
  warn_of_repeats(source, all, warnings);
  if (source.test) return all;
  all.division.emplace(*source.train, options.split, options.fitting.seed);
  warnings.insert(warnings.end(), all.division->warnings().begin(), all.division->warnings().end());
  return all;
}

// begin: of the rows of that file among all.
void add_training_row(TaskData& data, const TaskRows& rows, std::size_t i, std::size_t begin) {
  data.training_positions.push_back(begin + rows.rows[i]);
  data.train.texts.push_back(rows.texts[i]);
  data.train.labels.push_back(rows.labels[i]);
}

void add_test_row(TaskData& data, const Dataset& dataset, const TaskRows& rows, std::size_t i) {
  const auto& row = dataset.rows[rows.rows[i]];
  data.test_texts.push_back(rows.texts[i]);
  data.test_ids.push_back(row.id.empty() ? std::to_string(row.line) : row.id);
  data.test_lines.push_back(row.line);
  data.truth.push_back(rows.labels[i]);
}

void divide(TaskData& data, const Dataset& dataset, const TaskRows& rows, const AllRows& all) {
  if (!all.division) {
    for (std::size_t i = 0; i < rows.rows.size(); ++i) add_training_row(data, rows, i, 0);
    return;
  }
  const auto split = all.division->of(rows, all.groups);
  for (const auto i : split.train) add_training_row(data, rows, i, 0);
  for (const auto i : split.test) add_test_row(data, dataset, rows, i);
}

std::string quoted_few(const std::vector<std::string>& labels) {
  const std::set<std::string> distinct(labels.begin(), labels.end());
  std::string text;
  int shown = 0;
  for (const auto& label : distinct) {
    if (++shown > 5) return text + " …";
    text += (text.empty() ? "\"" : ", \"") + label + "\"";
  }
  return text;
}

LabelSet training_labels(const BenchmarkData& source, std::size_t task, const AllRows& all) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < source.train->rows.size(); ++i) {
    const auto& label = source.train->rows[i].labels[task];
    if (!label.empty() && (!all.division || all.division->may_train(i))) names.push_back(label);
  }
  if (source.synthetic) {
    for (const auto& row : source.synthetic->rows) {
      if (!row.labels[task].empty()) names.push_back(row.labels[task]);
    }
  }
  return LabelSet(std::move(names));
}

void warn_of_unknown_labels(const TaskData& data, const TaskRows& rows, std::vector<std::string>& warnings) {
  if (rows.unknown_labels.empty()) return;
  warnings.push_back(data.task + ": " + std::to_string(rows.unknown_labels.size()) +
                     " rows are left out of the test because no training row has their label: " +
                     quoted_few(rows.unknown_labels) + ".");
}

void warn_of_single_rows(const TaskData& data, std::vector<std::string>& warnings) {
  std::vector<int> count(static_cast<std::size_t>(data.labels.size()), 0);
  for (const auto label : data.train.labels) ++count[static_cast<std::size_t>(label)];
  for (ClassIndex label = 0; label < data.labels.size(); ++label) {
    if (count[static_cast<std::size_t>(label)] == 1) {
      warnings.push_back(data.task + ": \"" + data.labels.name(label) +
                         "\" has one training row; it is learned but cannot be validated.");
    }
  }
}

void refuse_what_cannot_be_judged(const TaskData& data, const std::string& path) {
  if (data.labels.size() < 2) {
    const std::string only = data.labels.size() == 1 ? "only \"" + data.labels.name(0) + "\"" : "none";
    throw Error(ErrorCode::kInvalidInput, path + ": task \"" + data.task +
                                              "\" needs at least two different labels in its training rows and has " +
                                              only + ". Check the label column.");
  }
  if (data.truth.empty()) {
    throw Error(ErrorCode::kInvalidInput, path + ": task \"" + data.task +
                                              "\" has no test rows. Add labelled rows, or use a separate test file.");
  }
}

TaskData gather(const BenchmarkData& source, std::size_t task, const AllRows& all, std::vector<std::string>& warnings) {
  TaskData data;
  data.task = source.train->tasks[task];
  data.labels = training_labels(source, task, all);
  data.train.classes = data.labels.size();
  const auto rows = rows_of(*source.train, task, data.labels);
  divide(data, *source.train, rows, all);
  warn_of_unknown_labels(data, rows, warnings);
  data.train.generated_from = data.train.texts.size();
  if (source.synthetic) {
    const auto generated = rows_of(*source.synthetic, task, data.labels);
    for (std::size_t i = 0; i < generated.rows.size(); ++i) add_training_row(data, generated, i, all.generated_begin);
  }
  if (source.test) {
    const auto test_rows = rows_of(*source.test, task, data.labels);
    for (std::size_t i = 0; i < test_rows.rows.size(); ++i) add_test_row(data, *source.test, test_rows, i);
    warn_of_unknown_labels(data, test_rows, warnings);
  }
  refuse_what_cannot_be_judged(data, source.train->path);
  warn_of_single_rows(data, warnings);
  for (const auto& warning : keep_together(all.groups, data.training_positions, data.labels, data.train))
    warnings.push_back(data.task + ": " + warning);
  return data;
}

// The features that algorithms share, and the time to compute them.
struct SharedFeatures {
  features::CountedTexts counted;
  features::Tfidf vectoriser;
  double seconds;
};

SharedFeatures make_features(const TaskData& data, const features::TfidfOptions& features, const Run& run) {
  const Stopwatch watch;
  auto counted = features::CountedTexts::count(data.train.texts, features, run);
  auto vectoriser = counted.vectoriser(counted.all());
  return {std::move(counted), std::move(vectoriser), watch.seconds()};
}

Fitted fit_and_judge(const TaskData& data, const SharedFeatures& features, const FittingOptions& fitting,
                     const Run& run, AlgorithmResult& result) {
  const Stopwatch fit_watch;
  const Folds folds(result.algorithm, data.train, features.counted, features.counted.all(), fitting);
  auto fitted = fit(result.algorithm, folds, fitting, run);
  const auto& validated = fitted.validated;
  result.cv_macro_f1 = validated.macro_f1;
  result.fit_seconds = features.seconds + fit_watch.seconds();
  if (settings_to_try(result.algorithm, fitting).size() > 1) result.chosen_c = validated.settings.c;

  const Stopwatch predict_watch;
  const auto rows = features.vectoriser.transform_all(data.test_texts, run);
  result.probabilities = fitted.classifier.scores(rows, run);
  const auto classes = static_cast<std::size_t>(data.train.classes);
  for (std::size_t i = 0; i < data.truth.size(); ++i) {
    const auto row = std::span(result.probabilities).subspan(i * classes, classes);
    validated.temperature.apply(row, row);
  }
  result.predicted = models::top_labels(result.probabilities, data.train.classes);
  result.rows_per_second = static_cast<double>(data.truth.size()) / std::max(predict_watch.seconds(), 1e-9);
  result.metrics = models::measure(result.probabilities, data.truth, data.train.classes);
  result.ran = true;
  return fitted;
}

void judge_majority(const TaskData& data, TaskResult& result) {
  std::vector<int> count(static_cast<std::size_t>(data.train.classes), 0);
  for (const auto label : data.train.labels) ++count[static_cast<std::size_t>(label)];
  const auto commonest = static_cast<ClassIndex>(std::max_element(count.begin(), count.end()) - count.begin());
  const std::vector<ClassIndex> always(data.truth.size(), commonest);
  result.baseline = models::measure_labels(always, data.truth, data.train.classes);
  result.baseline_label = data.labels.name(commonest);
}

std::vector<Misclassified> misclassified_by(const TaskData& data, const AlgorithmResult& winner,
                                            const features::Tfidf& features, const models::Classifier& classifier) {
  constexpr std::size_t kWordsShown = 5;
  std::vector<Misclassified> rows;
  const auto classes = static_cast<std::size_t>(data.train.classes);
  for (std::size_t i = 0; i < data.truth.size(); ++i) {
    const auto predicted = winner.predicted[i];
    if (predicted == data.truth[i]) continue;
    Misclassified row{i,
                      winner.algorithm,
                      data.truth[i],
                      predicted,
                      winner.probabilities[i * classes + static_cast<std::size_t>(predicted)],
                      {}};
    for (auto& word : prediction::explain_label(features, classifier, predicted, data.test_texts[i]).words) {
      if (word.weight > 0 && row.words.size() < kWordsShown) row.words.push_back(std::move(word));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string status_of(const AlgorithmResult& result, const BenchmarkOptions& options) {
  std::string status = "ok";
  const auto& entry = models::entry_of(result.algorithm);
  const auto deviation = entry.deviation(settings_to_try(result.algorithm, options.fitting).front());
  if (!deviation.empty()) status += ", " + deviation;
  if (options.fitting.profile == Profile::kBest && !entry.reads_letters) status += ", word features";
  return status;
}

// Counts the algorithms of all tasks for the progress bar.
struct Steps {
  std::uint64_t done = 0, total = 0;
};

TaskResult benchmark_task(const TaskData& data, const BenchmarkOptions& options, const Run& run, Steps& steps) {
  TaskResult result;
  result.task = data.task;
  result.labels = data.labels;
  result.training_rows = data.train.texts.size();
  result.test_rows = data.truth.size();
  result.test_texts.assign(data.test_texts.begin(), data.test_texts.end());
  result.test_ids = data.test_ids;
  result.test_lines = data.test_lines;
  result.truth = data.truth;
  judge_majority(data, result);

  std::map<std::size_t, SharedFeatures> features;  // by number of views, which identifies the feature set
  std::vector<std::optional<Fitted>> contestants;
  for (const auto algorithm : options.algorithms) {
    AlgorithmResult row;
    row.algorithm = algorithm;
    std::optional<Fitted> contestant;
    run.report(data.task + ": " + std::string(models::display_name(algorithm)), steps.done, steps.total);
    const auto availability_here = models::availability(algorithm);
    if (availability_here.available) {
      const auto wanted = features_for(algorithm, options.fitting.profile);
      auto shared = features.find(wanted.views.size());
      if (shared == features.end()) {
        shared = features.emplace(wanted.views.size(), make_features(data, wanted, run)).first;
      }
      contestant = fit_and_judge(data, shared->second, options.fitting, run, row);
      row.status = status_of(row, options);
    } else {
      row.status = "unavailable: " + availability_here.reason;
    }
    result.algorithms.push_back(std::move(row));
    contestants.push_back(std::move(contestant));
    run.report(data.task + ": " + std::string(models::display_name(algorithm)), ++steps.done, steps.total);
  }

  const auto better = [](const AlgorithmResult& a, const AlgorithmResult& b) {
    return std::pair(a.ran, a.cv_macro_f1) < std::pair(b.ran, b.cv_macro_f1);
  };
  const auto best = std::max_element(result.algorithms.begin(), result.algorithms.end(), better);
  result.best = static_cast<std::size_t>(best - result.algorithms.begin());
  if (!best->ran) throw Error(ErrorCode::kUnavailable, "None of the chosen algorithms can run here: " + best->status);
  for (auto& row : result.algorithms) {
    if (row.ran && &row != &*best)
      row.p_value_against_best = models::mcnemar_p_value(row.predicted, best->predicted, data.truth);
  }
  const auto& winner = contestants[result.best].value();
  const auto& vectoriser = features.at(features_for(best->algorithm, options.fitting.profile).views.size()).vectoriser;
  result.misclassified = misclassified_by(data, *best, vectoriser, winner.classifier);
  result.verdict = verdict_on(best->metrics, data.labels);
  result.model.emplace(models::Model{vectoriser, {}, utc_now(), ""});
  result.model->heads.push_back(make_head(data.task, data.labels, data.train, winner));
  result.model->training_texts = training_texts(data.train.texts, run);
  return result;
}

// Only the generated or only the real training rows.
LabelledTexts part_of(const LabelledTexts& rows, bool generated) {
  LabelledTexts part;
  part.classes = rows.classes;
  const std::size_t begin = generated ? rows.generated_from : 0;
  const std::size_t end = generated ? rows.texts.size() : rows.generated_from;
  part.texts.assign(rows.texts.begin() + static_cast<std::ptrdiff_t>(begin),
                    rows.texts.begin() + static_cast<std::ptrdiff_t>(end));
  part.labels.assign(rows.labels.begin() + static_cast<std::ptrdiff_t>(begin),
                     rows.labels.begin() + static_cast<std::ptrdiff_t>(end));
  part.generated_from = part.texts.size();
  std::vector<std::size_t> positions(end - begin);
  std::iota(positions.begin(), positions.end(), begin);
  part.repeats = rows.repeats.among(positions);
  if (!models::can_be_held_out(part.labels, part.repeats)) part.repeats = {};
  if (!generated) part.groups = rows.groups.among(positions);
  return part;
}

models::Metrics train_and_test(const LabelledTexts& train, const TaskData& data, const FittingOptions& fitting,
                               const Run& run) {
  constexpr auto kLearner = models::Algorithm::kLinearSvc;
  TaskData task = data;
  task.train = train;
  AlgorithmResult result;
  result.algorithm = kLearner;
  fit_and_judge(task, make_features(task, features_for(kLearner, fitting.profile), run), fitting, run, result);
  return result.metrics;
}

std::vector<TransferRow> measure_transfer(const std::vector<TaskData>& tasks, const FittingOptions& fitting,
                                          const Run& run) {
  std::vector<TransferRow> table{{"generated tickets only", 0, {}, {}},
                                 {"real training rows only", 0, {}, {}},
                                 {"both", 0, {}, {}},
                                 {"nothing (the commonest label)", 0, {}, {}}};
  for (const auto& data : tasks) {
    run.report(data.task + ": generated against real training rows", 0, 0);
    const auto generated = part_of(data.train, true), real = part_of(data.train, false);
    const LabelledTexts* const parts[] = {&generated, &real, &data.train};
    for (std::size_t i = 0; i < 3; ++i) {
      const auto metrics = train_and_test(*parts[i], data, fitting, run);
      table[i].rows = parts[i]->texts.size();
      table[i].accuracy.push_back(metrics.accuracy);
      table[i].macro_f1.push_back(metrics.macro_f1);
    }
    TaskResult baseline;
    judge_majority(data, baseline);
    table[3].accuracy.push_back(baseline.baseline.accuracy);
    table[3].macro_f1.push_back(baseline.baseline.macro_f1);
  }
  return table;
}

void warn_of_rejected(const Dataset& dataset, std::vector<std::string>& warnings) {
  if (dataset.rejected.empty()) return;
  warnings.push_back(dataset.path + ": " + std::to_string(dataset.rejected.size()) +
                     " rows could not be read. The first is line " + std::to_string(dataset.rejected.front().line) +
                     ": " + dataset.rejected.front().reason + ".");
}

}  // namespace

BenchmarkResult benchmark(const BenchmarkData& data, const BenchmarkOptions& options, const Run& run) {
  BenchmarkResult result;
  result.train_path = data.train->path;
  if (data.test) result.test_path = data.test->path;
  if (data.synthetic) result.synthetic_path = data.synthetic->path;
  result.fitting = options.fitting;
  for (const auto& dataset : {data.train, data.test, data.synthetic}) {
    if (dataset) warn_of_rejected(*dataset, result.warnings);
  }
  for (auto& note : notes_on_written_labels(*data.train)) result.warnings.push_back(std::move(note));
  const auto all = arrange(data, options, run, result.warnings);
  result.split_rule = all.division ? all.division->rule() : "trained on one file, tested on the other";
  std::vector<TaskData> tasks;
  for (std::size_t task = 0; task < data.train->tasks.size(); ++task)
    tasks.push_back(gather(data, task, all, result.warnings));

  Steps steps{0, tasks.size() * options.algorithms.size()};
  for (const auto& task : tasks) {
    result.tasks.push_back(benchmark_task(task, options, run, steps));
    const auto& verdict = result.tasks.back().verdict;
    if (verdict.kind == Verdict::Kind::kSingleLabel) result.warnings.push_back(task.task + ": " + verdict.sentence);
  }
  if (data.synthetic) result.transfer = measure_transfer(tasks, options.fitting, run);
  return result;
}

}  // namespace smartdesk::training
