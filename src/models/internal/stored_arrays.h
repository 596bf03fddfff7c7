// Arrays in the bytes of a model, each after the number of its items; as in core/padded_bytes.h.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/padded_bytes.h"

namespace smartdesk::models {

class ArrayWriter {
 public:
  template <typename T>
  void add(std::span<const T> items) {
    const std::uint64_t count = items.size();
    append_padded(bytes_, std::span(&count, 1));
    append_padded(bytes_, items);
  }
  template <typename T>
  void add_one(const T& item) {
    add(std::span<const T>(&item, 1));
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Throws Error{kInvalidInput} instead of reading past its bytes.
class ArrayReader {
 public:
  explicit ArrayReader(std::string_view bytes) : reader_(bytes, kDamaged) {}

  template <typename T>
  std::span<const T> take() {
    return reader_.take<T>(reader_.take<std::uint64_t>(1)[0]);
  }
  template <typename T>
  T take_one() {
    const auto items = take<T>();
    if (items.size() != 1) refuse();
    return items[0];
  }
  void finish() const {
    if (!reader_.is_empty()) refuse();
  }

  [[noreturn]] static void refuse() { throw Error(ErrorCode::kInvalidInput, kDamaged); }

 private:
  static constexpr const char* kDamaged = "a classifier in it is damaged";

  PaddedReader reader_;
};

}  // namespace smartdesk::models
