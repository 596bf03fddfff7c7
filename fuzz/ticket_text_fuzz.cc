// Searches any bytes for secrets and prompt injection. Findings are in order, and no text is lost.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/injection.h"
#include "text/redact.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t end = 0;
  for (const auto& finding : text::find_secrets(text)) {
    if (finding.begin < end || finding.end <= finding.begin || finding.end > size) std::abort();
    end = finding.end;
  }
  text::redact(text);
  const auto found = text::find_injection(text);
  std::size_t pieces = found.rest.size();
  for (const auto& order : found.orders) pieces += order.size();
  if (pieces != text::without_role_signs(text).size()) std::abort();
  return 0;
}
