#include "stream/internal/batch_answers.h"

#include <algorithm>

#include "core/error.h"
#include "text/utf8.h"

namespace smartdesk::stream {
namespace {

namespace json = boost::json;

constexpr std::string_view kAnswerType = "smartdesk.answer", kAnswerSource = "smartdesk";

bool is_binary_event(const TakenMessage& message) {
  return std::any_of(message.headers.begin(), message.headers.end(),
                     [](const MessageHeader& header) { return header.name == "ce_specversion"; });
}

bool is_text(std::string_view bytes) {
  return !bytes.empty() && !text::first_invalid_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
}

}  // namespace

void BatchAnswerer::answer(const prediction::Predictor& predictor, std::span<const TakenMessage> messages,
                           BatchAnswers& answers) {
  answers.clear();
  answers.topic_ = in_;
  for (const auto& message : messages) {
    answers.said_.push_back({&message});
    if (message.value) answer_one(predictor, message, answers);
  }
}

void BatchAnswerer::answer_one(const prediction::Predictor& predictor, const TakenMessage& message,
                               BatchAnswers& answers) {
  auto& said = answers.said_.back();
  auto& out = answers.out_;
  said.begin = out.size();
  try {
    if (message.value->size() > kLargestMessage)
      throw Error(ErrorCode::kInvalidInput,
                  "The message is larger than " + std::to_string(kLargestMessage) + " bytes.");
    const auto& ticket = reader_.read(*message.value);
    append_answer(predictor, ticket, out);
    if (wants_tickets_) keep_ticket(predictor, ticket, message, answers);
    said.is_event = is_binary_event(message);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidInput) throw;
    out.resize(said.begin);
    said.reason = error.what();
  }
  said.end = out.size();
}

void BatchAnswerer::append_answer(const prediction::Predictor& predictor, const prediction::TicketMessage& message,
                                  std::string& out) {
  if (message.event == nullptr) return answerer_.append(predictor, message, out);
  out += R"({"specversion":"1.0","id":)";
  prediction::append_json_text(out, prediction::text_or_number_in(*message.event, "id"));
  prediction::append_json_text(out += ",\"source\":", kAnswerSource);
  prediction::append_json_text(out += ",\"type\":", kAnswerType);
  out += R"(,"datacontenttype":"application/json","data":)";
  answerer_.append(predictor, message, out);
  out += '}';
}

void BatchAnswerer::keep_ticket(const prediction::Predictor& predictor, const prediction::TicketMessage& read,
                                const TakenMessage& message, BatchAnswers& answers) {
  auto ticket = prediction::ticket_in(*read.ticket);
  if (ticket.source.empty()) ticket.source = in_;
  if (ticket.external_id.empty()) ticket.external_id = prediction::text_or_number_in(*read.ticket, "id");
  if (ticket.external_id.empty() && message.key && is_text(*message.key)) ticket.external_id = *message.key;
  if (ticket.external_id.empty())
    ticket.external_id = in_ + "/" + std::to_string(message.partition) + "/" + std::to_string(message.offset);
  const auto predictions = answerer_.predictions();
  for (const auto& column : predictor.columns()) {
    predictor.answer(column, predictions, answer_);
    if (answer_.label.empty() || answer_.trust == prediction::Trust::kUnknown) continue;
    store::LabelOfNew label;
    label.of = answers.tickets_.size();
    label.task = column.task;
    label.value = answer_.label;
    label.by = store::Author::kModel;
    label.who = predictor.model().version;
    label.probability = answer_.probability;
    answers.labels_.push_back(std::move(label));
  }
  answers.tickets_.push_back(std::move(ticket));
}

void BatchAnswers::clear() {
  out_.clear();
  said_.clear();
  tickets_.clear();
  labels_.clear();
}

SentMessage BatchAnswers::sent(const Said& said) const {
  if (!said.reason.empty()) return dead_letter(said);
  SentMessage sent{Outlet::kAnswers, said.message->key, std::nullopt, said.message->headers};
  if (said.message->value) sent.value = std::string_view(out_).substr(said.begin, said.end - said.begin);
  if (!said.is_event) return sent;
  for (auto& header : sent.headers) {
    if (header.name == "ce_type") header.value = kAnswerType;
    if (header.name == "ce_source") header.value = kAnswerSource;
  }
  return sent;
}

SentMessage BatchAnswers::dead_letter(const Said& said) const {
  const auto& message = *said.message;
  SentMessage sent{Outlet::kDeadLetters, message.key, message.value->substr(0, kLargestDeadLetter), message.headers};
  partition_ = std::to_string(message.partition);
  offset_ = std::to_string(message.offset);
  size_ = std::to_string(message.value->size());
  sent.headers.push_back({"smartdesk-reason", said.reason});
  sent.headers.push_back({"smartdesk-topic", topic_});
  sent.headers.push_back({"smartdesk-partition", partition_});
  sent.headers.push_back({"smartdesk-offset", offset_});
  if (message.value->size() > kLargestDeadLetter) sent.headers.push_back({"smartdesk-size", size_});
  return sent;
}

}  // namespace smartdesk::stream
