// Tickets from other programs: a JSON object in, the model's answer as a JSON object out. The format of the API, pipes
// and queues (docs/api.md).

#pragma once

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "prediction/answer_json.h"
#include "prediction/predictor.h"
#include "store/ticket_store.h"

namespace smartdesk::prediction {

// The text of a member; empty if it is missing or null. Throws Error{kInvalidInput} if it is no string or contains NUL.
std::string_view text_in(const boost::json::object& object, std::string_view key);

// The same for a member that may also be a number.
std::string text_or_number_in(const boost::json::object& object, std::string_view key);

// The ticket's "id" as JSON: a string, a number or null. Throws Error{kInvalidInput}.
std::string id_in(const boost::json::object& ticket);

// The text that classifiers read (text/ticket_text.h), from {"text"}, {"subject","body"} or {"subject","messages"}.
// HTML becomes its visible text. Throws Error{kInvalidInput} if it is empty.
std::string text_of(const boost::json::object& ticket);

// A ticket for a store from the members in kMessageFields (core/ticket_fields.h) and "messages"; "text" serves as a
// missing "body", and HTML becomes its visible text. Ignores other members. Throws Error{kInvalidInput} for a member
// that is no string, for a message without text or with an unknown role, or without subject, body and messages.
NewTicket ticket_in(const boost::json::object& ticket);

// Sets created_on of tickets that arrived together.
void read_days(std::span<NewTicket> tickets);

// A parsed message. Valid until the next one is read.
struct TicketMessage {
  const boost::json::object* ticket = nullptr;
  const boost::json::object* event = nullptr;  // the CloudEvents envelope of the ticket; or null
  std::string id;                              // as from id_in()
  std::string text;                            // the text that classifiers read
};

// Not thread-safe. Reuses its memory from message to message.
class MessageReader {
 public:
  // json: a ticket, or a CloudEvent (structured mode) with one in its data. Throws Error{kInvalidInput} with
  // the fault of the message. Cost: some microseconds.
  const TicketMessage& read(std::string_view json);

 private:
  std::array<unsigned char, 16384> first_memory_;
  boost::json::monotonic_resource memory_{first_memory_.data(), first_memory_.size()};
  std::optional<boost::json::value> value_;  // in the memory
  TicketMessage message_;
};

// Answers messages. Not thread-safe.
class MessageAnswerer {
 public:
  // Appends {"id":…,"tasks":{…},"model_version":"…"}.
  void append(const Predictor& predictor, const TicketMessage& message, std::string& out);

  // The same for an unparsed message. Throws what MessageReader throws, and leaves `out` unchanged then.
  void append(const Predictor& predictor, std::string_view json, std::string& out);

  std::span<const models::Prediction> predictions() const { return writer_.predictions(); }

 private:
  MessageReader reader_;
  AnswerWriter writer_;
};

// Appends the answer to one line of input, or {"line":number,"error":"…"} and returns false. Ends with a line break.
bool append_answer_line(MessageAnswerer& answerer, const Predictor& predictor, std::string_view line,
                        std::uint64_t number, std::string& out);

void append_fault_line(std::string_view what, std::uint64_t number, std::string& out);

}  // namespace smartdesk::prediction
