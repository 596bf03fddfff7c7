// Reads any bytes as JSON or JSONL: rows and counted rejects, or an Error. The first byte chooses the options.

#include "read_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  if (size == 0) return 0;
  formats::ReadOptions options;
  options.format = (data[0] & 1) != 0 ? formats::TableFormat::kJsonl : formats::TableFormat::kJson;
  if ((data[0] & 2) != 0) options.encoding = (data[0] & 8) != 0 ? "Shift_JIS" : "UTF-16LE";
  if ((data[0] & 4) != 0) options.max_field_bytes = 64;
  read_table(as_text(data + 1, size - 1), options);
  return 0;
}
