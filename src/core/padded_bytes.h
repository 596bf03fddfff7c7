// Arrays in the bytes of a file: little-endian, each padded with zeros to 8 bytes, so that they are used where they
// lie.

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace smartdesk {

static_assert(std::endian::native == std::endian::little, "files are used where they lie");

template <typename T>
concept Storable = std::is_trivially_copyable_v<T> && alignof(T) <= 8;

// out: arrays so far, a multiple of 8 bytes.
void append_padded(std::string& out, std::string_view bytes);

template <Storable T>
void append_padded(std::string& out, std::span<const T> items) {
  append_padded(out, std::string_view(reinterpret_cast<const char*>(items.data()), items.size_bytes()));
}

// Reads arrays from the front. Views the bytes, which must outlive what was taken.
class PaddedReader {
 public:
  // bytes: anything. damaged: a string literal, the message of the Error{kInvalidInput} that is thrown instead of
  // reading past the end, and if bytes do not start at a multiple of 8.
  PaddedReader(std::string_view bytes, const char* damaged);

  template <Storable T>
  std::span<const T> take(std::uint64_t count) {
    if (count > bytes_.size() / sizeof(T)) refuse();
    const auto items = static_cast<std::size_t>(count);
    return {reinterpret_cast<const T*>(take_bytes(items * sizeof(T))), items};
  }

  bool is_empty() const { return bytes_.empty(); }

 private:
  [[noreturn]] void refuse() const;
  const char* take_bytes(std::size_t size);

  std::string_view bytes_;
  const char* damaged_;
};

}  // namespace smartdesk
