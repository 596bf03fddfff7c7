#include "text/search_words.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include <array>
#include <utility>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

// In lower case; 0 for what separates words.
constexpr auto kPlain = [] {
  std::array<char, 128> lower{};
  for (char c = '0'; c <= '9'; ++c) lower[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) lower[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) lower[static_cast<unsigned char>(c)] = static_cast<char>(c + ('a' - 'A'));
  return lower;
}();

// Scripts that do not put a blank around each word. Korean does, but hangs particles on its words.
bool is_unspaced(char32_t c) {
  if (c < 0x0E00) return false;
  return c <= 0x0EFF || (c >= 0x1000 && c <= 0x109F) ||                   // Thai and Lao, Burmese
         (c >= 0x1100 && c <= 0x11FF) || (c >= 0x1780 && c <= 0x17FF) ||  // Korean letters, Khmer
         (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x30FF) ||  // kana and what repeats a character
         (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x9FFF) ||  // Han
         (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

// Accents of Latin, Greek and Cyrillic, and the vowel points of Hebrew and Arabic, which most people do not type. Marks
// of other scripts are letters to those who read them.
bool is_accent(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7) || (c >= 0x0610 && c <= 0x061A) || c == 0x0640 ||
         (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF);
}

// What people type for letters that are no letter with a mark to Unicode. Turkish has two letters i, which others
// do not tell apart. Empty: none.
std::string_view plain_letters(char32_t c) {
  switch (c) {
    case U'ı':
      return "i";
    case U'ø':
      return "o";
    case U'ł':
      return "l";
    case U'đ':
    case U'ð':
      return "d";
    case U'ħ':
      return "h";
    case U'ŧ':
      return "t";
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'þ':
      return "th";
    default:
      return "";
  }
}

bool is_in_words(char32_t c) {
  constexpr auto kThese = U_GC_L_MASK | U_GC_N_MASK | U_GC_MN_MASK | U_GC_MC_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kThese) != 0;
}

// What may change the character before it: marks, and the later letters of a Korean syllable.
bool may_join(char32_t c) {
  return (c >= 0x1160 && c <= 0x11FF) || (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

// Soft hyphens, joiners, variants of characters.
bool is_invisible(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

// Cuts characters in lower case into words.
class WordWriter {
 public:
  enum class Kind { kText, kPhrase };

  WordWriter(Kind kind, std::size_t expected_size) : kind_(kind) { words_.reserve(expected_size); }

  // Letters and digits.
  void append_plain(std::string_view word) {
    end_run();
    for (const char c : word) words_ += kPlain[static_cast<unsigned char>(c)];
    is_in_word_ = true;
  }

  void separate() {
    end_run();
    end_word();
  }

  void append(char32_t c) {
    if (may_join(c) && joins_last(c)) return;
    if (!is_in_words(c)) return separate();
    if (is_unspaced(c)) return append_unspaced(c);
    end_run();
    append_utf8(words_, c);
    is_in_word_ = true;
  }

  SearchPhrase finish() && {
    // The run may go on behind the end of a phrase: its last pair says all, and a character alone begins a pair.
    const bool is_alone = last_ != 0 && before_last_ == 0;
    if (kind_ == Kind::kPhrase && before_last_ != 0) {
      write(before_last_, last_);
      last_ = 0;
    }
    separate();
    return {std::move(words_), kind_ == Kind::kPhrase && is_alone};
  }

 private:
  bool joins_last(char32_t c) {
    if (last_ == 0) return false;
    UErrorCode status = U_ZERO_ERROR;
    const auto* canonical = unorm2_getNFCInstance(&status);
    const auto joined = unorm2_composePair(canonical, static_cast<UChar32>(last_), static_cast<UChar32>(c));
    if (joined < 0) return false;
    last_ = static_cast<char32_t>(joined);
    return true;
  }

  // A pair is written when the next character has shown that nothing joins the last one.
  void append_unspaced(char32_t c) {
    if (last_ == 0) end_word();
    if (before_last_ != 0) write(before_last_, last_);
    before_last_ = last_;
    last_ = c;
  }

  void end_run() {
    if (last_ == 0) return;
    if (before_last_ != 0) write(before_last_, last_);
    write(last_, 0);
    last_ = before_last_ = 0;
  }

  void end_word() {
    if (is_in_word_) words_ += ' ';
    is_in_word_ = false;
  }

  void write(char32_t first, char32_t second) {
    append_utf8(words_, first);
    if (second != 0) append_utf8(words_, second);
    words_ += ' ';
  }

  const Kind kind_;
  std::string words_;
  bool is_in_word_ = false;
  char32_t last_ = 0, before_last_ = 0;  // of a run without blanks; 0: none
};

void append_folded(char32_t c, WordWriter& writer) {
  if (c < 0x80) {
    const char letter[] = {static_cast<char>(c)};
    if (kPlain[c] == 0) return writer.separate();
    return writer.append_plain({letter, 1});
  }
  if (is_accent(c)) return;
  const auto plain = plain_letters(c);
  if (plain.empty()) return writer.append(c);
  writer.append_plain(plain);
}

// Takes a character apart, as far as its parts are searched for.
void take_apart(char32_t c, WordWriter& writer) {
  if (is_invisible(c)) return;
  const bool is_compatible = (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
  if (is_unspaced(c) && !is_compatible) return writer.append(c);
  UErrorCode status = U_ZERO_ERROR;
  UChar parts[32], folded[96];  // the longest character has 18 parts, and case folding makes three of one
  const auto* compatible = unorm2_getNFKCInstance(&status);
  auto length = unorm2_getDecomposition(compatible, static_cast<UChar32>(c), parts, 32, &status);
  if (length < 0) {
    length = 0;
    U16_APPEND_UNSAFE(parts, length, static_cast<UChar32>(c));
  }
  length = u_strFoldCase(folded, 96, parts, length, U_FOLD_CASE_DEFAULT, &status);
  if (U_FAILURE(status) != 0) return writer.separate();
  for (int32_t at = 0; at < length;) {
    UChar32 part = 0;
    U16_NEXT_UNSAFE(folded, at, part);
    append_folded(static_cast<char32_t>(part), writer);
  }
}

std::size_t end_of_plain_word(std::string_view text, std::size_t at) {
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80 &&
         kPlain[static_cast<unsigned char>(text[at])] != 0) {
    ++at;
  }
  return at;
}

SearchPhrase words_of(std::string_view text, WordWriter::Kind kind) {
  WordWriter writer(kind, text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    if (const auto end = end_of_plain_word(text, at); end > at) {
      writer.append_plain(text.substr(at, end - at));
      at = end;
      continue;
    }
    const auto [c, end] = decode(text, at);
    if (c < 0x80) {
      writer.separate();
    } else {
      take_apart(c, writer);
    }
    at = end;
  }
  return std::move(writer).finish();
}

}  // namespace

std::string search_words(std::string_view text) { return words_of(text, WordWriter::Kind::kText).words; }

SearchPhrase search_phrase(std::string_view text, PhraseEnd end) {
  auto phrase = words_of(text, WordWriter::Kind::kPhrase);
  if (end == PhraseEnd::kOpen && !phrase.words.empty()) phrase.is_prefix = true;
  return phrase;
}

}  // namespace smartdesk::text
