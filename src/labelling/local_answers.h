// A trained model that answers first. The language model gets only the tickets that it is not sure of.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"
#include "llm/label_reply.h"
#include "models/model.h"
#include "prediction/predictor.h"

namespace smartdesk::labelling {

struct LocalModel {
  const prediction::Predictor* predictor = nullptr;  // null: there is none, and no answer is sure
  double threshold = 1;  // sure: each answer has at least this probability, and none is unknown
};

// Not thread-safe.
class LocalAnswers {
 public:
  // Throws Error{kUsage} if the model has no head for one of the tasks. taxonomy must outlive it.
  LocalAnswers(const LocalModel& local, const Taxonomy& taxonomy);

  struct Answer {
    llm::TicketLabels labels;   // confidence: probability that all of them are right
    double least_probable = 0;  // 0 for a ticket unlike those trained on
  };
  Answer answer(std::string_view subject, std::string_view body, std::string_view text);

  // The labels, if the model is sure of them.
  std::optional<llm::TicketLabels> sure_answer(std::string_view subject, std::string_view body, std::string_view text);

 private:
  LocalModel local_;
  std::vector<std::size_t> heads_;  // by task
  prediction::PredictorScratch scratch_;
};

// The tasks and labels of a model, with their definitions from `known`.
Taxonomy taxonomy_of(const models::Model& model, const Taxonomy& known);

}  // namespace smartdesk::labelling
