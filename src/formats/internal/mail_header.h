// Decodes the headers of mails: encoded words (RFC 2047), and bytes that should have been encoded.

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::formats {

// A header's value as valid UTF-8 on one line. Each encoded word is decoded for itself; adjacent words of one charset
// are joined before they are converted, since some programs cut a character in two. body_charset: for bytes beyond
// ASCII outside of encoded words. Never fails: what is no encoded word stays as it is.
std::string decoded_header(std::string_view raw, std::string_view body_charset = {});

// The same, but what was decoded is one encoded word in UTF-8 each, so that a parser of addresses takes no comma in a
// name for its own.
std::string encoded_header(std::string_view raw, std::string_view body_charset = {});

}  // namespace smartdesk::formats
