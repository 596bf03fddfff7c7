// The prompt that labels a ticket. The ticket is data: it is enclosed in marks that it cannot predict, its chat control
// tokens are neutralised, and the task is repeated after it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"
#include "llm/client.h"

namespace smartdesk::llm {

// Created once per run. Immutable; safe to share between threads.
class LabelPrompt {
 public:
  explicit LabelPrompt(Taxonomy taxonomy);
  const Taxonomy& taxonomy() const { return taxonomy_; }

  // text: the ticket; the prompt contains at most max_bytes of it (its beginning and its end). The reply must be JSON
  // with the keys `evidence` (words quoted from the ticket), one per task, and `summary`.
  ChatRequest ask(std::string_view text, std::size_t max_bytes) const;

  // Whether the instructions contain these words. A model that answers with them has not read the ticket.
  bool says(std::string_view words) const;

  // The request to repeat after a reply with this fault.
  ChatRequest ask_again(const ChatRequest& first, std::string_view reply, std::string_view fault) const;

  // Two calls for a thinking model: it first thinks and answers freely, then converts its answer to JSON.
  ChatRequest ask_to_think(std::string_view text, std::size_t max_bytes) const;
  ChatRequest ask_for_json(const ChatRequest& thought, std::string_view answer, std::string_view text) const;

 private:
  std::string schema(std::string_view text) const;

  Taxonomy taxonomy_;
  std::string instructions_;
};

// Up to `most` sentences of a text that may be quoted as evidence, verbatim.
std::vector<std::string_view> quotable(std::string_view text, std::size_t most);

// Shortens a text longer than max_bytes to its beginning and end with a mark between them. Cuts at whole characters.
std::string shortened(std::string_view text, std::size_t max_bytes);

}  // namespace smartdesk::llm
