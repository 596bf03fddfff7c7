#include "formats/internal/mail_parts.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "formats/internal/mail_header.h"
#include "formats/internal/tnef.h"
#include "text/html_text.h"

namespace smartdesk::formats {
namespace {

constexpr int kDeepest = 50;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
struct Free {
  void operator()(char* text) const { g_free(text); }
};

std::string bytes_of(GMimePart* part) {
  auto* content = g_mime_part_get_content(part);
  if (content == nullptr) return {};
  const std::unique_ptr<GMimeStream, Unref> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, stream.get());
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos ||
         text.find_first_not_of(" \t\r\n\xC2\xA0") == std::string_view::npos;
}

bool is_type(GMimeObject* part, const char* type, const char* subtype) {
  return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype) != 0;
}

// Text that a program reads, not a person.
bool is_machine_text(GMimeObject* part) {
  for (const char* subtype : {"calendar", "x-vcard", "vcard", "directory", "css", "csv", "xml", "rtf", "x-amp-html",
                              "javascript", "rfc822-headers"}) {
    if (is_type(part, "text", subtype)) return true;
  }
  return false;
}

std::string charset_of(GMimeObject* part) {
  const char* charset = g_mime_object_get_content_type_parameter(part, "charset");
  return charset == nullptr ? std::string() : charset;
}

void append_block(std::string& text, std::string_view block) {
  if (is_blank(block)) return;
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  text += block;
}

class Parts {
 public:
  explicit Parts(std::string_view charset) : charset_(charset) {}

  MailText all(GMimeMessage* message) {
    auto own = text_of(g_mime_message_get_mime_part(message), 0);
    return {with_forwarded(std::move(own)), std::move(attachments_), encoding_};
  }

 private:
  std::string text_of(GMimeObject* part, int depth) {
    if (part == nullptr) return {};
    if (depth > kDeepest) return named("parts that are nested too deeply");
    if (GMIME_IS_MULTIPART(part)) return text_of_children(part, depth);
    if (GMIME_IS_MESSAGE_PART(part)) return take_message(GMIME_MESSAGE_PART(part), depth);
    if (!GMIME_IS_PART(part)) return {};
    const char* name = g_mime_part_get_filename(GMIME_PART(part));
    if (is_type(part, "application", "ms-tnef") || is_type(part, "application", "vnd.ms-tnef"))
      return text_of_tnef(part);
    if (g_mime_part_is_attachment(GMIME_PART(part)) || !GMIME_IS_TEXT_PART(part) || is_machine_text(part)) {
      return named(name == nullptr ? "unnamed" : decoded_header(name));
    }
    return is_type(part, "text", "html") ? text_of_html(part) : decoded(bytes_of(GMIME_PART(part)), charset_of(part));
  }

  // Of alternatives, the plain one; if it is blank, the last that is not, which is the richest.
  std::string text_of_children(GMimeObject* part, int depth) {
    const bool is_choice = is_type(part, "multipart", "alternative");
    auto* multipart = GMIME_MULTIPART(part);
    std::string all, plain;
    for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) {
      auto* child = g_mime_multipart_get_part(multipart, i);
      auto text = text_of(child, depth + 1);
      if (is_blank(text)) continue;
      if (!is_choice) {
        append_block(all, text);
        continue;
      }
      if (plain.empty() && is_type(child, "text", "plain")) plain = text;
      all = std::move(text);
    }
    return plain.empty() ? all : plain;
  }

  std::string take_message(GMimeMessagePart* part, int depth) {
    named("forwarded message");
    auto* message = g_mime_message_part_get_message(part);
    if (message == nullptr) return {};
    std::string head;
    for (const char* name : {"From", "Date", "Subject"}) {
      const auto value = header_of(message, name);
      if (!value.empty()) head += std::string(name) + ": " + value + "\n";
    }
    auto text = text_of(g_mime_message_get_mime_part(message), depth + 1);
    if (!is_blank(text)) forwarded_.push_back({std::move(head), std::move(text)});
    return {};
  }

  // Attached mails are the text if there is no other.
  std::string with_forwarded(std::string own) const {
    if (is_blank(own) && forwarded_.size() == 1) return forwarded_.front().text;
    for (const auto& message : forwarded_) {
      append_block(own, "\n---------- Forwarded message ----------\n" + message.head + "\n" + message.text);
    }
    return own;
  }

  std::string text_of_html(GMimeObject* part) {
    const auto bytes = bytes_of(GMIME_PART(part));
    auto charset = charset_of(part);
    if (charset.empty()) charset = text::charset_in_html(bytes);
    return text::html_to_text(decoded(bytes, charset));
  }

  std::string text_of_tnef(GMimeObject* part) {
    auto content = read_tnef(bytes_of(GMIME_PART(part)));
    for (const auto& name : content.attachments) named(name);
    if (content.attachments.empty()) named("winmail.dat");
    return content.text;
  }

  std::string decoded(const std::string& bytes, std::string declared) {
    if (!text::encoding_name(declared)) declared = charset_;
    const auto encoding = text::decide_encoding(bytes, declared);
    if (text::is_less_sure(encoding, encoding_)) encoding_ = encoding;
    return text::decoded_text(bytes, encoding);
  }

  // Returns nothing, which is the text of what has a name alone.
  std::string named(std::string_view name) {
    attachments_ += attachments_.empty() ? "" : "; ";
    attachments_ += name;
    return {};
  }

  struct Forwarded {
    std::string head, text;
  };

  std::string_view charset_;
  std::string attachments_;
  text::Encoding encoding_;
  std::vector<Forwarded> forwarded_;
};

std::string raw_header(GMimeMessage* message, const char* name) {
  auto* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
  auto* header = g_mime_header_list_get_header(headers, name);
  const char* raw = header == nullptr ? nullptr : g_mime_header_get_raw_value(header);
  return raw == nullptr ? std::string() : raw;
}

std::string body_charset(GMimeMessage* message) {
  auto* part = g_mime_message_get_mime_part(message);
  return part == nullptr ? std::string() : charset_of(part);
}

}  // namespace

MailText text_of_mail(GMimeMessage* message, std::string_view charset) { return Parts(charset).all(message); }

std::string header_of(GMimeMessage* message, const char* name) {
  auto value = decoded_header(raw_header(message, name), body_charset(message));
  const auto begin = value.find_first_not_of(' ');
  return begin == std::string::npos ? std::string() : value.substr(begin, value.find_last_not_of(' ') + 1 - begin);
}

std::string addresses_of(GMimeMessage* message, const char* name) {
  const auto value = encoded_header(raw_header(message, name), body_charset(message));
  const std::unique_ptr<InternetAddressList, Unref> list(internet_address_list_parse(nullptr, value.c_str()));
  if (list == nullptr) return header_of(message, name);
  const std::unique_ptr<char, Free> text(internet_address_list_to_string(list.get(), nullptr, FALSE));
  return text == nullptr ? std::string() : std::string(text.get());
}

}  // namespace smartdesk::formats
