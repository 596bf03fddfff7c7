// Tells a ticket from orders to the machine that reads it ("ignore all previous instructions…"), and takes the
// machine's own signs out of what people wrote. Source: Greshake et al., "Not what you've signed up for", 2023; OWASP
// LLM01.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::text {

// Hidden characters (zero-width, tags, bidirectional controls) are taken out, and signs of a chat's form (<|im_start|>,
// [INST], <think>, "### System:") are made harmless by a blank. What a person sees stays as it is. Pure; linear.
std::string without_role_signs(std::string_view text);

struct Injection {
  std::vector<std::string> orders;  // sentences and lines that speak to the machine, verbatim
  std::string rest;                 // the text without them
  bool hidden = false;              // hidden characters or signs of a chat's form were there
  bool suspected() const { return hidden || !orders.empty(); }
};

// Looks through a text for orders in English and six other languages (de, fr, es, it, pt, zh) and for answers that are
// put into the machine's mouth. A ticket that only mentions such things may be suspected too: treat it with care, not
// with contempt. Pure; linear in the text, about 30 MB/s.
Injection find_injection(std::string_view text);

}  // namespace smartdesk::text
