// What a model is asked about a ticket. The ticket is data: it stands between marks that it cannot know, its chat signs
// are made harmless, and the task is said again behind it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/taxonomy.h"
#include "llm/client.h"

namespace smartdesk::llm {

// Made once a run. Immutable; safe to share between threads.
class LabelPrompt {
 public:
  explicit LabelPrompt(Taxonomy taxonomy);
  const Taxonomy& taxonomy() const { return taxonomy_; }

  // text: the ticket, at most max_bytes of it are shown (its beginning and its end). The reply must be JSON with one
  // key `evidence` (words quoted from the ticket), one per task, and `summary`.
  ChatRequest ask(std::string_view text, std::size_t max_bytes) const;

  // Whether the instructions hold these words: a model that answers with them has not read the ticket.
  bool says(std::string_view words) const;

  // Once more, after a reply that was wrong in this way.
  ChatRequest ask_again(const ChatRequest& first, std::string_view reply, std::string_view fault) const;

  // Two calls for a model that thinks: it thinks and answers freely, then puts its own answer into JSON.
  ChatRequest ask_to_think(std::string_view text, std::size_t max_bytes) const;
  ChatRequest ask_for_json(const ChatRequest& thought, std::string_view answer, std::string_view text) const;

 private:
  std::string schema(std::string_view text) const;

  Taxonomy taxonomy_;
  std::string instructions_;
};

// The sentences of a text that may be quoted as evidence, in the ticket's own words, at most `most`.
std::vector<std::string_view> quotable(std::string_view text, std::size_t most);

// The text's beginning and end with a mark between, cut at whole characters, if it is longer than max_bytes.
std::string shortened(std::string_view text, std::size_t max_bytes);

}  // namespace smartdesk::llm
