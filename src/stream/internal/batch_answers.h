// The answers to a batch of messages.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "prediction/ticket_message.h"
#include "stream/broker.h"

namespace smartdesk::stream {

// Larger messages become dead letters.
inline constexpr std::size_t kLargestMessage = std::size_t{1} << 20;
// The maximum size of a dead letter's value; by default brokers refuse messages of 1 MB.
inline constexpr std::size_t kLargestDeadLetter = std::size_t{512} << 10;

// Answers and dead letters, in the order of the messages. One thread at a time; reuses its memory.
class BatchAnswers {
 public:
  // For the store; the labels refer to tickets by position in tickets().
  const std::vector<NewTicket>& tickets() const { return tickets_; }
  const std::vector<store::LabelOfNew>& labels() const { return labels_; }

  // Calls send(SentMessage) for each; the messages must still be valid.
  template <typename Send>
  void each(const Send& send) const {
    for (const auto& said : said_) send(sent(said));
  }

 private:
  friend class BatchAnswerer;
  struct Said {
    const TakenMessage* message;
    std::size_t begin = 0, end = 0;  // in out_
    std::string reason = {};         // why it is a dead letter; empty: an answer
    bool is_event = false;           // a binary-mode event
  };

  void clear();
  SentMessage sent(const Said& said) const;
  SentMessage dead_letter(const Said& said) const;

  std::string topic_;  // the messages' topic
  std::string out_;
  std::vector<Said> said_;
  std::vector<NewTicket> tickets_;
  std::vector<store::LabelOfNew> labels_;
  mutable std::string partition_, offset_, size_;  // of the current dead letter
};

// Answers messages in sequence. Not thread-safe.
class BatchAnswerer {
 public:
  // in: the topic. Collects tickets for a store only if wanted.
  enum class Tickets { kWanted, kNotWanted };
  BatchAnswerer(std::string in, Tickets tickets) : in_(std::move(in)), wants_tickets_(tickets == Tickets::kWanted) {}

  // Throws Error{kUnavailable} if an embedder cannot be reached.
  void answer(const prediction::Predictor& predictor, std::span<const TakenMessage> messages, BatchAnswers& answers);

 private:
  void answer_one(const prediction::Predictor& predictor, const TakenMessage& message, BatchAnswers& answers);
  void append_answer(const prediction::Predictor& predictor, const prediction::TicketMessage& message,
                     std::string& out);
  void keep_ticket(const prediction::Predictor& predictor, const prediction::TicketMessage& ticket,
                   const TakenMessage& message, BatchAnswers& answers);

  const std::string in_;
  const bool wants_tickets_;
  prediction::MessageReader reader_;
  prediction::MessageAnswerer answerer_;
  prediction::Answer answer_;
};

}  // namespace smartdesk::stream
