// A refused request, for people and machines: RFC 9457, "Problem Details for HTTP APIs".

#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "http/response.h"

namespace smartdesk::http {

// Thrown by handlers to refuse a request.
class Problem : public std::exception {
 public:
  // status: 400 to 599. detail: what is wrong and what to do; the client sees it.
  Problem(int status, std::string detail) : status_(status), detail_(std::move(detail)) {}

  // code: what programs react to, such as "no_model"; the API sends it and the dashboard translates it.
  Problem(int status, std::string detail, std::string_view code)
      : status_(status), detail_(std::move(detail)), code_(code) {}

  // With a Retry-After header of `seconds` (429, 503).
  static Problem retry_after(int status, int seconds, std::string detail);

  int status() const { return status_; }
  const std::string& detail() const { return detail_; }
  const std::string& code() const { return code_; }  // empty: none
  const char* what() const noexcept override { return detail_.c_str(); }

  Problem& with_header(std::string name, std::string value);

  // application/problem+json with type, title, status, detail, and code if there is one.
  Response response() const;

 private:
  int status_;
  std::string detail_, code_;
  std::vector<std::pair<std::string, std::string>> headers_;
};

// kInvalidInput, kUsage, kNoColumn and kUnknownLabel: 400; kUnavailable, kInterrupted, kNoModel, kNoEmbedder,
// kNoWorkspace and kNoUsers: 503; kFailed: 500, whose message (which may name files) only goes to the log. With the
// error's code.
Problem problem_of(const Error& error);

// "Not Found" for 404.
std::string_view reason_phrase(int status);

}  // namespace smartdesk::http
