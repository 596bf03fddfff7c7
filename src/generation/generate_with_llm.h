// Tickets written by a language model: what each is about is drawn here, the model only finds the words, and what is no
// ticket is thrown away and counted.

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
  std::uint64_t written = 0;  // by the model, good and bad, those of a run that was cut off among them
  std::uint64_t resumed = 0;  // of these
  // Of the written ones, by what is wrong: empty, cut_off, language, leaked_reasoning, prompt_echo, names_label,
  // placeholder, duplicate, near_duplicate, or an LlmFault's name.
  std::map<std::string, std::uint64_t> rejected;
  std::map<std::string, std::map<std::string, std::uint64_t>> labels;    // by task, then label
  double distinct_words = 0, distinct_pairs = 0, compression_ratio = 0;  // of the tickets kept
  std::uint64_t output_tokens = 0;
  double seconds = 0;
};

// Columns as generate() writes them, then persona, tone and language. Ticket number n is drawn from the seed and n, so
// a run that was cut off goes on with OUT.progress where it was. Each draft has three chances; after four drafts per
// ticket asked for it ends with what there is. Throws Error{kUnavailable} once the server is gone (then what is done is
// kept), Error{kFailed} if not one draft was a ticket.
LlmGenerateResult generate_with_llm(llm::LlmClient& client, const LlmGenerateOptions& options, const Run& run);

// Why a text is no ticket in this language, for the reasons above but duplicates; empty if it is one. Pure.
std::string fault_of_draft(const std::string& text, const std::string& prompt, const std::string& language, bool cut);

}  // namespace smartdesk::generation
