// Looks for the own text in any bytes, and composes its letters. The own text is never empty for a text with letters,
// and has no more lines than the text; what is composed stays as it is.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/normal_form.h"
#include "text/own_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto own = text::own_text(text);
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  if (own.empty() && std::any_of(text.begin(), text.end(), is_letter)) std::abort();
  if (own.size() > size || std::count(own.begin(), own.end(), '\n') > std::count(text.begin(), text.end(), '\n'))
    std::abort();
  std::string buffer, again;
  const std::string once(text::composed(text, buffer));
  if (text::composed(once, again) != once) std::abort();
  return 0;
}
