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

// The leak in a text, if there is one. Notes of a service desk ("the user wants…", "create a ticket") are none: only
// together with words about the form or the tone of the text to be written do they count. Marks such as <think> count
// at the edge of the text or of a line, because people also write about models. Language: English reasoning, <think>
// tags and chat role tokens in any language. Cost: linear in the text (RE2), about 100 MB/s. Pure; thread-safe.
std::optional<Leak> find_leaked_reasoning(std::string_view text);

}  // namespace smartdesk::text
