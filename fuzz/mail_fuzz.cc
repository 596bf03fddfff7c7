// Reads any bytes as a mail and as a mailbox. All parts are valid UTF-8.

#include <initializer_list>

#include "formats/mail.h"
#include "read_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  const auto bytes = as_text(data, size);
  const auto mail = formats::parse_mail(bytes);
  for (const auto* part :
       {&mail.id, &mail.created_at, &mail.from, &mail.to, &mail.subject, &mail.body, &mail.attachments}) {
    if (text::first_invalid_utf8(*part)) std::abort();
  }
  formats::ReadOptions options;
  options.format = formats::TableFormat::kMbox;
  read_table(bytes, options);
  return 0;
}
