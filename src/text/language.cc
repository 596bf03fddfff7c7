#include "text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "text/utf8.h"

namespace smartdesk::text {

std::string detect_language(std::string_view text) {
  // The library reads past the end of text that is not UTF-8.
  text = text.substr(0, first_invalid_utf8(text).value_or(text.size()));
  bool reliable = false;
  const auto language = CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  return reliable && language != CLD2::UNKNOWN_LANGUAGE ? CLD2::LanguageCode(language) : "";
}

}  // namespace smartdesk::text
