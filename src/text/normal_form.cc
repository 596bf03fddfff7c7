#include "text/normal_form.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <limits>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

// Code points below U+0300, the first accent that stands apart, are composed. Their bytes are below 0xCC.
bool is_plainly_composed(std::string_view text) {
  unsigned char highest = 0;
  for (const char byte : text) highest = std::max(highest, static_cast<unsigned char>(byte));
  return highest < 0xCC;
}

bool has_endless_accents(std::string_view text) {
  constexpr int kMost = 100;
  int accents = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, end] = decode(text, at);
    accents = value >= 0x300 && u_getCombiningClass(static_cast<UChar32>(value)) != 0 ? accents + 1 : 0;
    if (accents > kMost) return true;
    at = end;
  }
  return false;
}

}  // namespace

std::string_view composed(std::string_view text, std::string& buffer) {
  if (is_plainly_composed(text) || text.size() > std::numeric_limits<std::int32_t>::max() || has_endless_accents(text))
    return text;
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFCInstance(status);
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  if (U_FAILURE(status) || form->isNormalizedUTF8(piece, status)) return text;
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  form->normalizeUTF8(0, piece, sink, nullptr, status);
  if (U_FAILURE(status)) return text;
  buffer = std::move(result);
  return buffer;
}

}  // namespace smartdesk::text
