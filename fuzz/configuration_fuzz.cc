// Reads any bytes as a configuration and as a taxonomy. Both either load or throw an Error with a message.

#include "cli/configuration.h"

#include <cstdlib>

#include "core/error.h"
#include "memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const MemoryFile file(as_text(data, size));
  setenv("SMARTDESK_CONFIG", file.path().c_str(), 1);
  try {
    const auto configuration = cli::Configuration::load();
    if (configuration.taxonomy().tasks.empty()) std::abort();
    for (const auto& setting : cli::settings()) configuration.value(setting.key);
  } catch (const Error& error) {
    if (*error.what() == '\0') std::abort();
  }
  try {
    cli::read_taxonomy(file.path());
  } catch (const Error&) {
    // expected
  }
  return 0;
}
