// Settings of every client: server, model and deadlines.

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
  int context_tokens = 4096;  // for servers that let the client choose; constant during a run, or the model is reloaded
  net::HttpDeadlines deadlines = {};
  const std::atomic<bool>* stopped = nullptr;  // set by Ctrl-C; may be null
};

}  // namespace smartdesk::llm
