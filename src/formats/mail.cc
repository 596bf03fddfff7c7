#include "formats/mail.h"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

#include "text/html_text.h"
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

std::string copy(const char* text) { return text == nullptr ? std::string() : std::string(text); }

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

std::string addresses(InternetAddressList* list) {
  if (list == nullptr) return {};
  const Text text(internet_address_list_to_string(list, nullptr, FALSE));
  return clean(copy(text.get()));
}

std::string date_of(GMimeMessage* message) {
  GDateTime* date = g_mime_message_get_date(message);
  if (date == nullptr) return {};
  const Text text(g_date_time_format_iso8601(date));
  return copy(text.get());
}

std::string text_of(GMimeTextPart* part) {
  const Text text(g_mime_text_part_get_text(part));
  return copy(text.get());
}

// The parts of a message: the first plain and the first HTML text that are not attachments, and the attachments' names.
struct Parts {
  std::string plain, html, attachments;
  bool has_plain = false, has_html = false;

  void look_at(GMimeObject* part) {
    if (GMIME_IS_MULTIPART(part)) {
      auto* multipart = GMIME_MULTIPART(part);
      for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) look_at(g_mime_multipart_get_part(multipart, i));
      return;
    }
    if (GMIME_IS_MESSAGE_PART(part)) return list("forwarded message");
    if (!GMIME_IS_PART(part)) return;
    if (g_mime_part_is_attachment(GMIME_PART(part)) || !GMIME_IS_TEXT_PART(part)) {
      const char* name = g_mime_part_get_filename(GMIME_PART(part));
      return list(name == nullptr ? "unnamed" : name);
    }
    auto* type = g_mime_object_get_content_type(part);
    const bool is_html = g_mime_content_type_is_type(type, "text", "html") != 0;
    if (is_html && !has_html) html = text_of(GMIME_TEXT_PART(part));
    if (!is_html && !has_plain) plain = text_of(GMIME_TEXT_PART(part));
    (is_html ? has_html : has_plain) = true;
  }

  void list(const std::string& name) { attachments += (attachments.empty() ? "" : "; ") + name; }
};

bool is_quote_line(std::string_view line) { return line.starts_with('>'); }

// "On 1 March, Ann wrote:" in seven languages; the header block of a forwarded mail.
bool opens_quote(std::string_view line) {
  for (const std::string_view sign :
       {"-----Original Message-----", "-----Ursprüngliche Nachricht-----", "---------- Forwarded message",
        "________________________________", "Begin forwarded message:"}) {
    if (line.starts_with(sign)) return true;
  }
  if (!line.ends_with(':') || line.size() > 200) return false;
  const std::pair<std::string_view, std::string_view> frames[] = {
      {"On ", "wrote:"},   {"Am ", "schrieb"},   {"Le ", "écrit"},  {"El ", "escribió:"},
      {"Il ", "scritto:"}, {"Em ", "escreveu:"}, {"Op ", "schreef"}};
  for (const auto& [begin, end] : frames) {
    if (line.starts_with(begin) && line.find(end) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::size_t own_text_end(std::string_view body) {
  std::size_t end = body.size();
  bool only_quotes_behind = true;
  // From the last line up, as long as there are only quotes, blank lines and lines that introduce a quote.
  for (std::size_t line_end = body.size(); line_end != std::string_view::npos && only_quotes_behind;) {
    const auto line_break = line_end == 0 ? std::string_view::npos : body.rfind('\n', line_end - 1);
    const auto begin = line_break == std::string_view::npos ? 0 : line_break + 1;
    const auto line = body.substr(begin, line_end - begin);
    const bool blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
    only_quotes_behind = blank || is_quote_line(line) || opens_quote(line);
    if (only_quotes_behind && !blank) end = begin;
    line_end = line_break;
  }
  // A signature, or the header of a mail that is quoted without marks, ends the own text anywhere in the body.
  for (std::size_t begin = 0; begin < end;) {
    const auto line_end = std::min(body.find('\n', begin), body.size());
    const auto line = body.substr(begin, line_end - begin);
    if (line == "-- " || line == "--" || (opens_quote(line) && !line.ends_with(':'))) return begin;
    begin = line_end + 1;
  }
  return end;
}

Mail parse_mail(std::string_view message) {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
  Mail mail;
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
  if (parsed == nullptr) return mail;
  mail.id = clean(copy(g_mime_message_get_message_id(parsed.get())));
  mail.created_at = date_of(parsed.get());
  mail.from = addresses(g_mime_message_get_from(parsed.get()));
  mail.to = addresses(g_mime_message_get_to(parsed.get()));
  mail.subject = clean(copy(g_mime_message_get_subject(parsed.get())));
  Parts parts;
  if (auto* root = g_mime_message_get_mime_part(parsed.get()); root != nullptr) parts.look_at(root);
  mail.body = clean(parts.has_plain ? parts.plain : text::html_to_text(parts.html));
  mail.attachments = clean(parts.attachments);
  mail.own_text_end = own_text_end(mail.body);
  return mail;
}

}  // namespace smartdesk::formats
