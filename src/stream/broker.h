// The interface to a message broker: takes tickets and sends answers, committed together or not at all.

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

// Committed totals since the broker was opened.
struct BrokerTotals {
  std::uint64_t taken = 0, answers = 0, dead_letters = 0;
  std::uint64_t commits = 0, rollbacks = 0, rebalances = 0;
};

// A member of a consumer group: each message goes to one member. One thread at a time. Throws Error{kFailed} if
// continuing makes no sense (the broker forbids it, or another process has the same name).
class Broker {
 public:
  virtual ~Broker() = default;

  // Up to `most` further messages, in order within a partition; waits up to `wait` for the first. They are valid until
  // answered() or roll_back(), one of which must be called before the next take() unless a commit() returned false. If
  // partitions move to another process meanwhile, answered messages are committed first.
  virtual std::span<const TakenMessage> take(std::size_t most, std::chrono::milliseconds wait) = 0;

  // Copies the message. Messages with the same key stay in order.
  virtual void send(const SentMessage& message) = 0;

  // Marks all taken messages as answered by the sent ones.
  virtual void answered() = 0;

  // Commits everything answered and sent since the last commit. False: nothing was committed; those messages, and any
  // not answered yet, are taken again.
  virtual bool commit() = 0;

  // Discards everything that is not committed; those messages are taken again.
  virtual void roll_back() = 0;

  // Pauses for `time` and stays a member of the group.
  virtual void rest(std::chrono::milliseconds time) = 0;

  // Whether the group has assigned its partitions (possibly none).
  virtual bool is_assigned() const = 0;

  // Whether all messages of its partitions have been taken.
  virtual bool is_at_end() const = 0;

  // Messages in its partitions that are not taken yet, as far as known.
  virtual std::uint64_t lag() const = 0;
  virtual std::size_t partitions() const = 0;
  virtual const BrokerTotals& totals() const = 0;

  // Leaves the group immediately, so that others take over; uncommitted work is discarded. Must be the last call.
  virtual void leave() = 0;
};

}  // namespace smartdesk::stream
