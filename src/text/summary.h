// A one-line summary, taken verbatim from the ticket. No model is used.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smartdesk::text {

// subject may be empty. Reads the own text of the body (text/own_text.h), without greetings and sign-offs. Of its
// sentences it takes the one with the most informative words that recur in the ticket, and prefers earlier ones. At
// most max_chars code points, cut at a word with an ellipsis. Empty only for a text without a letter or digit. Cost:
// about 20 µs for 500 characters. Pure; thread-safe.
std::string summarise(std::string_view subject, std::string_view body, std::size_t max_chars = 140);

}  // namespace smartdesk::text
