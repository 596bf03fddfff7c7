#include "formats/internal/mail_header.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "text/encoding.h"

namespace smartdesk::formats {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_name(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string decoded_base64(std::string_view text) {
  std::string bytes(text.size() + 4, '\0');
  int state = 0;
  guint32 saved = 0;
  bytes.resize(g_mime_encoding_base64_decode_step(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                                  reinterpret_cast<unsigned char*>(bytes.data()), &state, &saved));
  return bytes;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decoded_q(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_code =
        text[at] == '=' && at + 2 < text.size() && digit_of(text[at + 1]) >= 0 && digit_of(text[at + 2]) >= 0;
    if (is_code) {
      bytes += static_cast<char>(digit_of(text[at + 1]) * 16 + digit_of(text[at + 2]));
      at += 2;
    } else {
      bytes += text[at] == '_' ? ' ' : text[at];
    }
  }
  return bytes;
}

struct Word {
  std::string_view charset;
  std::string bytes;
  std::size_t end;  // behind it
};

// The encoded word =?charset?B?text?= at `at`, if there is one. Outlook puts blanks into text, so they are allowed.
std::optional<Word> word_at(std::string_view raw, std::size_t at) {
  if (!raw.substr(at).starts_with("=?")) return std::nullopt;
  const auto charset_end = raw.find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= raw.size() || raw[charset_end + 2] != '?') return {};
  const char kind = lower(raw[charset_end + 1]);
  const auto text_begin = charset_end + 3;
  const auto text_end = raw.find("?=", text_begin);
  if ((kind != 'b' && kind != 'q') || text_end == std::string_view::npos) return std::nullopt;
  const auto text = raw.substr(text_begin, text_end - text_begin);
  auto charset = raw.substr(at + 2, charset_end - at - 2);
  charset = charset.substr(0, charset.find('*'));  // RFC 2231: a language may follow
  if (charset.empty() || std::any_of(charset.begin(), charset.end(), is_blank)) return std::nullopt;
  return Word{charset, kind == 'b' ? decoded_base64(text) : decoded_q(text), text_end + 2};
}

// Splits a header into encoded words, which are converted, and text.
class HeaderReader {
 public:
  HeaderReader(std::string_view raw, std::string_view body_charset) : raw_(raw), body_charset_(body_charset) {}

  // wrap: what becomes of text that was decoded.
  template <typename Wrap>
  std::string read(const Wrap& wrap) {
    std::string out, plain;
    for (std::size_t at = 0; at < raw_.size();) {
      const auto word = word_at(raw_, at);
      if (!word) {
        plain += raw_[at++];
        continue;
      }
      out += unfolded(std::exchange(plain, {}));
      out += wrap(words_from(at));
    }
    return out + unfolded(plain);
  }

 private:
  // All words from `at` on between which there are only blanks. Moves `at` behind them.
  std::string words_from(std::size_t& at) {
    std::string text, bytes;
    std::string_view charset;
    for (auto next = at; auto word = word_at(raw_, next);) {
      if (!same_name(word->charset, charset)) text += text::decoded_text(std::exchange(bytes, {}), charset);
      charset = word->charset;
      bytes += word->bytes;
      next = at = word->end;
      while (next < raw_.size() && is_blank(raw_[next])) ++next;
    }
    return text + text::decoded_text(bytes, charset);
  }

  std::string unfolded(const std::string& bytes) const {
    std::string text;
    for (const char c : bytes) {
      if (c != '\r' && c != '\n') text += c == '\t' ? ' ' : c;
    }
    const bool is_ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return is_ascii ? text : text::decoded_text(text, body_charset_);
  }

  std::string_view raw_, body_charset_;
};

std::string as_word(const std::string& text) {
  const std::unique_ptr<char, void (*)(void*)> base64(
      g_base64_encode(reinterpret_cast<const unsigned char*>(text.data()), text.size()), g_free);
  return "=?utf-8?B?" + std::string(base64.get()) + "?=";
}

}  // namespace

std::string decoded_header(std::string_view raw, std::string_view body_charset) {
  return HeaderReader(raw, body_charset).read([](std::string text) { return text; });
}

std::string encoded_header(std::string_view raw, std::string_view body_charset) {
  return HeaderReader(raw, body_charset).read(as_word);
}

}  // namespace smartdesk::formats
