// Arrays in the bytes of a model: little-endian, each padded to 8 bytes, read without copying.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/error.h"

namespace smartdesk::models {

class ArrayWriter {
 public:
  template <typename T>
  void add(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::uint64_t count = items.size();
    append(&count, sizeof count);
    append(items.data(), items.size_bytes());
  }
  template <typename T>
  void add_one(const T& item) {
    add(std::span<const T>(&item, 1));
  }
  std::string take() { return std::move(bytes_); }

 private:
  void append(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
    bytes_.append((8 - bytes_.size() % 8) % 8, '\0');
  }
  std::string bytes_;
};

// Throws Error{kInvalidInput} instead of reading past its bytes.
class ArrayReader {
 public:
  explicit ArrayReader(std::string_view bytes) : bytes_(bytes) {
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) refuse();
  }

  template <typename T>
  std::span<const T> take() {
    const auto count = *reinterpret_cast<const std::uint64_t*>(take_bytes(sizeof(std::uint64_t)));
    if (count > bytes_.size() / sizeof(T)) refuse();
    const auto size = static_cast<std::size_t>(count) * sizeof(T);
    return {reinterpret_cast<const T*>(take_bytes(size)), static_cast<std::size_t>(count)};
  }
  template <typename T>
  T take_one() {
    const auto items = take<T>();
    if (items.size() != 1) refuse();
    return items[0];
  }
  void finish() const {
    if (!bytes_.empty()) refuse();
  }

  [[noreturn]] static void refuse() { throw Error(ErrorCode::kInvalidInput, "a classifier in it is damaged"); }

 private:
  const char* take_bytes(std::size_t size) {
    const std::size_t padded = (size + 7) / 8 * 8;
    if (padded > bytes_.size()) refuse();
    const char* data = bytes_.data();
    bytes_.remove_prefix(padded);
    return data;
  }
  std::string_view bytes_;
};

}  // namespace smartdesk::models
