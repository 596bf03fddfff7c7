// Tickets with known labels, written by a grammar: attributes are drawn first, the text follows from them.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/run.h"
#include "core/ticket.h"

namespace smartdesk::generation {

// Makes ticket number i of a seed, always the same one. Immutable; safe to share between threads.
class TicketGenerator {
 public:
  // Reads the built-in grammar (data/grammar/). Cost: about 5 ms.
  explicit TicketGenerator(std::uint64_t seed);
  ~TicketGenerator();

  // Cost: about 15 µs.
  Ticket make(std::uint64_t number) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

struct GenerateOptions {
  std::uint64_t count = 1000;
  std::uint64_t seed = 42;
  std::string out = "-";
};

struct GenerateResult {
  std::uint64_t tickets = 0;
  std::map<std::string, std::map<std::string, std::uint64_t>> labels;  // by task, then label
};

// Columns: id, created_at, product, channel, customer, subject, body, sentiment, urgency, category, summary. The same
// file for any run.threads.
GenerateResult generate(const GenerateOptions& options, const Run& run);

}  // namespace smartdesk::generation
