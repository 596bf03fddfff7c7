#include "text/internal/letter_statistics.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

namespace smartdesk::text {
namespace {

// The letters beyond ASCII of each language, the most frequent first. Which one it is does not matter, only that all
// letters of a text fit the same one.
constexpr std::u16string_view kLanguages[] = {
    u"üäöß",                                              // German
    u"éèàêçùâîôûœïëÿæ",                                   // French
    u"óáíñéúüºª",                                         // Spanish
    u"ãáçéíóõêâúôàü",                                     // Portuguese
    u"èàùòìéó",                                           // Italian
    u"ëéïèöüêó",                                          // Dutch
    u"äåöé",                                              // Swedish, Finnish
    u"åøæéöä",                                            // Danish, Norwegian
    u"íðáþéæöóúý",                                        // Icelandic
    u"àéèíóòçúïü",                                        // Catalan
    u"ęłóąśżćńź",                                         // Polish
    u"íáěřčéžýšůúóďťň",                                   // Czech
    u"áíčéšťýúžľňôďäóĺŕ",                                 // Slovak
    u"áéöóőíüúű",                                         // Hungarian
    u"ăîşţâșț",                                           // Romanian
    u"čšžćđ",                                             // Croatian, Slovene
    u"ışğüçöâî",                                          // Turkish
    u"äõüöšž",                                            // Estonian
    u"āīēšūņļžčģķ",                                       // Latvian
    u"ėšžųįąūčę",                                         // Lithuanian
    u"оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",                 // Russian
    u"аеиотнрсвлкдпмзгуъбчцжяйхщшюфь",                    // Bulgarian
    u"оанивертісклудмпязьбгчйхцїжєщюфґ",                  // Ukrainian
    u"аоиенрјтсвкпдумлгзбчцшњћљжхђфџ",                    // Serbian
    u"αοιετσνηυρπκμλςωάόγέίθδήβύφχώξζψϊΐϋ",               // Greek
    u"יוהלאמרתבשנםדקעחפכגסטזןךףץצ",                       // Hebrew
    u"الينمرتوعبهسدفكحقجةشصضأطخإىءئزثذغظؤآ",              // Arabic
    u"านรอกเ่งมย้ลวดทสตะปบิคีหแัจพชข็ใไุโผ์ูธืึำซณถศญฐษฟภฤๆฯ๊ฉฎฝฮฆ๋",  // Thai
};
constexpr std::size_t kLanguageCount = std::size(kLanguages);
constexpr double kOtherLanguage = -7, kNoLanguage = -9, kUnreadable = -12;

using Row = std::array<float, kLanguageCount>;

// Frequencies of letters fall about exponentially with their rank.
const std::unordered_map<char32_t, Row>& letters() {
  static const auto table = [] {
    std::unordered_map<char32_t, Row> rows;
    for (std::size_t language = 0; language < kLanguageCount; ++language) {
      const auto alphabet = kLanguages[language];
      const double ratio = std::exp(-3.5 / static_cast<double>(alphabet.size()));
      const double first = std::log((1 - ratio) / (1 - std::exp(-3.5)));
      for (std::size_t rank = 0; rank < alphabet.size(); ++rank) {
        auto& row = rows.try_emplace(alphabet[rank]).first->second;
        if (row[0] == 0) row.fill(static_cast<float>(kOtherLanguage));
        row[language] = static_cast<float>(first + static_cast<double>(rank) * std::log(ratio));
      }
    }
    return rows;
  }();
  return table;
}

enum class Script { kNone, kLatin, kGreek, kCyrillic, kHebrew, kArabic, kThai, kHan, kKana, kHangul, kOther };

Script script_of(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? Script::kLatin : Script::kNone;
  if (u_isalpha(static_cast<UChar32>(c)) == 0 && !(c >= 0xE31 && c <= 0xE4E)) return Script::kNone;
  if (c < 0x250) return Script::kLatin;
  if (c >= 0x370 && c < 0x400) return Script::kGreek;
  if (c >= 0x400 && c < 0x530) return Script::kCyrillic;
  if (c >= 0x590 && c < 0x600) return Script::kHebrew;
  if (c >= 0x600 && c < 0x700) return Script::kArabic;
  if (c >= 0xE00 && c < 0xE80) return Script::kThai;
  if (c >= 0x3041 && c < 0x3100) return Script::kKana;
  if (c >= 0xAC00 && c < 0xD7A4) return Script::kHangul;
  if (c >= 0x4E00 && c < 0xA000) return Script::kHan;
  return Script::kOther;
}

bool goes_with(Script one, Script other) {
  if (one == other || one == Script::kNone || other == Script::kNone) return true;
  const auto is_japanese = [](Script script) { return script == Script::kHan || script == Script::kKana; };
  return is_japanese(one) && is_japanese(other);
}

bool is_mark_inside_words(char32_t c) { return c == 0x2019 || c == 0xB7 || c == 0xAD || c == 0x2013 || c == 0x200C; }

// A sign, not a letter.
double of_sign(char32_t before, char32_t c, char32_t after) {
  constexpr std::u16string_view kCommon =
      u"\u00A0\u2013\u2014\u2018\u2019\u201C\u201D\u201E\u201A\u00AB\u00BB\u2026\u2022\u20AC\u00A3\u00B0\u00A7\u00A9"
      u"\u00AE\u2122\u00B7\u00BF\u00A1\u00D7\u00BD\u00B2\u00B4\u2116";
  constexpr std::u16string_view kOpening = u"\u201C\u2018\u201E\u201A\u00AB\u00BF\u00A1";
  const bool in_word = script_of(before) != Script::kNone && script_of(after) != Script::kNone;
  if (c >= 0x3000 && c < 0x3020) return -4;            // 、 。 「 」
  if (c >= 0xFF01 && c < 0xFF5F) return -5;            // ！ ？ and digits as wide as a Han character
  const bool draws_boxes = c >= 0x2500 && c < 0x2600;  // what IBM's code pages and KOI8 make of letters
  if (in_word) return is_mark_inside_words(c) ? -3 : draws_boxes ? -12 : -9;
  if (kCommon.find(static_cast<char16_t>(c)) == std::u16string_view::npos) return -7;
  const bool opens_behind_a_word = kOpening.find(static_cast<char16_t>(c)) != std::u16string_view::npos &&
                                   script_of(before) != Script::kNone && c != 0x201C && c != 0xAB;
  return opens_behind_a_word ? -6 : -2.5;
}

// What a letter's neighbours say; the language is not asked.
double of_place(char32_t before, char32_t c, char32_t after) {
  const auto script = script_of(c);
  double score = 0;
  if (!goes_with(script_of(before), script)) score -= 4;
  if (!goes_with(script_of(after), script)) score -= 4;
  const auto is_small = [](char32_t letter) { return u_islower(static_cast<UChar32>(letter)) != 0; };
  const auto is_capital = [](char32_t letter) { return u_isupper(static_cast<UChar32>(letter)) != 0; };
  if (is_capital(c)) {
    score -= is_small(before) ? 5 : is_capital(before) || is_capital(after) ? 1 : 0.5;
  } else if (is_small(c) && is_capital(after)) {
    score -= 5;
  }
  return score;
}

// Scripts with too many letters to list.
double of_wide_letter(char32_t c) {
  if (c >= 0x3041 && c < 0x3100) return -4.5;
  if (c >= 0xFF66 && c < 0xFFA0) return -6;  // narrow katakana, one byte each
  if (c >= 0xAC00 && c < 0xD7A4) return -6;
  if (c >= 0x4E00 && c < 0x9FA6) return -7;
  return kUnreadable;
}

bool is_unreadable(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return c == 0xFFFD || type == U_CONTROL_CHAR || type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR ||
         type == U_SURROGATE;
}

class Sum {
 public:
  void add(char32_t before, char32_t c, char32_t after) {
    if (is_unreadable(c)) {
      total_ += kUnreadable;
    } else if (script_of(c) == Script::kNone) {
      total_ += of_sign(before, c, after);
    } else {
      total_ += of_place(before, c, after);
      add_letter(c);
    }
  }
  double total() const { return total_ + *std::max_element(by_language_.begin(), by_language_.end()); }

 private:
  void add_letter(char32_t c) {
    const auto found = letters().find(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    if (found == letters().end()) {
      total_ += script_of(c) >= Script::kHan ? of_wide_letter(c) : kNoLanguage;
      return;
    }
    for (std::size_t i = 0; i < kLanguageCount; ++i) by_language_[i] += static_cast<double>(found->second[i]);
  }

  double total_ = 0;
  std::array<double, kLanguageCount> by_language_{};
};

}  // namespace

double plausibility(std::u16string_view text) {
  Sum sum;
  char32_t before = 0, present = 0;
  for (std::size_t at = 0; at <= text.size();) {
    char32_t next = 0;
    if (at == text.size()) {
      ++at;
    } else {
      U16_NEXT(text.data(), at, text.size(), next);
    }
    if (present >= 0x80) sum.add(before, present, next);
    before = present;
    present = next;
  }
  return sum.total();
}

}  // namespace smartdesk::text
