// SHA-256 of bytes (FIPS 180-4, by libsodium).

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace smartdesk {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string hex(const Digest& digest);

}  // namespace smartdesk
