// Which server, which model, and how long to wait: what every client is made with.

#pragma once

#include <atomic>
#include <string>

#include "net/http_client.h"
#include "net/url.h"

namespace smartdesk::llm {

struct LlmServer {
  net::Url url;
  std::string model;
  std::string api_key;        // sent as a bearer token; may be empty
  int context_tokens = 4096;  // asked of servers that let us choose; one value for a run, or the model is loaded anew
  net::HttpDeadlines deadlines = {};
  const std::atomic<bool>* stopped = nullptr;  // set by Ctrl-C; may be null
};

}  // namespace smartdesk::llm
