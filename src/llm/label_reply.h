// What a model answered about a ticket, checked: JSON mended where that is safe, labels that the taxonomy has, evidence
// that stands in the ticket.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"
#include "llm/client.h"

namespace smartdesk::llm {

struct TicketLabels {
  std::vector<std::string> labels;  // one per task of the taxonomy
  std::string evidence;             // verbatim from the ticket; empty if what was quoted is not there
  std::string summary;
  std::optional<double> confidence;  // that all labels are what the model means; empty if the server gives none

  bool operator==(const TicketLabels&) const = default;
};

struct LabelReading {
  std::optional<TicketLabels> labels;
  std::string fault;  // why there are none, or what is amiss with them (evidence not in the ticket); empty: all is well
};

// ticket: what the model was shown. Never throws.
LabelReading read_labels(const ChatReply& reply, const Taxonomy& taxonomy, std::string_view ticket);

// The JSON object in a reply: thoughts and code fences taken off, cut behind the last balanced brace, commas before a
// closing bracket dropped. nullopt if there is none. Nothing is made up to complete it.
std::optional<std::string> json_in(std::string_view reply);

// A reply without its <think>…</think>; what stands before a lone </think>, or behind an unclosed <think>, is thought
// too.
std::string without_thoughts(std::string_view reply);

// The place in the ticket that a quote repeats, blanks, case and quotation marks aside; empty if there is none.
std::string_view find_quote(std::string_view ticket, std::string_view quote);

}  // namespace smartdesk::llm
