// ICU's converters, by the names that this module uses.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct UConverter;

namespace smartdesk::text {

// See encoding_name() in text/encoding.h.
std::optional<std::string> canonical_name(std::string_view name);

// Converts pieces of a text to UTF-16. One thread at a time.
class Conversion {
 public:
  explicit Conversion(const std::string& name);  // a canonical name
  Conversion(const Conversion&) = delete;
  Conversion& operator=(const Conversion&) = delete;
  ~Conversion();

  // Appends what the bytes mean. is_last_piece: an incomplete character at the end is an error and not kept.
  enum class Piece { kMiddle, kLast };
  void append(std::string_view bytes, Piece piece, std::u16string& out);

  // Characters that the encoding does not define. Each gave U+FFFD.
  std::uint64_t errors() const { return errors_; }

 private:
  void correct(std::u16string& out, std::size_t from);

  struct Close {
    void operator()(UConverter* converter) const;
  };
  std::unique_ptr<UConverter, Close> converter_;
  bool follows_jis_;
  std::uint64_t errors_ = 0;
};

}  // namespace smartdesk::text
