// Reads any bytes as words of a search. Each has a letter, digit or mark, and one blank behind it, and all are UTF-8.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/search_words.h"
#include "text/utf8.h"

namespace {

void check(std::string_view words) {
  if (smartdesk::text::first_invalid_utf8(words)) std::abort();
  char before = ' ';
  for (const char c : words) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (!is_plain && (c != ' ' || before == ' ')) std::abort();
    before = c;
  }
  if (before != ' ') std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto words = text::search_words(text);
  const auto phrase = text::search_phrase(text);
  check(words);
  check(phrase.words);
  if (words.empty() != phrase.words.empty()) std::abort();
  return 0;
}
