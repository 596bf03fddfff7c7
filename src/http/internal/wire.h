// The status line and headers of a response as bytes.

#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "http/response.h"

namespace smartdesk::http {

// What depends on the connection, not on the response.
struct Framing {
  std::optional<std::size_t> length;  // of the body; empty: chunked, or until the connection closes
  bool is_chunked = false;
  bool says_close = false;
  bool says_keep_alive = false;  // to an HTTP/1.0 client
};

// Includes the empty line at the end. Line breaks in header values (which may come from a client) become spaces.
std::string head_of(const Response& response, const Framing& framing);

// One chunk (RFC 9112, 7.1). bytes must not be empty.
std::string chunk_of(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace smartdesk::http
