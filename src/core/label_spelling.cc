#include "core/label_spelling.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>

namespace smartdesk {
namespace {

// As label_key() writes them.
constexpr std::array<std::string_view, 14> kNoLabel{"",     "-",  "--",  "\u2013", "\u2014", "nan",  "none",
                                                    "null", "na", "n/a", "n.a.",   "<na>",   "#n/a", "\\n"};

// nullopt: not UTF-8.
std::optional<std::string> mapped(std::string_view text, int options) {
  utf8proc_uint8_t* result = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &result, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
  if (length < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(result), static_cast<std::size_t>(length));
}

bool has_no_width(utf8proc_int32_t c) { return c == 0x200B || c == 0x2060 || c == 0xFEFF; }

bool is_blank(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  return (c >= '\t' && c <= '\r') || c == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
         category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

// text: valid UTF-8.
std::string with_single_blanks(std::string_view text) {
  std::string out;
  bool is_open = false;  // a blank that is written if another character follows
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t c = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    const auto bytes = length > 0 ? static_cast<std::size_t>(length) : 1;
    if (is_blank(c)) {
      is_open = !out.empty();
    } else if (!has_no_width(c)) {
      if (std::exchange(is_open, false)) out += ' ';
      out.append(text, at, bytes);
    }
    at += bytes;
  }
  return out;
}

std::string without_outer_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

std::string without_accents(std::string_view key) {
  const auto apart = mapped(key, UTF8PROC_DECOMPOSE);
  if (!apart) return std::string(key);
  std::string out;
  for (std::size_t at = 0; at < apart->size(); ++at) {
    // U+0300 to U+036F: the accents of Latin, Greek and Cyrillic letters. Marks of other scripts are letters.
    const auto lead = static_cast<unsigned char>((*apart)[at]);
    const auto next = at + 1 < apart->size() ? static_cast<unsigned char>((*apart)[at + 1]) : 0;
    if (lead == 0xCC || (lead == 0xCD && next < 0xB0)) {
      ++at;
    } else {
      out += (*apart)[at];
    }
  }
  return mapped(out, UTF8PROC_COMPOSE).value_or(out);
}

}  // namespace

std::string label_key(std::string_view label) {
  constexpr int kFolded = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  const auto folded = mapped(label, kFolded);
  return folded ? with_single_blanks(*folded) : without_outer_blanks(label);
}

std::string label_name(std::string_view text) {
  const auto composed = mapped(text, UTF8PROC_COMPOSE);
  auto name = composed ? with_single_blanks(*composed) : without_outer_blanks(text);
  constexpr std::size_t kLongestMark = 16;  // with room for wide letters; longer texts need no key
  if (name.size() > kLongestMark) return name;
  const auto key = label_key(name);
  return std::find(kNoLabel.begin(), kNoLabel.end(), key) != kNoLabel.end() ? std::string() : name;
}

std::map<std::string, std::string> join_accents(const std::vector<std::string>& keys) {
  std::map<std::string, std::vector<std::string>> by_bare;
  for (const auto& key : keys) by_bare[without_accents(key)].push_back(key);
  std::map<std::string, std::string> joined;
  for (const auto& [bare, same] : by_bare) {
    const bool are_one = same.size() == 2 && std::find(same.begin(), same.end(), bare) != same.end();
    for (const auto& key : same) joined[key] = are_one ? bare : key;
  }
  return joined;
}

LabelSpellings::LabelSpellings(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    const auto key = label_key(name);
    if (names_.try_emplace(key, name).second) bare_.emplace(without_accents(key), key);
    exact_.insert(name);
  }
}

std::optional<std::string> LabelSpellings::find(std::string_view text) const {
  if (exact_.contains(text)) return std::string(text);
  const auto key = label_key(text);
  if (const auto found = names_.find(key); found != names_.end()) return found->second;
  const auto bare = without_accents(key);
  const auto [first, last] = bare_.equal_range(bare);
  const bool is_one = first != last && std::next(first) == last;
  if (!is_one || (key != bare && first->second != bare)) return std::nullopt;
  return names_.find(first->second)->second;
}

}  // namespace smartdesk
