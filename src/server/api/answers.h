// Answers of the model (see accounts.h). prediction/answer_json.h writes predictions, and prediction/ticket_message.h
// reads the tickets.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/described_json.h"

namespace smartdesk::server {
namespace api {

struct TextRequest {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextRequest, (), (text))

struct TicketText {
  http::Omittable<http::TextOrNumber> id;
  http::Omittable<std::string> text, subject, body;
};
BOOST_DESCRIBE_STRUCT(TicketText, (), (id, text, subject, body))

struct TicketTexts {
  std::vector<TicketText> tickets;
};
BOOST_DESCRIBE_STRUCT(TicketTexts, (), (tickets))

enum class Flag { kAbstain, kUnknown };
BOOST_DESCRIBE_ENUM(Flag, kAbstain, kUnknown)

struct PredictedTask {
  std::string label;
  double probability = 0;
  std::optional<Flag> flag;
  http::Dictionary<double> probabilities;
};
BOOST_DESCRIBE_STRUCT(PredictedTask, (), (label, probability, flag, probabilities))

struct Prediction {
  http::Omittable<http::TextOrNumber> id;
  http::Dictionary<PredictedTask> tasks;
};
BOOST_DESCRIBE_STRUCT(Prediction, (), (id, tasks))

struct Predictions {
  std::string model_version;
  std::vector<Prediction> predictions;
};
BOOST_DESCRIBE_STRUCT(Predictions, (), (model_version, predictions))

struct Word {
  std::string word;
  std::uint64_t begin = 0, end = 0;  // bytes of UTF-8
  double weight = 0;
};
BOOST_DESCRIBE_STRUCT(Word, (), (word, begin, end, weight))

struct TaskAnswer {
  std::string label;
  double probability = 0, score = 0, constant = 0, embedding = 0;
  std::vector<Word> words;
  std::optional<Flag> flag;
  http::Dictionary<double> probabilities;
};
BOOST_DESCRIBE_STRUCT(TaskAnswer, (), (label, probability, score, constant, embedding, words, flag, probabilities))

struct Explanation {
  std::string model_version, text;
  http::Dictionary<TaskAnswer> tasks;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (model_version, text, tasks))

}  // namespace api
}  // namespace smartdesk::server
