// Writes a model's answers to tickets as JSON, without building a JSON tree: this is the most frequent request.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "prediction/predictor.h"
#include "text/json_text.h"

namespace smartdesk::prediction {

// Not thread-safe. Reuses its memory from ticket to ticket.
class AnswerWriter {
 public:
  // Appends {"id":…,"tasks":{…}}. id: JSON; empty: omitted. Throws as Predictor::predict does.
  void append(const Predictor& predictor, std::string_view id, std::string_view text, std::string& out);

  // The predictions behind the last answer, one per head.
  std::span<const models::Prediction> predictions() const { return scratch_.predictions; }

 private:
  void append_column(const Predictor& predictor, const AnswerColumn& column, std::string& out);

  PredictorScratch scratch_;
  Answer answer_;
};

using text::append_json_text;

}  // namespace smartdesk::prediction
