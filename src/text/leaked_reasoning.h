// Tells a ticket from a language model's thoughts about writing one ("Okay, the user wants a realistic ticket…").
// One detector for everything that brings text in: cleaning, importing, generating, labelling.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::text {

struct Leak {
  enum class Kind {
    kReasoning,   // thinks about the request instead of being the answer
    kPromptEcho,  // repeats the instructions it was given
  };
  Kind kind;
  std::string evidence;  // the words that gave it away, verbatim
};

// The leak in a text, if there is one. Language: English reasoning, <think> tags and chat role tokens in any language.
// Cost: linear in the text (RE2), about 100 MB/s. Pure; thread-safe.
std::optional<Leak> find_leaked_reasoning(std::string_view text);

}  // namespace smartdesk::text
