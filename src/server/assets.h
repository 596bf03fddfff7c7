// The dashboard's files, compiled into the program.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace smartdesk::server {

// One embedded file.
struct EmbeddedFile {
  std::string_view path;  // "assets/index.js"
  std::string_view bytes;
};

// Immutable after construction; safe to share between threads. The files' bytes must outlive it and all responses.
class Assets {
 public:
  // Compresses files with gzip and Brotli if that makes them smaller. Cost: about 0.1 s per megabyte.
  explicit Assets(const std::vector<EmbeddedFile>& files);

  // The file in the best encoding that the client accepts, with ETag; 304 if the client has it. Files under assets/ are
  // named by content and may be cached for a year; others are revalidated. Throws Problem (404).
  http::Response response(const http::Request& request, std::string_view path) const;

 private:
  struct Form {
    std::string encoding, bytes;  // smaller than the file
  };
  struct Asset {
    EmbeddedFile file;
    std::string content_type, etag;
    std::vector<Form> forms;  // best first
  };
  std::vector<Asset> assets_;
};

// The files from web/dist at build time; without them, a page that explains how to build the dashboard.
std::vector<EmbeddedFile> dashboard_files();

}  // namespace smartdesk::server
