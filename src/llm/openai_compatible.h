// A model behind the OpenAI API: llama.cpp's server, vLLM, LM Studio, hosted services
// (https://platform.openai.com/docs/api-reference/chat).

#pragma once

#include <memory>

#include "llm/client.h"
#include "llm/server.h"

namespace smartdesk::llm {

// server.url: with or without /v1 at the end.
std::unique_ptr<LlmClient> make_openai_client(const LlmServer& server);

// Whether such a server answers at the address; a reply that requires a key (401) counts. Deadline: 1 s.
bool is_openai(const LlmServer& server);

}  // namespace smartdesk::llm
