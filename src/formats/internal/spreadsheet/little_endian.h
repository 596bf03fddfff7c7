// Numbers in binary documents. What lies outside of the bytes is 0.

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smartdesk::formats {

inline std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t length) {
  if (at > bytes.size() || length > bytes.size() - at) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < length; ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

inline std::uint16_t u16_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(little_endian(bytes, at, 2));
}

inline std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(little_endian(bytes, at, 4));
}

inline double double_at(std::string_view bytes, std::size_t at) {
  return std::bit_cast<double>(little_endian(bytes, at, 8));
}

}  // namespace smartdesk::formats
