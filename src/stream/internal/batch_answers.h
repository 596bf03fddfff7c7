// What comes of messages that were taken together.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "prediction/ticket_message.h"
#include "stream/broker.h"

namespace smartdesk::stream {

// Larger messages are no tickets.
inline constexpr std::size_t kLargestMessage = std::size_t{1} << 20;
// Of a dead letter's value; brokers refuse messages of a megabyte unless told otherwise.
inline constexpr std::size_t kLargestDeadLetter = std::size_t{512} << 10;

// Answers and dead letters, in the order of the messages. One thread's at a time; its memory is used again.
class BatchAnswers {
 public:
  // To be stored; labels' places count from these tickets.
  const std::vector<NewTicket>& tickets() const { return tickets_; }
  const std::vector<store::LabelOfNew>& labels() const { return labels_; }

  // Calls send(SentMessage) for each; the messages must still hold.
  template <typename Send>
  void each(const Send& send) const {
    for (const auto& said : said_) send(sent(said));
  }

 private:
  friend class BatchAnswerer;
  struct Said {
    const TakenMessage* message;
    std::size_t begin = 0, end = 0;  // in out_
    std::string reason = {};         // why it is a dead letter; empty: it is none
    bool is_event = false;           // in binary mode
  };

  void clear();
  SentMessage sent(const Said& said) const;
  SentMessage dead_letter(const Said& said) const;

  std::string topic_;  // that the messages came from
  std::string out_;
  std::vector<Said> said_;
  std::vector<NewTicket> tickets_;
  std::vector<store::LabelOfNew> labels_;
  mutable std::string partition_, offset_, size_;  // of the dead letter that is being sent
};

// Answers messages one after the other. One thread's.
class BatchAnswerer {
 public:
  // in: the topic. Tickets for a store are made only if they are wanted.
  enum class Tickets { kWanted, kNotWanted };
  BatchAnswerer(std::string in, Tickets tickets) : in_(std::move(in)), wants_tickets_(tickets == Tickets::kWanted) {}

  // Throws Error{kUnavailable} if the model reads embeddings.
  void answer(const prediction::AnsweringModel& answering, std::span<const TakenMessage> messages,
              BatchAnswers& answers);

 private:
  void answer_one(const prediction::AnsweringModel& answering, const TakenMessage& message, BatchAnswers& answers);
  void append_answer(const prediction::AnsweringModel& answering, const prediction::TicketMessage& message,
                     std::string& out);
  void keep_ticket(const prediction::AnsweringModel& answering, const prediction::TicketMessage& ticket,
                   const TakenMessage& message, BatchAnswers& answers);

  const std::string in_;
  const bool wants_tickets_;
  prediction::MessageReader reader_;
  prediction::MessageAnswerer answerer_;
};

}  // namespace smartdesk::stream
