// One line of a ticket that says what it is about, taken from the ticket itself: no model, no invention.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smartdesk::text {

// subject may be empty. Greetings, signatures, quoted replies and forwarded headers are passed over; of the sentences
// left the one with the most of the ticket's own recurring and informative words wins, earlier ones before later. At
// most max_chars code points, cut at a word with an ellipsis. Empty only for a text without a letter or digit. Cost:
// about 20 µs for 500 characters. Pure; thread-safe.
std::string summarise(std::string_view subject, std::string_view body, std::size_t max_chars = 140);

}  // namespace smartdesk::text
