#include "server/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "core/error.h"

namespace smartdesk::server {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string hmac(Hash hash, std::string_view key, std::string_view message) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  HMAC(hash == Hash::kSha1 ? EVP_sha1() : EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message),
       message.size(), digest.data(), &length);
  return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string lower_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string key_of_webhook_secret(std::string_view secret) {
  if (secret.starts_with(kSecretPrefix)) secret.remove_prefix(kSecretPrefix.size());
  std::string key(3 * secret.size() / 4 + 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()), bytes_of(secret), static_cast<int>(secret.size()));
  if (secret.empty() || length < 0) {
    throw Error(
        ErrorCode::kUsage,
        "webhooks.secret is not a Standard Webhooks secret. Create one with: echo whsec_$(openssl rand -base64 24)");
  }
  std::size_t padding = 0;
  while (padding < 2 && secret.ends_with('=')) {
    secret.remove_suffix(1);
    ++padding;
  }
  key.resize(static_cast<std::size_t>(length) - padding);
  return key;
}

}  // namespace smartdesk::server
