#include "workspace/train_workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "core/label_spelling.h"
#include "core/random.h"
#include "models/model.h"
#include "models/splits.h"
#include "text/ticket_text.h"
#include "training/dataset_labels.h"
#include "training/repeats.h"
#include "workspace/internal/all_tickets.h"

namespace smartdesk::workspace {
namespace {

constexpr int kResamples = 1000;

std::vector<std::string> tasks_with_choice(const store::TicketStore& store) {
  std::vector<std::string> tasks;
  for (const auto& [task, labels] : store.counts().current) {
    if (labels.size() > 1) tasks.push_back(task);
  }
  return tasks;
}

// The first day of the latest tenth; empty if the tickets cannot be divided by time.
std::string first_late_day(const training::Dataset& all) {
  constexpr double kHeldOut = 0.1, kMostHeldOut = 0.3, kDated = 0.9;
  std::vector<std::string_view> days;
  for (const auto& row : all.rows) days.push_back(row.created_at);
  const auto split = models::split_by_time(days, kHeldOut);
  const auto rows = static_cast<double>(days.size());
  const auto late = static_cast<double>(split.test.size());
  const bool is_dated = static_cast<double>(split.train.size()) + late >= kDated * rows;
  if (split.test.empty() || !is_dated || late > kMostHeldOut * rows) return "";
  std::string_view first = days[split.test.front()];
  for (const auto row : split.test) first = std::min(first, days[row]);
  return std::string(first);
}

bool is_held_out_from(const training::DatasetRow& row, const std::string& day) {
  if (day.empty()) return is_held_out(store::TicketId{static_cast<std::int64_t>(row.line)});
  return !row.created_at.empty() && row.created_at >= day;
}

training::Dataset rows_at(const training::Dataset& all, const std::vector<std::size_t>& rows) {
  training::Dataset part{all.path, all.tasks, {}, {}, all.split_column};
  for (const auto row : rows) part.rows.push_back(all.rows[row]);
  return part;
}

// The answers of a model by task, with the true labels.
struct Answers {
  std::vector<std::vector<ClassIndex>> said, truth;  // by task
  std::vector<int> classes;
};

// Numbers the labels in the same way for each model: by the labels that occur in the rows.
Answers answers_of(const prediction::Predictor& predictor, const training::Dataset& rows) {
  Answers answers;
  const auto& model = predictor.model();
  prediction::PredictorScratch scratch;
  answers.said.resize(rows.tasks.size());
  answers.truth.resize(rows.tasks.size());
  std::vector<LabelSet> labels;
  for (std::size_t t = 0; t < rows.tasks.size(); ++t) {
    labels.push_back(training::labels_of(rows, t));
    answers.classes.push_back(labels.back().size() + 1);  // plus one for labels that do not occur in the rows
  }
  for (const auto& row : rows.rows) {
    const auto predictions = predictor.predict(row.text, scratch);
    for (std::size_t t = 0; t < rows.tasks.size(); ++t) {
      if (row.labels[t].empty()) continue;
      const auto head = std::find_if(model.heads.begin(), model.heads.end(),
                                     [&](const models::Head& each) { return each.task == rows.tasks[t]; });
      const int elsewhere = labels[t].size();
      ClassIndex said = elsewhere;
      if (head != model.heads.end()) {
        const auto& name = head->labels.name(predictions[static_cast<std::size_t>(head - model.heads.begin())].label);
        said = labels[t].find(name).value_or(elsewhere);
      }
      answers.said[t].push_back(said);
      answers.truth[t].push_back(*labels[t].find(row.labels[t]));
    }
  }
  return answers;
}

void record_confusion(ModelRecord& record, const Answers& answers, const training::Dataset& rows) {
  for (std::size_t t = 0; t < rows.tasks.size(); ++t) {
    const auto head = std::find_if(record.heads.begin(), record.heads.end(),
                                   [&](const auto& each) { return each.task == rows.tasks[t]; });
    if (head == record.heads.end()) continue;
    const auto labels = training::labels_of(rows, t);
    head->confused_labels = labels.names();
    head->confusion.assign(static_cast<std::size_t>(labels.size()),
                           std::vector<std::uint64_t>(static_cast<std::size_t>(labels.size()) + 1));
    for (std::size_t i = 0; i < answers.said[t].size(); ++i) {
      ++head->confusion[static_cast<std::size_t>(answers.truth[t][i])][static_cast<std::size_t>(answers.said[t][i])];
    }
  }
}

// Macro F1, mean over tasks, on the drawn rows (all rows if `drawn` is null).
double score(const Answers& answers, const std::vector<std::vector<std::size_t>>* drawn) {
  double sum = 0;
  std::vector<ClassIndex> said, truth;
  for (std::size_t t = 0; t < answers.said.size(); ++t) {
    said = answers.said[t];
    truth = answers.truth[t];
    if (drawn != nullptr) {
      for (std::size_t i = 0; i < said.size(); ++i) {
        said[i] = answers.said[t][(*drawn)[t][i]];
        truth[i] = answers.truth[t][(*drawn)[t][i]];
      }
    }
    if (!truth.empty()) sum += models::measure_labels(said, truth, answers.classes[t]).macro_f1;
  }
  return sum / static_cast<double>(answers.said.size());
}

Contest contest_of(const Answers& old_answers, const Answers& new_answers, const training::Dataset& rows) {
  Contest contest{rows.rows.size(), score(old_answers, nullptr), score(new_answers, nullptr), {}};
  Random random(42);
  std::vector<double> differences;
  std::vector<std::vector<std::size_t>> drawn(rows.tasks.size());
  for (int resample = 0; resample < kResamples; ++resample) {
    for (std::size_t t = 0; t < drawn.size(); ++t) {
      drawn[t].resize(new_answers.truth[t].size());
      for (auto& row : drawn[t]) row = random.below(drawn[t].size());
    }
    differences.push_back(score(new_answers, &drawn) - score(old_answers, &drawn));
  }
  std::sort(differences.begin(), differences.end());
  contest.difference = {differences[kResamples / 40], differences[kResamples - 1 - kResamples / 40]};
  return contest;
}

std::optional<ModelRecord> champion_record(const ModelRegistry& registry) {
  const auto version = registry.champion();
  if (!version) return std::nullopt;
  for (auto& record : registry.records()) {
    if (record.version == *version) return std::move(record);
  }
  return ModelRecord{};  // without a record, as one of an earlier version
}

// False after a training that was ended between the model and its record.
bool has_record(const ModelRegistry& registry, const std::string& version) {
  const auto records = registry.records();
  return std::any_of(records.begin(), records.end(), [&](const auto& record) { return record.version == version; });
}

// The new model with the embedder that it was trained with.
prediction::Predictor own_predictor(const models::Model& model, const WorkspaceTrainOptions& options) {
  prediction::PredictorOptions own;
  own.embedders = [&](const std::string&) {
    return std::shared_ptr<features::Embedder>(std::shared_ptr<void>(), options.train.embedder);
  };
  return prediction::Predictor(model, own);
}

// Where a training gave a model that is there already.
void decide_on_known(WorkspaceTraining& result, const WorkspaceTrainOptions& options) {
  const bool is_champion = result.champion == result.version;
  result.promoted = !is_champion && (options.promote || !result.champion);
  result.why = "The same model as version " + result.version + " is already there" +
               (is_champion ? ", as the champion." : ".") + (options.promote ? " The promotion was requested." : "");
}

// Sets contest, promoted and why. answers: of the new model to the held-out rows; none: there are no such rows.
void decide(WorkspaceTraining& result, const ModelRegistry& registry, const WorkspaceTrainOptions& options,
            const training::Dataset& held_out, const std::optional<Answers>& answers) {
  if (!result.champion) {
    result.promoted = true;
    result.why = "It is the first model.";
    return;
  }
  std::string no_contest = "There is no labelled held-out ticket yet to compare the models on.";
  if (answers) {
    try {
      prediction::PredictorOptions of_champion;
      of_champion.embedders = options.embedders;
      const prediction::Predictor champion(models::load_model(registry.path_of(*result.champion)), of_champion);
      result.contest = contest_of(answers_of(champion, held_out), *answers, held_out);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kNoEmbedder && error.code() != ErrorCode::kUnavailable) throw;
      no_contest = std::string("The champion could not answer for the comparison: ") + error.what();
    }
  }
  const bool better = result.contest && result.contest->challenger > result.contest->champion;
  result.promoted = better || options.promote;
  result.why = better            ? "It is better on tickets that neither model has seen."
               : options.promote ? "The promotion was requested."
               : result.contest  ? "It is not better on tickets that neither model has seen."
                                 : no_contest;
}

}  // namespace

