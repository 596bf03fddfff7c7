// A model's answers to tickets as JSON, written without a tree in between: this is what is asked most.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "prediction/served_model.h"

namespace smartdesk::prediction {

// One thread's; its memory is used again from ticket to ticket.
class AnswerWriter {
 public:
  // Appends {"id":…,"tasks":{…}}. id: JSON; empty: left out. Throws Error{kUnavailable} if the model reads embeddings.
  void append(const AnsweringModel& answering, std::string_view id, std::string_view text, std::string& out);

  // What the last answer was made of, one per head.
  std::span<const models::Prediction> predictions() const { return predictions_; }

 private:
  void append_column(const AnsweringModel& answering, const AnswerColumn& column, std::string& out);

  models::ModelScratch scratch_;
  std::vector<models::Prediction> predictions_;
  Answer answer_;
};

// With quotes.
void append_json_text(std::string& out, std::string_view text);

}  // namespace smartdesk::prediction
