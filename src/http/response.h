// What a handler returns: a status, headers, and a body that is complete or streamed in chunks.

#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smartdesk::http {

// The next chunk of a body. Empty and not the last: no data yet, ask again later.
struct Piece {
  std::string bytes;
  bool is_last = false;
};

// Pull-based: the next chunk is requested after the client has taken the previous one, so a slow client blocks nobody
// and nothing is buffered. Called by one thread at a time: a worker if the route is slow, else an I/O thread. No thread
// waits between two chunks, so thousands of event streams may be open. Chunks should be about 64 KiB. An exception
// aborts the connection, and the client sees a truncated body. When the server stops, a source that has no data yet is
// not called again.
using BodySource = std::function<Piece()>;

// The server adds Date, Content-Length or Transfer-Encoding, Connection, and the security headers.
struct Response {
  int status = 200;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string_view lasting;  // instead of body: bytes that outlive the server, sent without a copy
  BodySource stream;         // instead of both
};

Response json_response(const boost::json::value& value, int status = 200);
Response json_response(std::string serialised, int status = 200);
Response text_response(std::string text, std::string content_type = "text/plain; charset=utf-8");
Response no_content();

// Server-sent events: the source returns whole events, each built by event_text.
Response event_response(BodySource source);
std::string event_text(std::string_view name, std::string_view data);

// Streams the file's bytes; the file is already unlinked when this returns. Throws Error{kFailed} if it cannot be read.
BodySource source_of_file(const std::string& path);

}  // namespace smartdesk::http
