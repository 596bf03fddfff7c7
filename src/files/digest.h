// Digests of bytes: SHA-256 (FIPS 180-4, by libsodium), and a checksum (XXH3) that is fifty times as fast.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace smartdesk::files {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string hex(const Digest& digest);

// Detects accidental damage, not tampering. Cost: as fast as memory is read.
std::uint64_t checksum(std::string_view bytes);

}  // namespace smartdesk::files
