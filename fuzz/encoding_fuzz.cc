// Decides the encoding of any bytes and converts them, whole and in pieces, and reads them as HTML. All results are
// valid UTF-8. The first byte chooses the declared encoding.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/encoding.h"
#include "text/html_text.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  constexpr std::string_view kDeclared[] = {"",      "utf-8",       "iso-8859-1", "shift_jis",
                                            "utf-7", "iso-2022-jp", "utf-16",     "no"};
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto encoding = text::decide_encoding(bytes, kDeclared[data[0] % 8]);
  const auto text = text::decoded_text(bytes, encoding);
  if (text::first_invalid_utf8(text)) std::abort();
  if (encoding.name != "UTF-8") {
    text::ToUtf8 converter(encoding.name);
    std::string pieces;
    for (const char c : bytes) converter.append(std::string_view(&c, 1), pieces);
    converter.finish(pieces);
    if (pieces != text) std::abort();
  }
  const auto visible = text::text_if_html(text);
  if (visible && text::first_invalid_utf8(*visible)) std::abort();
  text::charset_in_html(bytes);
  text::encoding_name(bytes);
  return 0;
}