HeldOut held_out_of(const training::Dataset& all, const ModelRecord* champion, const Run& run) {
  HeldOut parts;
  parts.from = first_late_day(all);
  if (champion != nullptr && !parts.from.empty()) parts.from = std::max(parts.from, champion->held_out_from);
  models::Split split;
  for (std::size_t row = 0; row < all.rows.size(); ++row) {
    const auto& ticket = all.rows[row];
    if (!is_held_out_from(ticket, parts.from)) {
      split.train.push_back(row);
    } else if (champion == nullptr || is_held_out_from(ticket, champion->held_out_from)) {
      split.test.push_back(row);
    }
  }
  std::vector<std::string_view> texts;
  for (const auto& row : all.rows) texts.push_back(row.text);
  models::drop_repeats(split, training::repeats_of(texts, run));
  parts.training = rows_at(all, split.train);
  parts.comparison = rows_at(all, split.test);
  return parts;
}

bool is_held_out(store::TicketId id) {
  Random random(static_cast<std::uint64_t>(id));
  return random.below(10) == 0;
}

training::Dataset labelled_tickets(const store::TicketStore& store, const std::vector<std::string>& tasks,
                                   const Run& run, SeveralLabels several) {
  training::DatasetSource rules;
  rules.several = several;
  training::Dataset dataset;
  dataset.path = "the workspace";
  dataset.tasks = tasks.empty() ? tasks_with_choice(store) : tasks;
  each_ticket(store, run, "reading labels", [&](const store::ListedTicket& listed) {
    training::DatasetRow row;
    row.line = static_cast<std::uint64_t>(listed.ticket.id);
    row.id = std::to_string(row.line);
    row.created_at = listed.ticket.created_on;
    row.text = text::ticket_text(listed.ticket);
    row.labels.resize(dataset.tasks.size());
    bool labelled = false;
    for (std::size_t t = 0; t < dataset.tasks.size(); ++t) {
      const auto label = listed.labels.find(dataset.tasks[t]);
      if (label == listed.labels.end() || label->second.by == store::Author::kModel) continue;
      row.labels[t] = label->second.value;
      if (label_name(row.labels[t]).empty()) rules.like_none.push_back(row.labels[t]);  // import took it as a label
      labelled = true;
    }
    if (labelled) dataset.rows.push_back(std::move(row));
  });
  if (dataset.tasks.empty() || dataset.rows.empty()) {
    throw Error(
        ErrorCode::kInvalidInput,
        "No ticket of the workspace has a label to learn from. Import labelled tickets, or label some with `smartdesk "
        "label` or `smartdesk review`.");
  }
  training::decide_labels(rules, dataset);
  return dataset;
}

