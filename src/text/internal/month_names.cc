#include "text/internal/month_names.h"

#include <array>
#include <string>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

// Small letters without accents. Short forms are listed only where they are not the beginning of a name. Source:
// Unicode CLDR 44, "months" of en, de, fr, es, pt, it, nl.
struct Month {
  int number;
  std::string_view names;  // each between two blanks
};
constexpr std::array<Month, 12> kMonths{{
    {1, " january januar janner janvier enero janeiro gennaio januari "},
    {2, " february februar feber fevrier febrero fevereiro febbraio februari "},
    {3, " march marz maerz mrz mars marzo marco maart mrt "},
    {4, " april avril abril aprile "},
    {5, " may mai mayo maio maggio mei "},
    {6, " june juni juin junio junho giugno "},
    {7, " july juli juillet julio julho luglio "},
    {8, " august aout agosto augustus "},
    {9, " september septembre septiembre setiembre setembro settembre "},
    {10, " october oktober octobre octubre outubro ottobre "},
    {11, " november novembre noviembre novembro "},
    {12, " december dezember decembre diciembre dezembro dicembre "},
}};

char32_t without_accent(char32_t letter) {
  constexpr std::u32string_view kAccented = U"äáàâãåéèêëíìîïóòôõöúùûüçñ";
  constexpr std::u32string_view kPlain = U"aaaaaaeeeeiiiiooooouuuucn";
  const auto at = kAccented.find(letter);
  return at == std::u32string_view::npos ? letter : kPlain[at];
}

// " mar" for "Mär": the beginning of a name.
std::string plain(std::string_view word) {
  std::string letters = " ";
  for (std::size_t at = 0; at < word.size();) {
    const auto [letter, end] = decode(word, at);
    append_utf8(letters, without_accent(to_lower(letter)));
    at = end;
  }
  return letters;
}

}  // namespace

int month_named(std::string_view word) {
  constexpr std::size_t kLongest = 16;
  if (word.size() < 3 || word.size() > kLongest) return 0;
  const auto beginning = plain(word);
  int found = 0;
  for (const auto& month : kMonths) {
    if (month.names.find(beginning) == std::string_view::npos) continue;
    if (found != 0) return 0;  // French "jui"
    found = month.number;
  }
  return found;
}

}  // namespace smartdesk::text
