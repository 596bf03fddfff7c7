#include "server/answer_routes.h"

#include <boost/json.hpp>
#include <utility>

#include "http/problem.h"
#include "prediction/explain.h"
#include "prediction/ticket_message.h"
#include "server/api/answers.h"
#include "server/internal/reading.h"
#include "text/html_text.h"
#include "text/own_text.h"

namespace smartdesk::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostTickets = 10'000;  // per request
constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::size_t kLinesLimit = std::size_t{64} << 20;
constexpr const char* kNdjson = "application/x-ndjson";

// The model that a request uses, kept until the last chunk is written.
using Answering = std::shared_ptr<const prediction::Predictor>;
using Count = std::function<void(double)>;  // of classified tickets

prediction::AnswerWriter& writer_of_this_thread() {
  thread_local prediction::AnswerWriter writer;
  return writer;
}

prediction::MessageAnswerer& answerer_of_this_thread() {
  thread_local prediction::MessageAnswerer answerer;
  return answerer;
}

std::string beginning(const prediction::Predictor& predictor) {
  std::string out = "{\"model_version\":";
  prediction::append_json_text(out, predictor.model().version);
  return out += ",\"predictions\":[";
}

http::Response classify_text(const prediction::Predictor& predictor, std::string_view text) {
  auto out = beginning(predictor);
  out.reserve(1024);
  writer_of_this_thread().append(predictor, "", text, out);
  return http::json_response(out += "]}");
}

http::Response classify_batch(const prediction::Predictor& predictor, const json::value& tickets) {
  if (!tickets.is_array()) throw http::Problem(400, "\"tickets\" must be a list.");
  const auto& list = tickets.get_array();
  if (list.size() > kMostTickets)
    throw http::Problem(
        413, "At most " + std::to_string(kMostTickets) + " tickets per request. Send the rest in further requests.");
  auto out = beginning(predictor);
  for (const auto& entry : list) {
    const auto& ticket = object_in(entry, "Each ticket");
    if (out.back() == '}') out += ',';
    writer_of_this_thread().append(predictor, prediction::id_in(ticket), prediction::text_of(ticket), out);
  }
  return http::json_response(out += "]}");
}

// Classifies NDJSON line by line; a bad line gets an error and does not end the stream.
class LineClassifier {
 public:
  LineClassifier(Answering answering, std::string lines, Count count)
      : answering_(std::move(answering)), lines_(std::move(lines)), count_(std::move(count)) {}

  http::Piece next() {
    http::Piece piece;
    std::size_t answered = 0;
    while (at_ < lines_.size() && piece.bytes.size() < kPieceBytes) {
      const auto end = std::min(lines_.find('\n', at_), lines_.size());
      const auto line = std::string_view(lines_).substr(at_, end - at_);
      at_ = end + 1;
      ++line_;
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      prediction::append_answer_line(answerer_of_this_thread(), *answering_, line, line_, piece.bytes);
      ++answered;
    }
    count_(static_cast<double>(answered));
    piece.is_last = at_ >= lines_.size();
    return piece;
  }

 private:
  Answering answering_;
  std::string lines_;
  Count count_;
  std::size_t at_ = 0, line_ = 0;
};

http::Response classify_lines(Answering answering, const http::Request& request, Count count) {
  auto lines = std::make_shared<LineClassifier>(std::move(answering), request.body, std::move(count));
  auto response = http::json_response(std::string());
  response.content_type = kNdjson;
  response.stream = [lines] { return lines->next(); };
  return response;
}

http::Response classify_request(const prediction::ServedModel& served, const Count& count,
                                const http::Request& request) {
  auto answering = served.required();
  if (request.header("Content-Type").starts_with(kNdjson)) return classify_lines(answering, request, count);
  const auto value = http::json_of_body(request);
  const auto& asked = object_in(value, "The body");
  if (const auto* tickets = asked.if_contains("tickets")) {
    auto response = classify_batch(*answering, *tickets);
    count(static_cast<double>(tickets->get_array().size()));
    return response;
  }
  const auto text = prediction::text_in(asked, "text");
  if (text.empty())
    throw http::Problem(400, R"(Send {"text":"…"}, or {"tickets":[{"id":1,"subject":"…","body":"…"}]}.)");
  count(1);
  return classify_text(*answering, text::own_text(text::visible_text_or_all(text)));
}

