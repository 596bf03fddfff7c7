// The words that a search compares: the same ones for a text that is searched and for what is looked for in it.
//
// A word is letters and digits of any script, in lower case and without accents: "Résumé" is "resume", "Größe" is
// "grosse", and full-width forms are plain ones. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese have no blanks
// around each word, so a run of their characters gives each pair of neighbours as a word, and its last character alone:
// 返金を is 返金, 金を and を. No dictionary is needed, and any part of such a run can be found.
//
// Stored indexes hold these words: any change here needs a step of the stores' schemas that indexes all tickets anew.
// Pure functions, safe for any bytes; bytes that are not UTF-8 separate words. Cost: linear; ASCII needs no look-up.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

// The words in order, each followed by one blank; empty if there is none. Only letters, digits and marks are in words,
// so that any tokenizer which cuts at blanks reads them.
std::string search_words(std::string_view text);

// What to look for: these words, one behind the other.
struct SearchPhrase {
  std::string words;       // as search_words() writes them; empty: nothing can match
  bool is_prefix = false;  // the last word is only the beginning of one
};

// kOpen: the last word may go on, as in "refund*". In a run without blanks it always may.
enum class PhraseEnd { kWord, kOpen };
SearchPhrase search_phrase(std::string_view text, PhraseEnd end = PhraseEnd::kWord);

}  // namespace smartdesk::text
