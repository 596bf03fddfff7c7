// What both kinds of servers share: JSON over HTTP, streams of lines, and failures told apart.

#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "llm/client.h"
#include "llm/server.h"
#include "net/http_client.h"

namespace smartdesk::llm {

// Tokens asked for beside the chosen one: enough for a task's labels, and few, since each costs bytes with each token.
inline constexpr int kLikeliest = 8;

class LlmExchange {
 public:
  explicit LlmExchange(LlmServer server) : server_(std::move(server)) {}
  const LlmServer& server() const { return server_; }

  // The reply of a request that is answered at once. Throws LlmError unless it is 200 and JSON.
  boost::json::value ask(const std::string& method, const std::string& path, const boost::json::value& body);

  // Each line of a streamed reply; line_takes returns false when it has all it wants. Throws LlmError unless it is 200.
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

// Adds up a streamed reply and breaks off one that runs in circles. Throws LlmError{kEndless}.
class ReplyCollector {
 public:
  explicit ReplyCollector(int max_tokens);
  void add(std::string_view content, std::string_view thinking);
  void add_token(const boost::json::object& token);  // {token, logprob, top_logprobs}
  [[noreturn]] void refuse_unfinished() const;       // the stream ended, the reply did not
  ChatReply reply;

 private:
  bool runs_in_circles(std::size_t bytes) const;

  std::size_t max_bytes_;
  std::size_t blanks_ = 0;  // at the end of content
};

// Values of an object that servers sometimes leave out or give another type: then the default.
std::string_view text_of(const boost::json::object& object, std::string_view key);
std::int64_t number_of(const boost::json::object& object, std::string_view key);
const boost::json::object* object_of(const boost::json::object& object, std::string_view key);
const boost::json::array* array_of(const boost::json::object& object, std::string_view key);

// The object that a line or a reply is; LlmError{kBadReply} if it is none.
boost::json::object parse_object(std::string_view text);

// An embedding as the servers send it, brought to length 1; LlmError{kBadReply} if it is none.
std::vector<float> unit_vector(const boost::json::value& numbers);
void check_embeddings(const std::vector<std::vector<float>>& vectors, std::size_t texts);

}  // namespace smartdesk::llm
