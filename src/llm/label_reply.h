// Reads and checks a model's reply about a ticket: repairs JSON where that is safe, accepts only labels of the taxonomy
// and only evidence that is in the ticket.

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
  std::string evidence;             // verbatim from the ticket; empty if the quote is not in it
  std::string summary;
  std::optional<double> confidence;  // that all labels are what the model means; empty without token probabilities

  bool operator==(const TicketLabels&) const = default;
};

struct LabelReading {
  std::optional<TicketLabels> labels;
  std::string fault;  // why there are no labels, or what is wrong with them (evidence not in the ticket); empty: valid
};

// ticket: the text in the prompt. Never throws.
LabelReading read_labels(const ChatReply& reply, const Taxonomy& taxonomy, std::string_view ticket);

// Extracts the JSON object of a reply: removes thoughts and code fences, cuts after the last balanced brace, and
// removes commas before a closing bracket. nullopt if there is none. An incomplete object is not completed.
std::optional<std::string> json_in(std::string_view reply);

// A reply without its <think>…</think>. Text before a lone </think> or after an unclosed <think> is also thought.
std::string without_thoughts(std::string_view reply);

// The part of the ticket that matches a quote, ignoring blanks, case and punctuation; empty if there is none.
std::string_view find_quote(std::string_view ticket, std::string_view quote);

}  // namespace smartdesk::llm
