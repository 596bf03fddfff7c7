// What comes of messages that were taken together.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "desk/ticket_message.h"
#include "stream/broker.h"

namespace smartdesk {

// Larger messages are no tickets.
inline constexpr std::size_t kLargestMessage = std::size_t{1} << 20;
// Of a dead letter's value; brokers refuse messages of a megabyte unless told otherwise.
inline constexpr std::size_t kLargestDeadLetter = std::size_t{512} << 10;

// Answers messages one after the other and keeps what it said, until it begins again. One thread's.
class BatchAnswers {
 public:
  // in: the topic. Tickets for a store are made only if they are wanted.
  enum class Tickets { kWanted, kNotWanted };
  BatchAnswers(std::string in, Tickets tickets) : in_(std::move(in)), wants_tickets_(tickets == Tickets::kWanted) {}

  // messages must hold as long as what is sent of them. Throws Error{kUnavailable} if the model reads embeddings.
  void answer(const AnsweringModel& answering, std::span<const TakenMessage> messages);

  // To be stored; labels' places count from these tickets.
  const std::vector<NewTicket>& tickets() const { return tickets_; }
  const std::vector<LabelOfNew>& labels() const { return labels_; }

  // Each message's answer or dead letter, in order.
  template <typename Send>
  void each(const Send& send) const {
    for (const auto& said : said_) send(sent(said));
  }

 private:
  struct Said {
    const TakenMessage* message;
    std::size_t begin = 0, end = 0;  // in out_
    std::string reason = {};         // why it is a dead letter; empty: it is none
    bool is_event = false;           // in binary mode
  };

  void answer_one(const AnsweringModel& answering, const TakenMessage& message, Said& said);
  void append_answer(const AnsweringModel& answering, const TicketMessage& message);
  void keep_ticket(const AnsweringModel& answering, const TicketMessage& ticket, const TakenMessage& message);
  SentMessage sent(const Said& said) const;
  SentMessage dead_letter(const Said& said) const;

  const std::string in_;
  const bool wants_tickets_;
  MessageReader reader_;
  MessageAnswerer answerer_;
  std::string out_;
  std::vector<Said> said_;
  std::vector<NewTicket> tickets_;
  std::vector<LabelOfNew> labels_;
  mutable std::string partition_, offset_, size_;  // of the dead letter that is being sent
};

}  // namespace smartdesk
