// The dashboard's files, compiled into the program.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace smartdesk::server {

// One file as it was built in.
struct EmbeddedFile {
  std::string_view path;  // "assets/index.js"
  std::string_view bytes;
};

// Immutable after it is made; safe to share between threads. The files' bytes must outlive it and all answers.
class Assets {
 public:
  // Compresses what is worth it, with gzip and Brotli. Cost: about 0.1 s a megabyte.
  explicit Assets(const std::vector<EmbeddedFile>& files);

  // The file in the best form that the client takes, with ETag; 304 if the client has it. Files under assets/ are named
  // by their content and may be kept for a year, others are asked for again. Throws Problem (404).
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

// What the build found in web/dist; a page that says how to build the dashboard if there was none.
std::vector<EmbeddedFile> dashboard_files();

}  // namespace smartdesk::server
