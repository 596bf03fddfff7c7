#include "http/problem.h"

#include <boost/beast/http/status.hpp>
#include <boost/json.hpp>

namespace smartdesk::http {

Problem Problem::retry_after(int status, int seconds, std::string detail) {
  Problem problem(status, std::move(detail));
  problem.with_header("Retry-After", std::to_string(seconds));
  return problem;
}

Problem& Problem::with_header(std::string name, std::string value) {
  headers_.emplace_back(std::move(name), std::move(value));
  return *this;
}

Response Problem::response() const {
  boost::json::object body{
      {"type", "about:blank"}, {"title", reason_phrase(status_)}, {"status", status_}, {"detail", detail_}};
  if (!code_.empty()) body["code"] = code_;
  auto response = json_response(body, status_);
  response.content_type = "application/problem+json";
  response.headers.insert(response.headers.end(), headers_.begin(), headers_.end());
  return response;
}

Problem problem_of(const Error& error) {
  const auto code = name_of(error.code());
  const auto later = [&](std::string detail) {
    Problem problem(503, std::move(detail), code);
    return problem.with_header("Retry-After", "10");
  };
  switch (error.code()) {
    case ErrorCode::kUsage:
    case ErrorCode::kInvalidInput:
    case ErrorCode::kNoColumn:
    case ErrorCode::kUnknownLabel:
      return {400, error.what(), code};
    case ErrorCode::kUnavailable:
    case ErrorCode::kNoEmbedder:
      return later(error.what());
    case ErrorCode::kNoModel:
      return later(std::string(error.what()) + " Train one first.");
    case ErrorCode::kInterrupted:
      return later("The server is stopping. Try again in a moment.");
    case ErrorCode::kNoWorkspace:
    case ErrorCode::kNoUsers:
      return later("The server's workspace is gone. See its log for the reason.");
    case ErrorCode::kFailed:
      break;
  }
  return {500, "The server failed to process this request. See its log for the reason.", code};
}

std::string_view reason_phrase(int status) {
  // Beast does not know the newer names of RFC 9110.
  if (status == 413) return "Content Too Large";
  if (status == 422) return "Unprocessable Content";
  return boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
}

}  // namespace smartdesk::http
