// Where a request's body goes as it comes in.

#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "http/router.h"

namespace smartdesk::http {

// Into Request::body, or into a file, which is removed with the sink.
class BodySink {
 public:
  // folder: of the file; empty: the system's temporary folder.
  BodySink(BodyStorage storage, const std::string& folder, Request& request);
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;
  ~BodySink();

  // Where the next bytes may be put, and how many were. taken throws Error{kFailed} if the disk is full.
  std::span<char> room();
  void taken(std::size_t bytes);

  // All of it is there.
  void finish();

 private:
  Request& request_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::FILE* file_ = nullptr;
};

}  // namespace smartdesk::http
