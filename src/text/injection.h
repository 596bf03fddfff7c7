// Detects prompt injection, such as "ignore all previous instructions…", and makes chat markup in tickets harmless.
// Source: Greshake et al., "Not what you've signed up for", 2023; OWASP LLM01.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::text {

// Removes hidden characters (zero-width, tags, bidirectional controls) and breaks chat markup (<|im_start|>, [INST],
// <think>, "### System:") with a blank. The rest of the visible text is unchanged. Pure; linear.
std::string without_role_signs(std::string_view text);

struct Injection {
  std::vector<std::string> orders;  // sentences and lines that address the model, verbatim
  std::string rest;                 // the text without them
  bool hidden = false;              // the text had hidden characters or chat markup
  bool suspected() const { return hidden || !orders.empty(); }
};

// Searches a text for orders to the model in English and six other languages (de, fr, es, it, pt, zh) and for answers
// dictated to it. A ticket that only mentions such things may be suspected too, so a suspected ticket needs a review,
// not a rejection. Pure; linear in the text, about 30 MB/s.
Injection find_injection(std::string_view text);

}  // namespace smartdesk::text
