// What a handler answers: a status, headers, and a body that is there or that comes in pieces.

#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smartdesk::http {

// The next piece of a body. Empty and not the last: there is nothing yet, ask again in a moment.
struct Piece {
  std::string bytes;
  bool is_last = false;
};

// Is asked for a piece only once the one before has been taken by the client, so that a slow client holds up nobody and
// nothing piles up. Asked by one thread at a time (of the workers if the route is slow, else of the I/O threads); no
// thread waits between two pieces, so thousands of streams of events may be open. Make a piece about 64 KiB. What it
// throws breaks the connection off, which the client sees as a body cut short. When the server stops, a source that has
// nothing yet is not asked again.
using BodySource = std::function<Piece()>;

// The server adds Date, Content-Length or Transfer-Encoding, Connection, and the security headers.
struct Response {
  int status = 200;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string_view lasting;  // in place of body: bytes that outlive the server, sent without a copy
  BodySource stream;         // in place of both
};

Response json_response(const boost::json::value& value, int status = 200);
Response json_response(std::string serialised, int status = 200);
Response text_response(std::string text, std::string content_type = "text/plain; charset=utf-8");
Response no_content();

// Server-sent events: the source gives whole events, each made by event_text.
Response event_response(BodySource source);
std::string event_text(std::string_view name, std::string_view data);

// The file's bytes; its name is gone once this returns. Throws Error{kFailed} if it cannot be read.
BodySource source_of_file(const std::string& path);

}  // namespace smartdesk::http
