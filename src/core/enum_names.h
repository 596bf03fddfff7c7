// The names of an enum's values, listed once for both ways: from the value to the name and back.

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace smartdesk {

// For an enum whose values count from 0 up to kLast, with the names in this order:
//   constexpr EnumNames<Author::kRule> kAuthors{"person", "model", "llm", "rule"};
// A missing or an extra name does not compile.
template <auto kLast>
class EnumNames {
 public:
  using Enum = decltype(kLast);
  static constexpr std::size_t kCount = static_cast<std::size_t>(kLast) + 1;

  template <typename... Names>
  consteval EnumNames(Names... names) : names_{names...} {
    static_assert(sizeof...(Names) == kCount, "one name for each value");
  }

  constexpr std::string_view operator[](Enum value) const { return names_[static_cast<std::size_t>(value)]; }

  // nullopt: no value has this name. Compares all names.
  constexpr std::optional<Enum> find(std::string_view name) const {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (names_[i] == name) return static_cast<Enum>(i);
    }
    return std::nullopt;
  }

 private:
  std::array<std::string_view, kCount> names_;
};

}  // namespace smartdesk
