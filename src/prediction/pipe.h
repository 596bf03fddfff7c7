// Answers each input line with one output line, for programs that communicate through pipes.

#pragma once

#include <cstdint>
#include <string>

#include "core/run.h"
#include "prediction/predictor.h"

namespace smartdesk::prediction {

struct PipeResult {
  std::uint64_t lines = 0;
  std::uint64_t faults = 0;  // lines that were answered with an error
};

inline constexpr std::size_t kLongestLine = std::size_t{8} << 20;  // bytes

// Answers each line of `in` with one line of `out`, in order: {"id":…,"tasks":{…},"model_version":"…"}, or
// {"line":…,"error":"…"}. A line that begins with { is a ticket (prediction/ticket_message.h), any other one is a
// ticket's text. Answers all lines read so far before it waits for more. in, out: paths, "-" for standard input and
// output. Memory: some megabytes, plus the longest line (at most kLongestLine). Uses all threads. Throws Error{kFailed}
// if it cannot read or write, Error{kUnavailable} if an embedder cannot be reached.
PipeResult answer_lines(const Predictor& predictor, const std::string& in, const std::string& out, const Run& run);

}  // namespace smartdesk::prediction
