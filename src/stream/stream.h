// Reads tickets from one topic and sends answers to another.

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
  std::string in;                                       // the topic; also the source of tickets that do not name theirs
  bool has_answers = true;                              // send answers; false: only store tickets
  store::TicketStore* store = nullptr;                  // stores tickets with their answers; null: none
  bool until_end = false;                               // stop when all present messages are answered
  std::function<void(std::string_view line)> log = {};  // transient problems; may be empty
};

// Current state for monitoring; written by the streaming thread, read by any.
struct StreamGauges {
  std::atomic<std::uint64_t> taken{0}, answers{0}, dead_letters{0}, commits{0}, rollbacks{0}, rebalances{0};
  std::atomic<std::uint64_t> stored{0};  // tickets that were new or changed
  std::atomic<std::uint64_t> lag{0}, partitions{0};
  std::atomic<std::int64_t> seen_at{0};  // when broker and store last worked; seconds since 1970
};

// Messages are tickets, or CloudEvents with a ticket as data, read as in prediction/ticket_message.h. Each gets one
// answer with the same key and headers: {"id":…,"tasks":{…},"model_version":"…"}; the answer to an event is an event
// (structured or binary like the message, type smartdesk.answer). A message without a value is passed on unchanged. A
// message that cannot be read, or is larger than 1 MiB, goes to the dead letters, truncated to 512 KiB, with headers
// for the reason and the origin (smartdesk-reason, -topic, -partition, -offset, and -size if truncated).
//
// Answers and offsets are committed together, several times a second. After a kill, uncommitted work is repeated;
// consumers that read committed messages never see it twice. The store is written before the commit, and repeating that
// does no harm: a ticket is identified by source and external id (external_id, id, the message's key, or its position
// in the topic). While the store or the broker is unavailable the stream waits.
//
// Returns when asked to stop (run.stopped), after committing all taken messages, or at the end. Throws what Broker
// throws, and Error{kUnavailable} without a model or for a model that uses embeddings. Memory: some thousand messages,
// plus the buffers of the broker's client.
void stream(Broker& broker, const prediction::ServedModel& served, const StreamOptions& options, StreamGauges& gauges,
            const Run& run);

}  // namespace smartdesk::stream
