// Cuts a cell of labels into parts.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk {

// The entries of a list of texts and numbers as JSON or Python write it: ["a", "b"], ['a', 'b'], [1, 2]. null and None
// are no entries. nullopt: the cell is not such a list; it may be a label in brackets. Cost: linear.
std::optional<std::vector<std::string>> list_entries(std::string_view cell);

// The labels between the separators, as they are written; what names no label (core/label_spelling.h) is left out.
std::vector<std::string> parts_between(std::string_view cell, char separator);

// Without the blanks of ASCII at both ends.
std::string_view trimmed_label(std::string_view text);

}  // namespace smartdesk
