// Generates tickets with known labels from a grammar: draws attributes first, then writes a matching text.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/run.h"
#include "generation/ticket.h"

namespace smartdesk::generation {

// Generates the same ticket for the same seed and number. Immutable; safe to share between threads.
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

// Columns: id, created_at, product, channel, customer, subject, body, sentiment, urgency, category, summary. The
// file does not depend on run.threads.
GenerateResult generate(const GenerateOptions& options, const Run& run);

}  // namespace smartdesk::generation
