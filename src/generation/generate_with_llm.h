// Generates tickets with a language model: draws the attributes of each ticket, lets the model write the text, and
// discards and counts drafts that are not usable.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/run.h"
#include "llm/client.h"

namespace smartdesk::generation {

struct LlmGenerateOptions {
  std::uint64_t count = 1200;
  std::uint64_t seed = 42;
  std::string out = "-";
  int concurrency = 2;  // requests at a time, at least 1
  bool think = false;   // let a thinking model think first
};

struct LlmGenerateResult {
  std::uint64_t tickets = 0;
  std::uint64_t written = 0;  // drafts by the model, kept and rejected, including those of an interrupted run
  std::uint64_t resumed = 0;  // of these, restored from an interrupted run
  // Rejected drafts by reason: empty, cut_off, language, leaked_reasoning, prompt_echo, names_label,
  // placeholder, duplicate, near_duplicate, or an LlmFault's name.
  std::map<std::string, std::uint64_t> rejected;
  std::map<std::string, std::map<std::string, std::uint64_t>> labels;    // by task, then label
  double distinct_words = 0, distinct_pairs = 0, compression_ratio = 0;  // of the kept tickets
  std::uint64_t output_tokens = 0;
  double seconds = 0;
};

// Columns as in generate(), then persona, tone and language. Ticket number n is drawn from the seed and n, so an
// interrupted run continues from OUT.progress. Each draft has three attempts. The run ends after four drafts per
// requested ticket, even with fewer tickets. Throws Error{kUnavailable} once the server is given up (completed drafts
// are kept), Error{kFailed} if no draft is usable.
LlmGenerateResult generate_with_llm(llm::LlmClient& client, const LlmGenerateOptions& options, const Run& run);

// The reason to reject a text as a ticket in this language, from the list above except duplicates; empty: usable. Pure.
std::string fault_of_draft(const std::string& text, const std::string& prompt, const std::string& language, bool cut);

}  // namespace smartdesk::generation
