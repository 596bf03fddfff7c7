// Detects the encoding of files from other programs and converts them to UTF-8.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

enum class Encoding { kUtf8, kUtf16Le, kUtf16Be, kWindows1252 };

// beginning: the first 64 KiB of a file, or all of a shorter one. UTF-16 is known by its byte order mark or by zeros in
// every other byte. Windows-1252: some bytes are invalid UTF-8, and no multi-byte character is valid. Else UTF-8, valid
// or not. Pure.
Encoding detect_encoding(std::string_view beginning);

// Converts a text piece by piece; pieces may end anywhere. Errors in the source (a lone surrogate, a byte that
// Windows-1252 does not define) become U+FFFD. Not thread-safe.
class ToUtf8 {
 public:
  explicit ToUtf8(Encoding from) : from_(from) {}
  void append(std::string_view bytes, std::string& out);

 private:
  void append_unit(char16_t unit, std::string& out);

  Encoding from_;
  std::string left_;        // the first byte of an incomplete unit
  char16_t surrogate_ = 0;  // a high surrogate that waits for its low one
};

}  // namespace smartdesk::text
