// The seam to a message broker: tickets are taken from it, answers are sent to it, and both count together or not at
// all.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace smartdesk::stream {

struct MessageHeader {
  std::string_view name, value;
};

struct TakenMessage {
  int partition = 0;
  std::int64_t offset = 0;
  std::optional<std::string_view> key, value;
  std::vector<MessageHeader> headers;
};

enum class Outlet { kAnswers, kDeadLetters };

struct SentMessage {
  Outlet outlet = Outlet::kAnswers;
  std::optional<std::string_view> key, value;
  std::vector<MessageHeader> headers;
};

// What has counted since the broker was opened.
struct BrokerTotals {
  std::uint64_t taken = 0, answers = 0, dead_letters = 0;
  std::uint64_t commits = 0, rollbacks = 0, rebalances = 0;
};

// A member of a group of processes that share a topic: each message goes to one of them. One thread at a time.
// Throws Error{kFailed} where going on makes no sense (the broker forbids it, another process has this one's name).
class Broker {
 public:
  virtual ~Broker() = default;

  // Up to `most` further messages, in order within a partition; waits so long for the first. They hold until
  // answered() or roll_back(), of which one comes before the next call unless a commit() was false. When partitions are
  // handed over to another process meanwhile, what is answered is committed first.
  virtual std::span<const TakenMessage> take(std::size_t most, std::chrono::milliseconds wait) = 0;

  // Copies. Sent messages with the same key stay in order.
  virtual void send(const SentMessage& message) = 0;

  // All that was taken is answered by what was sent.
  virtual void answered() = 0;

  // All that was answered and sent since the last time counts now. False: none of it does; it is taken again, and what
  // is not answered yet, too.
  virtual bool commit() = 0;

  // What is not committed does not count; it is taken again.
  virtual void roll_back() = 0;

  // Takes nothing for so long, and stays a member.
  virtual void rest(std::chrono::milliseconds time) = 0;

  // Whether the group has told it which partitions are its own; there may be none for it.
  virtual bool is_assigned() const = 0;

  // Whether all that was in its partitions has been taken.
  virtual bool is_at_end() const = 0;

  // Messages in its partitions that are not taken yet, as far as known.
  virtual std::uint64_t lag() const = 0;
  virtual std::size_t partitions() const = 0;
  virtual const BrokerTotals& totals() const = 0;

  // Leaves the group at once, so that others take over; what is not committed is not done. The last call.
  virtual void leave() = 0;
};

}  // namespace smartdesk::stream
