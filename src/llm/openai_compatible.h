// A model behind the OpenAI interface: llama.cpp's server, vLLM, LM Studio, hosted ones
// (https://platform.openai.com/docs/api-reference/chat).

#pragma once

#include <memory>

#include "llm/client.h"
#include "llm/server.h"

namespace smartdesk::llm {

// server.url: with or without the closing /v1.
std::unique_ptr<LlmClient> make_openai_client(const LlmServer& server);

// Whether something at the address answers as such a server does (asking for a key will do), with a deadline of 1 s.
bool is_openai(const LlmServer& server);

}  // namespace smartdesk::llm
