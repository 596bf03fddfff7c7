// Finds rows that say again what an earlier row says. A classifier that has seen one of them knows the others, so they
// stay on one side of every split (models/splits.h).

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/run.h"
#include "models/splits.h"

namespace smartdesk::training {

// The words of a text, in order, lower-cased and each followed by a blank; without punctuation. A number of four or
// more digits is "0000", because it names one order, day or telephone and says nothing about the kind of ticket.
std::string normal_form(std::string_view text);

// One group per text: rows with an equal normal form, or with nearly the same words (text/near_duplicates.h). texts:
// as in text/ticket_text.h, so that quoted mail does not count. Cost: about 15 microseconds per different text of 100
// words, on one thread; 350 MB at most besides the texts. Throws Error{kInterrupted} if the user stops.
models::Groups repeats_of(std::span<const std::string_view> texts, const Run& run);

// For users: "400 of 480 rows repeat another."; empty if none does. rows: how many the groups are of.
std::string repeats_note(const models::Groups& repeats, std::size_t rows);

}  // namespace smartdesk::training
