#include "llm/internal/exchange.h"

#include <algorithm>
#include <cmath>

namespace smartdesk::llm {
namespace {

constexpr std::size_t kShownBytes = 200;
constexpr std::size_t kMaxBlanks = 512;
constexpr std::size_t kCircle = 256;
constexpr std::size_t kLongestPeriod = 12;

LlmFault fault_of(net::HttpError::Fault fault) {
  switch (fault) {
    case net::HttpError::Fault::kUnreachable:
      return LlmFault::kUnreachable;
    case net::HttpError::Fault::kTimeout:
      return LlmFault::kTimeout;
    case net::HttpError::Fault::kCut:
      return LlmFault::kCut;
    case net::HttpError::Fault::kTooLarge:
      return LlmFault::kEndless;
  }
  return LlmFault::kCut;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// {"error": "…"} and {"error": {"message": "…"}}; else the body itself, cut.
std::string said(const net::HttpReply& reply) {
  boost::system::error_code unparsed;
  const auto value = boost::json::parse(reply.body, unparsed);
  if (!unparsed && value.is_object()) {
    const auto& object = value.as_object();
    if (const auto text = text_of(object, "error"); !text.empty()) return std::string(text);
    if (const auto* error = object_of(object, "error")) return std::string(text_of(*error, "message"));
  }
  return reply.body.substr(0, kShownBytes);
}

LlmFault fault_of(int status, std::string_view said) {
  if (status == 429 || status == 503) return LlmFault::kBusy;
  if (contains(said, "exceeds the context") || contains(said, "exceed the available context") ||
      contains(said, "maximum context length")) {
    return LlmFault::kTooLong;
  }
  if (status == 404 && contains(said, "model")) return LlmFault::kModelMissing;
  if (contains(said, "invalid JSON schema") || contains(said, "failed to parse grammar")) return LlmFault::kRefused;
  return status >= 500 ? LlmFault::kServer : LlmFault::kRefused;
}

}  // namespace

net::HttpRequest LlmExchange::request(const std::string& method, const std::string& path,
                                      const boost::json::value& body) const {
  net::HttpRequest request;
  request.method = method;
  request.url = server_.url.text() + path;
  request.deadlines = server_.deadlines;
  request.stopped = server_.stopped;
  if (method != "GET") {
    request.headers.push_back("Content-Type: application/json");
    request.body = boost::json::serialize(body);
  }
  if (!server_.api_key.empty()) request.headers.push_back("Authorization: Bearer " + server_.api_key);
  return request;
}

net::HttpReply LlmExchange::send(const net::HttpRequest& request, const net::HttpSink& sink) {
  try {
    return http_.send(request, sink);
  } catch (const net::HttpError& error) {
    throw LlmError(fault_of(error.fault()), error.what());
  }
}

void LlmExchange::refuse(const net::HttpReply& reply) const {
  const auto reason = said(reply);
  std::string message = server_.url.text() + " answered " + std::to_string(reply.status);
  if (reply.status >= 300 && reply.status < 400) message += " (redirects are not followed)";
  if (!reason.empty()) message += ": " + reason;
  throw LlmError(fault_of(reply.status, reason), message, reply.retry_after_s);
}

boost::json::value LlmExchange::ask(const std::string& method, const std::string& path,
                                    const boost::json::value& body) {
  const auto reply = send(request(method, path, body));
  if (reply.status != 200) refuse(reply);
  return parse_object(reply.body);
}

void LlmExchange::stream(const std::string& path, const boost::json::value& body, const LineSink& line_takes,
                         const net::HttpDeadlines& deadlines) {
  auto asked = request("POST", path, body);
  asked.deadlines = deadlines;
  std::string rest;
  bool goes_on = true;
  const auto reply = send(asked, [&](std::string_view piece) {
    rest += piece;
    std::size_t begin = 0;
    for (auto end = rest.find('\n'); goes_on && end != std::string::npos; end = rest.find('\n', begin)) {
      std::string_view line(rest.data() + begin, end - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!line.empty()) goes_on = line_takes(line);
      begin = end + 1;
    }
    rest.erase(0, begin);
    return goes_on;
  });
  if (reply.status != 200) refuse(reply);
  if (goes_on && !rest.empty()) line_takes(rest);
}

net::HttpDeadlines LlmExchange::deadlines(const ChatRequest& request) const {
  net::HttpDeadlines deadlines = server_.deadlines;
  if (request.deadline_ms > 0) {
    deadlines.total = std::min(deadlines.total, request.deadline_ms);
    deadlines.first_byte = std::min(deadlines.first_byte, request.deadline_ms);
  }
  return deadlines;
}

ReplyCollector::ReplyCollector(int max_tokens) : max_bytes_(4096 + 32 * static_cast<std::size_t>(max_tokens)) {}

void ReplyCollector::add(std::string_view content, std::string_view thinking) {
  for (const char c : content) blanks_ = c == ' ' || c == '\n' || c == '\t' || c == '\r' ? blanks_ + 1 : 0;
  reply.content += content;
  reply.thinking += thinking;
  if (blanks_ > kMaxBlanks) throw LlmError(LlmFault::kEndless, "The model returned only whitespace");
  if (reply.content.size() + reply.thinking.size() > max_bytes_) {
    throw LlmError(LlmFault::kEndless, "The model's reply exceeds the length limit");
  }
  if (runs_in_circles(kCircle)) throw LlmError(LlmFault::kEndless, "The model repeats itself");
}

bool ReplyCollector::runs_in_circles(std::size_t bytes) const {
  const std::string_view text = reply.content.empty() ? reply.thinking : reply.content;
  if (text.size() < bytes) return false;
  const auto tail = text.substr(text.size() - bytes);
  for (std::size_t period = 1; period <= kLongestPeriod; ++period) {
    if (tail.substr(period) == tail.substr(0, bytes - period)) return true;
  }
  return false;
}

void ReplyCollector::refuse_unfinished() const {
  constexpr std::size_t kShortCircle = 24;
  // Ollama ends such replies in the middle of a word, without a mark.
  if (runs_in_circles(kShortCircle)) throw LlmError(LlmFault::kEndless, "The model repeats itself");
  throw LlmError(LlmFault::kCut, "The server's reply ended before it was complete");
}

void ReplyCollector::add_token(const boost::json::object& token) {
  const auto probability = [](const boost::json::object& of) {
    const auto* value = of.if_contains("logprob");
    return value != nullptr && value->is_number() ? value->to_number<double>() : -100.0;
  };
  ChatToken added{std::string(text_of(token, "token")), probability(token), {}};
  if (const auto* others = array_of(token, "top_logprobs")) {
    for (const auto& other : *others) {
      if (!other.is_object()) continue;
      added.likeliest.emplace_back(text_of(other.as_object(), "token"), probability(other.as_object()));
    }
  }
  reply.tokens.push_back(std::move(added));
}

std::string_view text_of(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::int64_t number_of(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_number()) return 0;
  boost::system::error_code unfit;
  const auto number = value->to_number<std::int64_t>(unfit);
  return unfit ? 0 : number;
}

const boost::json::object* object_of(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

const boost::json::array* array_of(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

boost::json::object parse_object(std::string_view text) {
  boost::system::error_code unparsed;
  auto value = boost::json::parse(text, unparsed);
  if (unparsed || !value.is_object()) {
    throw LlmError(LlmFault::kBadReply, "The server's reply is not JSON: " + std::string(text.substr(0, kShownBytes)));
  }
  return std::move(value.as_object());
}

std::vector<float> unit_vector(const boost::json::value& numbers) {
  const auto refuse = [] { return LlmError(LlmFault::kBadReply, "The server's reply is not an embedding"); };
  if (!numbers.is_array() || numbers.as_array().empty()) throw refuse();
  std::vector<float> vector;
  double squares = 0;
  for (const auto& number : numbers.as_array()) {
    if (!number.is_number()) throw refuse();
    vector.push_back(number.to_number<float>());
    squares += static_cast<double>(vector.back()) * vector.back();
  }
  if (!std::isfinite(squares)) throw refuse();
  const auto scale = squares > 0 ? static_cast<float>(1 / std::sqrt(squares)) : 0.0F;
  for (auto& value : vector) value *= scale;
  return vector;
}

void check_embeddings(const std::vector<std::vector<float>>& vectors, std::size_t texts) {
  const bool even = std::all_of(vectors.begin(), vectors.end(),
                                [&](const auto& vector) { return vector.size() == vectors.front().size(); });
  if (vectors.size() != texts || !even) {
    throw LlmError(LlmFault::kBadReply, "The server sent " + std::to_string(vectors.size()) + " embeddings for " +
                                            std::to_string(texts) + " texts, or embeddings of different lengths");
  }
}

}  // namespace smartdesk::llm
