#include "core/padded_bytes.h"

#include "core/error.h"

namespace smartdesk {

void append_padded(std::string& out, std::string_view bytes) {
  out += bytes;
  out.append((8 - out.size() % 8) % 8, '\0');
}

PaddedReader::PaddedReader(std::string_view bytes, const char* damaged) : bytes_(bytes), damaged_(damaged) {
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) refuse();
}

void PaddedReader::refuse() const { throw Error(ErrorCode::kInvalidInput, damaged_); }

const char* PaddedReader::take_bytes(std::size_t size) {
  const std::size_t padding = (8 - size % 8) % 8;
  if (size > bytes_.size() || padding > bytes_.size() - size) refuse();
  const char* data = bytes_.data();
  bytes_.remove_prefix(size + padding);
  return data;
}

}  // namespace smartdesk
