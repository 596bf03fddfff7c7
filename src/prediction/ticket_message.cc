#include "prediction/ticket_message.h"

#include <vector>

#include "core/error.h"
#include "core/ticket_fields.h"
#include "formats/messages.h"
#include "store/conversation.h"
#include "text/calendar.h"
#include "text/html_text.h"
#include "text/json_text.h"
#include "text/ticket_text.h"

namespace smartdesk::prediction {
namespace {

namespace json = boost::json;

Error refused(const std::string& why) { return {ErrorCode::kInvalidInput, why}; }

const json::object& object_in(const json::value* value, const char* what) {
  if (value == nullptr || !value->is_object()) throw refused(std::string(what) + " must be a JSON object.");
  return value->get_object();
}

void require_message(const json::value& value) {
  const auto& message = object_in(&value, "Each entry of \"messages\"");
  if (text_in(message, "text").empty()) throw refused("A message needs a \"text\".");
  const auto role = text_in(message, "role");
  if (!role.empty() && !kMessageAuthors.find(role)) throw refused("\"role\" must be customer, agent or system.");
}

std::vector<Message> conversation_in(const json::object& ticket) {
  const auto* messages = ticket.if_contains("messages");
  if (messages == nullptr || messages->is_null()) return {};
  if (!messages->is_array()) throw refused("\"messages\" must be a list of messages.");
  for (const auto& each : messages->get_array()) require_message(each);
  const auto* customer = ticket.if_contains("customer");
  const bool is_named = customer != nullptr && customer->is_string();
  return formats::messages_in(*messages, {is_named ? std::string(customer->get_string()) : std::string()});
}

}  // namespace

std::string_view text_in(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_string()) throw refused("\"" + std::string(key) + "\" must be a string.");
  const std::string_view text = value->get_string();
  if (text.find('\0') != std::string_view::npos)
    throw refused("\"" + std::string(key) + "\" contains a NUL character.");
  return text;
}

std::string text_or_number_in(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value != nullptr && value->is_number()) return text::json_text(*value);
  return std::string(text_in(object, key));
}

std::string id_in(const json::object& ticket) {
  const auto* id = ticket.if_contains("id");
  if (id == nullptr) return "null";
  if (id->is_structured()) throw refused("\"id\" must be a string or a number.");
  return text::json_text(*id);
}

std::string text_of(const json::object& ticket) {
  std::string buffer;
  std::string text(text::ticket_text("", text::visible_text_or_all(text_in(ticket, "text")), buffer));
  const auto subject = text::visible_text_or_all(text_in(ticket, "subject"));
  auto body = text::visible_text_or_all(text_in(ticket, "body"));
  if (text.empty() && body.empty()) body = store::body_of(conversation_in(ticket), TextFrom::kFirst);
  const auto rest = text::ticket_text(subject, body, buffer);
  if (!text.empty() && !rest.empty()) text += '\n';
  text += rest;
  if (text.empty()) throw refused("A ticket needs a \"text\", or a \"subject\" and a \"body\".");
  return text;
}

NewTicket ticket_in(const json::object& object) {
  NewTicket ticket;
  for (const auto& field : kMessageFields) {
    const bool may_be_number = field.text == &NewTicket::external_id;
    ticket.*field.text =
        may_be_number ? text_or_number_in(object, field.name) : std::string(text_in(object, field.name));
  }
  if (ticket.body.empty()) ticket.body = text_in(object, "text");
  ticket.subject = text::visible_text_or_all(ticket.subject);
  ticket.body = text::visible_text_or_all(ticket.body);
  ticket.messages = conversation_in(object);
  if (ticket.subject.empty() && ticket.body.empty() && ticket.messages.empty())
    throw refused("A ticket needs a \"subject\", a \"body\" or \"messages\".");
  return ticket;
}

void read_days(std::span<NewTicket> tickets) {
  std::vector<std::string_view> times;
  for (const auto& ticket : tickets) times.push_back(ticket.created_at);
  const text::DayReader days(times);
  for (auto& ticket : tickets) {
    if (const auto day = days.read(ticket.created_at)) ticket.created_on = text::iso_date(*day);
  }
}

const TicketMessage& MessageReader::read(std::string_view text) {
  value_.reset();
  memory_.release();
  boost::system::error_code broken;
  value_.emplace(json::parse(text, broken, &memory_));
  if (broken) throw refused("The message is not valid JSON in UTF-8.");
  const auto* ticket = &object_in(&*value_, "A ticket");
  message_.event = nullptr;
  if (ticket->contains("specversion")) {
    message_.event = ticket;
    ticket = &object_in(ticket->if_contains("data"), "\"data\" of an event");
  }
  message_.ticket = ticket;
  message_.id = id_in(*ticket);
  message_.text = text_of(*ticket);
  return message_;
}

void MessageAnswerer::append(const Predictor& predictor, const TicketMessage& message, std::string& out) {
  writer_.append(predictor, message.id, message.text, out);
  out.pop_back();
  append_json_text(out += ",\"model_version\":", predictor.model().version);
  out += '}';
}

void MessageAnswerer::append(const Predictor& predictor, std::string_view text, std::string& out) {
  append(predictor, reader_.read(text), out);
}

bool append_answer_line(MessageAnswerer& answerer, const Predictor& predictor, std::string_view line,
                        std::uint64_t number, std::string& out) {
  try {
    answerer.append(predictor, line, out);
    out += '\n';
    return true;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidInput) throw;
    append_fault_line(error.what(), number, out);
    return false;
  }
}

void append_fault_line(std::string_view what, std::uint64_t number, std::string& out) {
  out.append("{\"line\":").append(std::to_string(number)).append(",\"error\":");
  append_json_text(out, what);
  out += "}\n";
}

}  // namespace smartdesk::prediction