WorkspaceTraining train_workspace(const store::TicketStore& store, ModelRegistry& registry,
                                  const WorkspaceTrainOptions& options, const Run& run) {
  const auto all = labelled_tickets(store, options.tasks, run, options.several);
  const auto champion = champion_record(registry);
  const auto [rows, held_out, from] = held_out_of(all, champion ? &*champion : nullptr, run);
  auto trained = training::train(rows, options.train, run);
  WorkspaceTraining result;
  result.rows = rows.rows.size();
  for (const auto& note : all.notes) result.warnings.push_back(note.text);
  result.warnings.insert(result.warnings.end(), trained.warnings.begin(), trained.warnings.end());
  const bool is_new = registry.put(trained.model);
  result.version = trained.model.version;
  result.path = registry.path_of(result.version);
  result.champion = registry.champion();
  if (!is_new && has_record(registry, result.version)) {
    decide_on_known(result, options);
    if (result.promoted) registry.promote(result.version);
    return result;
  }

  std::optional<Answers> answers;
  if (!held_out.rows.empty()) answers = answers_of(own_predictor(trained.model, options), held_out);
  decide(result, registry, options, held_out, answers);
  if (result.contest && !from.empty()) result.why += " They are all from " + from + " or later.";
  auto record = record_of(trained.model, result.rows);
  record.held_out_from = from;
  record.contest = result.contest;
  record.why = result.why;
  if (answers) record_confusion(record, *answers, held_out);
  registry.put_record(record);
  if (result.promoted) registry.promote(result.version);
  return result;
}

}  // namespace smartdesk::workspace
