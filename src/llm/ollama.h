// A model on an Ollama server (https://github.com/ollama/ollama, docs/api.md).

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "llm/client.h"
#include "llm/server.h"

namespace smartdesk::llm {

inline constexpr int kOllamaPort = 11434;

std::unique_ptr<LlmClient> make_ollama_client(const LlmServer& server);

// Makes the server download the model. progress gets the bytes done and the total (0: not known yet). Throws LlmError.
void pull_ollama_model(const LlmServer& server, const std::function<void(std::uint64_t, std::uint64_t)>& progress);

// The models that the server has, by name. Throws LlmError.
std::vector<std::string> list_ollama_models(const LlmServer& server);

// Whether an Ollama server answers at the address. Deadline: 1 s.
bool is_ollama(const LlmServer& server);

}  // namespace smartdesk::llm
