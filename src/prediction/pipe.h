// A line in, a line out: for programs that feed others and read what they say.

#pragma once

#include <cstdint>
#include <string>

#include "core/run.h"
#include "prediction/served_model.h"

namespace smartdesk::prediction {

struct PipeResult {
  std::uint64_t lines = 0;
  std::uint64_t faults = 0;  // lines that were answered by what is wrong with them
};

inline constexpr std::size_t kLongestLine = std::size_t{8} << 20;  // bytes

// Each line of `in` is answered by one line of `out`, in order: {"id":…,"tasks":{…},"model_version":"…"}, or
// {"line":…,"error":"…"}. A line that begins with { is a ticket (prediction/ticket_message.h), any other one is a
// ticket's text. What has been read is answered and handed on before more is waited for. in, out: paths, "-" for
// standard input and output. Memory: some megabytes, and the longest line (kLongestLine at most). Runs on all threads.
// Throws Error{kFailed} where it cannot read or write, Error{kUnavailable} for a model that reads embeddings.
PipeResult answer_lines(const AnsweringModel& answering, const std::string& in, const std::string& out, const Run& run);

}  // namespace smartdesk::prediction
