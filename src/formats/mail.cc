#include "formats/mail.h"

#include <gmime/gmime.h>

#include <filesystem>
#include <memory>
#include <mutex>

#include "formats/internal/mail_parts.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

struct FreeText {
  void operator()(char* text) const { g_free(text); }
};
using Text = std::unique_ptr<char, FreeText>;

// Makes valid UTF-8 without NUL, as table readers promise.
std::string clean(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, end] = text::decode(text, at);
    if (value != 0 && value != '\r') text::append_utf8(out, value);
    at = end;
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

std::string date_of(GMimeMessage* message) {
  GDateTime* date = g_mime_message_get_date(message);
  if (date == nullptr) return {};
  const Text text(g_date_time_format_iso8601(date));
  return text == nullptr ? std::string() : std::string(text.get());
}

// What comes before the headers: a byte order mark, blank lines (Gmail's "show original"), a mailbox's separator.
std::string_view from_headers_on(std::string_view message) {
  if (message.starts_with("\xEF\xBB\xBF")) message.remove_prefix(3);
  for (;;) {
    const auto end = message.find('\n');
    const auto line = message.substr(0, end);
    const bool is_blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
    const bool is_skipped = is_blank || line.starts_with("From ") || line.starts_with(">From ");
    if (!is_skipped || end == std::string_view::npos) return message;
    message.remove_prefix(end + 1);
  }
}

}  // namespace

bool is_maildir_message(const std::string& path) {
  namespace fs = std::filesystem;
  const auto folder = fs::path(path).parent_path();
  if (folder.filename() != "cur" && folder.filename() != "new") return false;
  std::error_code ignored;
  return fs::is_directory(folder.parent_path() / "cur", ignored) &&
         fs::is_directory(folder.parent_path() / "new", ignored);
}

Mail parse_mail(std::string_view message, std::string_view charset) {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
  const bool is_wide = message.starts_with("\xFF\xFE") || message.starts_with("\xFE\xFF");
  const std::string narrow = is_wide ? text::decoded_text(message) : "";
  message = from_headers_on(is_wide ? narrow : message);
  Mail mail;
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
  if (parsed == nullptr) return mail;
  const char* id = g_mime_message_get_message_id(parsed.get());
  mail.id = clean(id == nullptr ? "" : id);
  mail.created_at = date_of(parsed.get());
  mail.from = clean(addresses_of(parsed.get(), "From"));
  mail.to = clean(addresses_of(parsed.get(), "To"));
  mail.subject = clean(header_of(parsed.get(), "Subject"));
  auto text = text_of_mail(parsed.get(), charset);
  mail.body = clean(text.text);
  mail.attachments = clean(text.attachments);
  mail.encoding = std::move(text.encoding);
  return mail;
}

}  // namespace smartdesk::formats
