// The text of Rich Text Format, as far as mails need it.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::formats {

// Expands "compressed RTF" (MS-OXRTFCP). Empty for anything else; a cut one gives what is there. At most 64 MiB.
std::string decompressed_rtf(std::string_view bytes);

// The visible text as UTF-8: paragraphs and line breaks become lines; fonts, pictures and fields are left out.
// charset: for bytes beyond ASCII. Accepts anything. Cost: one pass.
std::string rtf_text(std::string_view rtf, std::string_view charset);

}  // namespace smartdesk::formats
