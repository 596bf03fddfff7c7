#include "cli/reading_notes.h"

#include <fmt/format.h>

namespace smartdesk::cli {
namespace {

std::string name_of(const std::string& file) { return file == "-" ? "standard input" : file; }

bool is_plain(const text::Encoding& encoding) {
  return encoding.name == "UTF-8" && encoding.certainty == text::Certainty::kSure;
}

}  // namespace

void warn_of_encoding(const std::string& file, const text::Encoding& encoding, std::uint64_t unreadable_characters,
                      Console& console) {
  if (encoding.certainty == text::Certainty::kGuess) {
    console.warn(fmt::format(
        "The encoding of {} is a guess. Check the letters; if they are wrong, pass --encoding NAME.", name_of(file)));
  }
  if (unreadable_characters > 0) {
    console.warn(fmt::format("{} characters could not be read and became U+FFFD. Pass --encoding NAME if {} is wrong.",
                             unreadable_characters, encoding.name));
  }
}

void say_how_it_was_read(const std::string& file, const formats::TableReader& table, Console& console) {
  for (const auto& note : table.notes()) console.warn(fmt::format("{}: {}.", name_of(file), note));
  const auto encoding = table.encoding();
  if (!is_plain(encoding)) console.say(fmt::format("Encoding of {}: {}.", name_of(file), text::describe(encoding)));
  warn_of_encoding(file, encoding, table.unreadable_characters(), console);
}

std::function<void(const formats::TableReader&)> reading_notes(Console& console) {
  return [&console](const formats::TableReader& table) { say_how_it_was_read(table.path(), table, console); };
}

}  // namespace smartdesk::cli
