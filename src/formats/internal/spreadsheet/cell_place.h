// Names of cells: "B3".

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::formats {

struct CellPlace {
  std::uint64_t row = 0;     // from 1
  std::uint32_t column = 0;  // from 0
};

// Of "B3" or "$B$3"; nullopt for anything else. Larger than any sheet stays larger, without overflow.
inline std::optional<CellPlace> cell_place(std::string_view name) {
  constexpr std::uint64_t kMost = 1'000'000'000;
  CellPlace place;
  std::uint64_t column = 0;
  std::size_t letters = 0, digits = 0;
  for (const char c : name) {
    if (c == '$') continue;
    const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (is_letter && digits == 0) {
      column = column * 26 + static_cast<std::uint64_t>((c & 0x1F));
      ++letters;
    } else if (c >= '0' && c <= '9' && letters > 0) {
      place.row = place.row * 10 + static_cast<std::uint64_t>(c - '0');
      ++digits;
    } else {
      return std::nullopt;
    }
    if (column > kMost || place.row > kMost) return std::nullopt;
  }
  if (letters == 0 || digits == 0) return std::nullopt;
  place.column = static_cast<std::uint32_t>(column - 1);
  return place;
}

// "AA10" of row 10 and column 26.
inline std::string place_name(std::uint64_t row, std::uint32_t column) {
  std::string letters;
  for (std::uint64_t rest = column + std::uint64_t{1}; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row);
}

}  // namespace smartdesk::formats
