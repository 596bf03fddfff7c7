// Message signatures between services: HMAC (RFC 2104).

#pragma once

#include <string>
#include <string_view>

namespace smartdesk::server {

enum class Hash { kSha1, kSha256 };

// The raw bytes.
std::string hmac(Hash hash, std::string_view key, std::string_view message);

std::string base64(std::string_view bytes);
std::string lower_hex(std::string_view bytes);

// The key in a Standard Webhooks secret ("whsec_" and base64). Throws Error{kUsage} for an invalid secret, without
// quoting it.
std::string key_of_webhook_secret(std::string_view secret);

}  // namespace smartdesk::server