http::Dictionary<double> probabilities_of(const models::Head& head, const models::Prediction& prediction) {
  http::Dictionary<double> probabilities;
  for (int label = 0; label < head.labels.size(); ++label) {
    probabilities.emplace_back(head.labels.name(static_cast<ClassIndex>(label)),
                               prediction.probabilities[static_cast<std::size_t>(label)]);
  }
  return probabilities;
}

std::optional<api::Flag> api_flag_of(prediction::Trust trust) {
  switch (trust) {
    case prediction::Trust::kAbstain:
      return api::Flag::kAbstain;
    case prediction::Trust::kUnknown:
      return api::Flag::kUnknown;
    case prediction::Trust::kSure:
      break;
  }
  return std::nullopt;
}

api::TaskAnswer answer_of(const prediction::Explanation& explanation) {
  api::TaskAnswer answer;
  answer.label = explanation.label;
  answer.probability = explanation.probability;
  answer.score = explanation.score;
  answer.constant = explanation.constant;
  answer.embedding = explanation.embedding;
  for (const auto& word : explanation.words)
    answer.words.push_back({word.word, word.spans.front().begin, word.spans.front().end, word.weight});
  return answer;
}

http::Response explain_request(const prediction::ServedModel& served, const http::Request& request) {
  const auto text = body_of<api::TextRequest>(request).text;
  if (text.empty()) throw http::Problem(400, R"(Send {"text":"…"}.)");
  return http::json_response(explanation_of(served, text::own_text(text::visible_text_or_all(text))));
}

}  // namespace

api::Explanation explanation_of(const prediction::ServedModel& served, std::string_view text) {
  const auto predictor = served.required();
  const auto& model = predictor->model();
  prediction::PredictorScratch scratch;
  const auto predictions = predictor->predict(text, scratch);
  const auto explanations = prediction::explain(*predictor, text);
  api::Explanation answer{model.version, std::string(text), {}};
  for (std::size_t h = 0; h < explanations.size(); ++h) {
    auto task = answer_of(explanations[h]);
    task.flag = api_flag_of(explanations[h].trust);
    task.probabilities = probabilities_of(model.heads[h], predictions[h]);
    answer.tasks.emplace_back(explanations[h].task, std::move(task));
  }
  return answer;
}

void add_answer_routes(http::Router& router, const std::shared_ptr<const prediction::ServedModel>& served,
                       http::ServerMetrics& metrics) {
  const auto count = metrics.counter("smartdesk_predicted_tickets_total", "Tickets classified by the model.");
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/classify",
       .role = http::Role::kViewer,
       .summary = "Classify a text, a list of tickets, or a stream of tickets.",
       .handler = [served, count](const http::Request& request) { return classify_request(*served, count, request); },
       .cost = http::Cost::kQuick,
       .lines_limit = kLinesLimit,
       .takes = http::json_content<std::variant<api::TextRequest, api::TicketTexts>>(
           "One text, or up to 10,000 tickets. With Content-Type application/x-ndjson: one ticket per "
           "line in, one prediction per line out.",
           R"({"tickets":[{"id":7,"subject":"Charged twice","body":"I was billed two times in May."}]})"),
       .answers = http::json_content<api::Predictions>(
           "One prediction per ticket, in the same order; `flag` is null, abstain or unknown.",
           R"({"model_version":"a1b2c3d4e5f6","predictions":[{"id":7,"tasks":{"category":{"label":)"
           R"("Billing","probability":0.93,"flag":null,"probabilities":{"Billing":0.93,)"
           R"("Technical":0.07}}}}]})")});
  router.add(
      {.method = http::Method::kPost,
       .pattern = "/api/v1/explain",
       .role = http::Role::kViewer,
       .summary = "Explain a classification: the words that decided it, strongest first.",
       .handler = [served](const http::Request& request) { return explain_request(*served, request); },
       .takes = http::json_content<api::TextRequest>("One text.", R"({"text":"I was billed two times in May."})"),
       .answers = http::json_content<api::Explanation>(
           "The weights and the constant add up to the score; `begin` and `end` are byte offsets.",
           R"({"model_version":"a1b2c3d4e5f6","text":"I was billed twice","tasks":{"category":)"
           R"({"label":"Billing","probability":0.93,"flag":null,"probabilities":{"Billing":0.93},)"
           R"("score":1.2,"constant":0.1,"embedding":0,"words":[{"word":"billed","begin":6,"end":12,)"
           R"("weight":0.8}]}}})")});
}

}  // namespace smartdesk::server
