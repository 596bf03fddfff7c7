// Stores a request body as it arrives.

#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "http/router.h"

namespace smartdesk::http {

// Writes into Request::body, or into a file, which is removed together with the sink.
class BodySink {
 public:
  // folder: of the file; empty: the system's temporary folder.
  BodySink(BodyStorage storage, const std::string& folder, Request& request);
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;
  ~BodySink();

  // room(): the buffer for the next bytes. taken(): how many were written; throws Error{kFailed} if the disk is full.
  std::span<char> room();
  void taken(std::size_t bytes);

  // Call once the body is complete.
  void finish();

 private:
  Request& request_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::FILE* file_ = nullptr;
};

}  // namespace smartdesk::http
