// Detects a language model's thoughts about writing a ticket ("Okay, the user wants a realistic ticket…").
// Cleaning, importing, generating and labelling share this detector.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::text {

struct Leak {
  enum class Kind {
    kReasoning,   // thoughts about the request instead of the answer
    kPromptEcho,  // a repetition of the instructions
  };
  Kind kind;
  std::string evidence;  // the words that show it, verbatim
};

// The leak in a text, if there is one. Language: English reasoning, <think> tags and chat role tokens in any language.
// Cost: linear in the text (RE2), about 100 MB/s. Pure; thread-safe.
std::optional<Leak> find_leaked_reasoning(std::string_view text);

}  // namespace smartdesk::text
