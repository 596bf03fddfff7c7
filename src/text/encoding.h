// Which encoding bytes are in, and the same text as UTF-8: for files of other programs.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::text {

enum class Encoding { kUtf8, kUtf16Le, kUtf16Be, kWindows1252 };

// From the beginning of a file, 64 KiB if it has so many. UTF-16 by its byte order mark, or by zeros in every other
// place; Windows-1252 where there are bytes that are no UTF-8 and none that must be; else UTF-8, good or bad. Pure.
Encoding detect_encoding(std::string_view beginning);

// Carries a text over piece by piece, however it is cut. What is wrong in the source (a lone surrogate, a byte that
// Windows-1252 does not have) becomes U+FFFD. One thread.
class ToUtf8 {
 public:
  explicit ToUtf8(Encoding from) : from_(from) {}
  void append(std::string_view bytes, std::string& out);

 private:
  void append_unit(char16_t unit, std::string& out);

  Encoding from_;
  std::string left_;        // a byte whose other half has not come
  char16_t surrogate_ = 0;  // a half whose other half has not come
};

}  // namespace smartdesk::text
