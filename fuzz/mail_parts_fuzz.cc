// Reads any bytes as winmail.dat, as RTF and as a header of a mail. All results are valid UTF-8.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/internal/mail_header.h"
#include "formats/internal/rtf.h"
#include "formats/internal/tnef.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto check = [](std::string_view text) {
    if (text::first_invalid_utf8(text)) std::abort();
  };
  const auto content = formats::read_tnef(bytes);
  check(content.text);
  for (const auto& name : content.attachments) check(name);
  check(formats::rtf_text(bytes, "windows-1252"));
  check(formats::rtf_text(formats::decompressed_rtf(bytes), ""));
  check(formats::decoded_header(bytes));
  check(formats::encoded_header(bytes, "iso-8859-1"));
  return 0;
}
