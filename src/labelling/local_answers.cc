#include "labelling/local_answers.h"

#include <algorithm>

#include "core/error.h"
#include "text/summary.h"

namespace smartdesk::labelling {

LocalAnswers::LocalAnswers(const LocalModel& local, const Taxonomy& taxonomy) : local_(local) {
  if (local_.predictor == nullptr) return;
  const auto& heads = local_.predictor->model().heads;
  for (const auto& task : taxonomy.tasks) {
    const auto head =
        std::find_if(heads.begin(), heads.end(), [&](const models::Head& each) { return each.task == task.name; });
    if (head == heads.end()) {
      throw Error(ErrorCode::kUsage, "The local model has no task called " + task.name +
                                         ". Train it on that task, or remove the task from the taxonomy.");
    }
    heads_.push_back(static_cast<std::size_t>(head - heads.begin()));
  }
}

LocalAnswers::Answer LocalAnswers::answer(std::string_view subject, std::string_view body, std::string_view text) {
  const auto predictions = local_.predictor->predict(text, scratch_);
  Answer answer{{}, 1};
  double all = 1;
  for (const auto h : heads_) {
    const auto& prediction = predictions[h];
    answer.labels.labels.push_back(local_.predictor->model().heads[h].labels.name(prediction.label));
    answer.least_probable = std::min<double>(answer.least_probable, prediction.unknown ? 0 : prediction.probability());
    all *= prediction.probability();
  }
  answer.labels.summary = text::summarise(subject, body);
  answer.labels.confidence = all;
  return answer;
}

std::optional<llm::TicketLabels> LocalAnswers::sure_answer(std::string_view subject, std::string_view body,
                                                           std::string_view text) {
  if (local_.predictor == nullptr) return std::nullopt;
  auto given = answer(subject, body, text);
  if (given.least_probable < local_.threshold) return std::nullopt;
  return std::move(given.labels);
}

Taxonomy taxonomy_of(const models::Model& model, const Taxonomy& known) {
  Taxonomy taxonomy;
  for (const auto& head : model.heads) {
    const auto task = std::find_if(known.tasks.begin(), known.tasks.end(),
                                   [&](const TaskDefinition& definition) { return definition.name == head.task; });
    const auto& names = head.labels.names();
    const auto has_all = [&](const TaskDefinition& definition) {
      return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::any_of(definition.labels.begin(), definition.labels.end(),
                           [&](const LabelDefinition& label) { return label.name == name; });
      });
    };
    if (task != known.tasks.end() && has_all(*task)) {
      taxonomy.tasks.push_back(*task);
      continue;
    }
    TaskDefinition bare{head.task, "", {}, false};
    for (const auto& name : names) bare.labels.push_back({name, "", {}});
    taxonomy.tasks.push_back(std::move(bare));
  }
  return taxonomy;
}

}  // namespace smartdesk::labelling
