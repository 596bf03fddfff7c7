// Shared by both kinds of servers: JSON over HTTP, line streams and the mapping of failures to LlmFault.

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "llm/client.h"
#include "llm/server.h"
#include "net/http_client.h"

namespace smartdesk::llm {

// Alternatives requested per token. Enough for the labels of a task; each one adds bytes to every token.
inline constexpr int kLikeliest = 8;

class LlmExchange {
 public:
  explicit LlmExchange(LlmServer server) : server_(std::move(server)) {}
  const LlmServer& server() const { return server_; }

  // Sends a request and returns the reply, which is not streamed. Throws LlmError unless it is 200 and JSON.
  boost::json::value ask(const std::string& method, const std::string& path, const boost::json::value& body);

  // Passes each line of a streamed reply to line_takes, which returns false to stop. Throws LlmError unless the status
  // is 200.
  using LineSink = std::function<bool(std::string_view line)>;
  void stream(const std::string& path, const boost::json::value& body, const LineSink& line_takes,
              const net::HttpDeadlines& deadlines);

  net::HttpDeadlines deadlines(const ChatRequest& request) const;

 private:
  net::HttpRequest request(const std::string& method, const std::string& path, const boost::json::value& body) const;
  net::HttpReply send(const net::HttpRequest& request, const net::HttpSink& sink = {});
  [[noreturn]] void refuse(const net::HttpReply& reply) const;

  LlmServer server_;
  net::HttpClient http_;
};

// Assembles a streamed reply. Throws LlmError{kEndless} if the reply repeats itself or does not end.
class ReplyCollector {
 public:
  explicit ReplyCollector(int max_tokens);
  void add(std::string_view content, std::string_view thinking);
  void add_token(const boost::json::object& token);  // {token, logprob, top_logprobs}
  [[noreturn]] void refuse_unfinished() const;       // the stream ended before the reply was complete
  ChatReply reply;

 private:
  bool runs_in_circles(std::size_t bytes) const;

  std::size_t max_bytes_;
  std::size_t blanks_ = 0;  // at the end of content
};

// Values of an object. A missing value or one of another type gives the default.
std::string_view text_of(const boost::json::object& object, std::string_view key);
std::int64_t number_of(const boost::json::object& object, std::string_view key);
const boost::json::object* object_of(const boost::json::object& object, std::string_view key);
const boost::json::array* array_of(const boost::json::object& object, std::string_view key);

// Parses a line or a reply as a JSON object. Throws LlmError{kBadReply} if it is not one.
boost::json::object parse_object(std::string_view text);

// Reads an embedding and normalises it to length 1. Throws LlmError{kBadReply} if it is not one.
std::vector<float> unit_vector(const boost::json::value& numbers);
void check_embeddings(const std::vector<std::vector<float>>& vectors, std::size_t texts);

}  // namespace smartdesk::llm
