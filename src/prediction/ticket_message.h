// Tickets as other programs send them: a JSON object in, the model's answer as a JSON object out. The API, pipes and
// queues all speak this (docs/api.md).

#pragma once

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "prediction/answer_json.h"
#include "prediction/served_model.h"
#include "store/ticket_store.h"

namespace smartdesk::prediction {

// A member's text without NUL; empty if it is not there or null. Throws Error{kInvalidInput}.
std::string_view text_in(const boost::json::object& object, std::string_view key);

// The same of a member that may be a number, too.
std::string text_or_number_in(const boost::json::object& object, std::string_view key);

// Its "id" as JSON: a text, a number or null. Throws Error{kInvalidInput}.
std::string id_in(const boost::json::object& ticket);

// What classifiers read of {"text"} or {"subject","body"}. Throws Error{kInvalidInput} if there is nothing to read.
std::string text_of(const boost::json::object& ticket);

// For a store: source, external_id, created_at, product, customer, channel, language, subject, body, tags; other
// members are left out. Throws Error{kInvalidInput} for a member that is no text, or if there is nothing to read.
NewTicket ticket_in(const boost::json::object& ticket);

// Fills in the days of tickets that came together.
void read_days(std::span<NewTicket> tickets);

// A message, read. Its parts hold until the next one is read.
struct TicketMessage {
  const boost::json::object* ticket = nullptr;
  const boost::json::object* event = nullptr;  // the CloudEvents envelope that the ticket came in; or null
  std::string id;                              // as id_in() gives it
  std::string text;                            // what classifiers read
};

// One thread's; its memory is used again from message to message.
class MessageReader {
 public:
  // json: a ticket, or a CloudEvent (structured mode) with one in its data. Throws Error{kInvalidInput} that says what
  // is wrong with the message. Cost: some microseconds.
  const TicketMessage& read(std::string_view json);

 private:
  std::array<unsigned char, 16384> first_memory_;
  boost::json::monotonic_resource memory_{first_memory_.data(), first_memory_.size()};
  std::optional<boost::json::value> value_;  // in the memory
  TicketMessage message_;
};

// Answers messages. One thread's.
class MessageAnswerer {
 public:
  // Appends {"id":…,"tasks":{…},"model_version":"…"}.
  void append(const AnsweringModel& answering, const TicketMessage& message, std::string& out);

  // The same of a message that is not read yet. Where it throws what MessageReader throws, out is as it was.
  void append(const AnsweringModel& answering, std::string_view json, std::string& out);

  std::span<const models::Prediction> predictions() const { return writer_.predictions(); }

 private:
  MessageReader reader_;
  AnswerWriter writer_;
};

// Appends the answer to a line of messages, or {"line":number,"error":"…"} (false), each with a line break at its end.
bool append_answer_line(MessageAnswerer& answerer, const AnsweringModel& answering, std::string_view line,
                        std::uint64_t number, std::string& out);

void append_fault_line(std::string_view what, std::uint64_t number, std::string& out);

}  // namespace smartdesk::prediction
