#include "http/internal/wire.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <iterator>

#include "http/problem.h"

namespace smartdesk::http {
namespace {

// No external resources, no inline scripts or styles, no framing.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

// Built once per second and thread.
std::string_view date_line() {
  thread_local std::time_t made_at = 0;
  thread_local std::string line;
  if (const auto now = std::time(nullptr); now != made_at || line.empty()) {
    line = fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(now));
    made_at = now;
  }
  return line;
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (const char c : value) head += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  head.append("\r\n");
}

}  // namespace

std::string head_of(const Response& response, const Framing& framing) {
  std::string head;
  head.reserve(1024);
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  head.append(date_line()).append(kSecurityHeaders);
  if (!response.content_type.empty()) append_header(head, "Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) append_header(head, name, value);
  if (framing.length) fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", *framing.length);
  if (framing.is_chunked) head += "Transfer-Encoding: chunked\r\n";
  if (framing.says_close) head += "Connection: close\r\n";
  if (framing.says_keep_alive) head += "Connection: keep-alive\r\n";
  return head += "\r\n";
}

std::string chunk_of(std::string_view bytes) {
  std::string chunk = fmt::format("{:x}\r\n", bytes.size());
  return chunk.append(bytes).append("\r\n");
}

}  // namespace smartdesk::http
