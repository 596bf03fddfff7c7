// Tells people how files were read: what was skipped, in which encoding, and what could not be read.

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/console.h"
#include "formats/table.h"
#include "text/encoding.h"

namespace smartdesk::cli {

// Warns of an encoding that is a guess, and of characters that could not be read. file: "-" for standard input.
void warn_of_encoding(const std::string& file, const text::Encoding& encoding, std::uint64_t unreadable_characters,
                      Console& console);

// The notes of a file that was read to its end, its encoding unless that is plainly UTF-8, and the warnings above.
void say_how_it_was_read(const std::string& file, const formats::TableReader& table, Console& console);

// The same for the `on_read` of options, under the path of the table. The console must outlive the result.
std::function<void(const formats::TableReader&)> reading_notes(Console& console);

}  // namespace smartdesk::cli
