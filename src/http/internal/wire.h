// An answer's status line and headers as bytes.

#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "http/response.h"

namespace smartdesk::http {

// What the connection knows and the response does not.
struct Framing {
  std::optional<std::size_t> length;  // of the body; else it comes in chunks, or until the connection closes
  bool is_chunked = false;
  bool says_close = false;
  bool says_keep_alive = false;  // to a client of HTTP/1.0
};

// Ends with the empty line. Values with line breaks (a client's own words in a header) lose them.
std::string head_of(const Response& response, const Framing& framing);

// One chunk (RFC 9112, 7.1). bytes must not be empty.
std::string chunk_of(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace smartdesk::http
