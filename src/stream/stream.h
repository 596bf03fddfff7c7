// Tickets from a topic, answers to another one.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/run.h"
#include "prediction/served_model.h"
#include "store/ticket_store.h"
#include "stream/broker.h"

namespace smartdesk::stream {

struct StreamOptions {
  std::string in;                       // the topic's name: the source of tickets that do not name theirs
  bool has_answers = true;              // whether they are sent; else tickets are only kept
  store::TicketStore* store = nullptr;  // where tickets are kept with their answers; null: nowhere
  bool until_end = false;               // ends once all that is there is answered
  std::function<void(std::string_view line)> log = {};  // trouble that passes; may be empty
};

// What it does now, for who watches it; written by the streaming thread, read by any.
struct StreamGauges {
  std::atomic<std::uint64_t> taken{0}, answers{0}, dead_letters{0}, commits{0}, rollbacks{0}, rebalances{0};
  std::atomic<std::uint64_t> stored{0};  // tickets that were new or changed
  std::atomic<std::uint64_t> lag{0}, partitions{0};
  std::atomic<std::int64_t> seen_at{0};  // when broker and store last did what they should; seconds since 1970
};

// Messages are tickets, or CloudEvents with one in their data, as prediction/ticket_message.h reads them. Each gets one
// answer with the same key and headers: {"id":…,"tasks":{…},"model_version":"…"}; an event's answer is an event
// (structured or binary as it came, type smartdesk.answer). A message without a value is passed on as it is. One that
// cannot be read, or that is larger than a mebibyte, goes to the dead letters with headers that say why and whence it
// came (smartdesk-reason, -topic, -partition, -offset), cut at half a mebibyte (-size then).
//
// Answers and progress are committed together, some times a second: what is killed at any moment is done again, and
// none of it was seen by who reads committed messages only. The store is written before that, and twice does no harm: a
// ticket is known by its source and external id (external_id, id, the message's key, or its place in the topic).
// While the store or the broker is away nothing is taken and nothing ends.
//
// Returns when asked to stop (run.stopped), all that was taken committed, or at the end. Throws what Broker throws,
// Error{kUnavailable} without a model or for one that reads embeddings. Memory: some thousand messages, and what the
// broker's client holds ready.
void stream(Broker& broker, const prediction::ServedModel& served, const StreamOptions& options, StreamGauges& gauges,
            const Run& run);

}  // namespace smartdesk::stream
