#include "formats/internal/rtf.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "text/encoding.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

constexpr std::size_t kDictionary = 4096, kHeader = 16, kLongest = std::size_t{64} << 20;
// What both sides know at the beginning (MS-OXRTFCP 2.1.3.1.1).
constexpr std::string_view kKnown =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    "Sans "
    "SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(kKnown.size() == 207);

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

class Decompression {
 public:
  explicit Decompression(std::string_view bytes) : bytes_(bytes) {
    dictionary_.fill(' ');
    std::copy(kKnown.begin(), kKnown.end(), dictionary_.begin());
  }

  std::string all() {
    for (std::size_t at = 0; at < bytes_.size() && out_.size() < kLongest;) {
      const auto control = static_cast<unsigned char>(bytes_[at++]);
      for (unsigned bit = 0; bit < 8 && at < bytes_.size(); ++bit) {
        if ((control >> bit & 1U) == 0) {
          put(bytes_[at++]);
          continue;
        }
        if (at + 1 >= bytes_.size()) return std::move(out_);
        const auto high = static_cast<unsigned char>(bytes_[at]), low = static_cast<unsigned char>(bytes_[at + 1]);
        at += 2;
        const std::size_t from = high << 4U | low >> 4U;
        if (from == end_) return std::move(out_);
        for (std::size_t i = 0; i < (low & 0xFU) + 2U; ++i) put(dictionary_[(from + i) % kDictionary]);
      }
    }
    return std::move(out_);
  }

 private:
  void put(char c) {
    out_ += c;
    dictionary_[end_] = c;
    end_ = (end_ + 1) % kDictionary;
  }

  std::string_view bytes_;
  std::array<char, kDictionary> dictionary_{};
  std::size_t end_ = kKnown.size();
  std::string out_;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_hidden_group(std::string_view word) {
  for (const std::string_view name : {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer",
                                      "fldinst", "listtable", "listoverridetable", "generator", "themedata"}) {
    if (word == name) return true;
  }
  return false;
}

class RtfReader {
 public:
  RtfReader(std::string_view rtf, std::string_view charset) : rtf_(rtf), charset_(charset) {}

  std::string text() {
    while (at_ < rtf_.size()) {
      const char c = rtf_[at_++];
      if (c == '{') {
        hidden_.push_back(is_hidden());
      } else if (c == '}') {
        if (!hidden_.empty()) hidden_.pop_back();
      } else if (c == '\\') {
        read_control();
      } else if (c != '\r' && c != '\n') {
        put_byte(c);
      }
    }
    settle();
    return std::move(out_);
  }

 private:
  bool is_hidden() const { return !hidden_.empty() && hidden_.back(); }
  void hide() {
    if (!hidden_.empty()) hidden_.back() = true;
  }

  void read_control() {
    if (at_ == rtf_.size()) return;
    if (is_letter(rtf_[at_])) return read_word();
    const char c = rtf_[at_++];
    if (c == '*') return hide();
    if (c == '\'' && at_ + 1 < rtf_.size()) {
      const int high = hex_digit(rtf_[at_]), low = hex_digit(rtf_[at_ + 1]);
      at_ += 2;
      if (high >= 0 && low >= 0) put_byte(static_cast<char>(high * 16 + low));
      return;
    }
    if (c == '\\' || c == '{' || c == '}') put_byte(c);
    if (c == '~') put_byte(' ');
    if (c == '\r' || c == '\n') put_byte('\n');
  }

  void read_word() {
    const auto begin = at_;
    while (at_ < rtf_.size() && is_letter(rtf_[at_])) ++at_;
    const auto word = rtf_.substr(begin, at_ - begin);
    const bool is_negative = at_ < rtf_.size() && rtf_[at_] == '-';
    at_ += is_negative;
    int number = 0;
    for (; at_ < rtf_.size() && is_digit(rtf_[at_]); ++at_) number = (number * 10 + rtf_[at_] - '0') % 10'000'000;
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    obey(word, is_negative ? -number : number);
  }

  void obey(std::string_view word, int number) {
    if (is_hidden_group(word)) return hide();
    if (word == "par" || word == "line" || word == "row" || word == "sect" || word == "page") put_byte('\n');
    if (word == "tab" || word == "cell") put_byte('\t');
    if (word == "uc") to_skip_ = number;
    if (word == "bin") at_ = std::min(rtf_.size(), at_ + static_cast<std::size_t>(std::max(number, 0)));
    if (word == "u") put_unit(static_cast<char16_t>(number));
    for (const auto& [name, sign] : kSigns) {
      if (word == name) put_text(sign);
    }
  }

  void put_byte(char c) {
    if (skipping_ > 0) {
      --skipping_;
    } else if (!is_hidden()) {
      bytes_ += c;
    }
  }

  void put_text(std::string_view text) {
    settle();
    if (!is_hidden()) out_ += text;
  }

  // Behind it stand characters for programs that know no Unicode.
  void put_unit(char16_t unit) {
    settle();
    skipping_ = to_skip_;
    if (is_hidden()) return;
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else if (unit >= 0xDC00 && unit < 0xE000) {
      if (high_)
        text::append_utf8(out_, 0x10000U + ((static_cast<char32_t>(*high_) - 0xD800U) << 10U) + (unit - 0xDC00U));
      high_.reset();
    } else {
      text::append_utf8(out_, unit);
    }
  }

  // Converts the bytes so far: of several at once, the encoding is easier to tell.
  void settle() {
    if (!bytes_.empty()) out_ += text::decoded_text(bytes_, charset_);
    bytes_.clear();
  }

  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
      {"lquote", "‘"}, {"rquote", "’"}, {"ldblquote", "“"}, {"rdblquote", "”"},
      {"bullet", "•"}, {"endash", "–"}, {"emdash", "—"}};

  std::string_view rtf_, charset_;
  std::size_t at_ = 0;
  std::vector<bool> hidden_;  // one per open group
  std::string out_, bytes_;
  std::optional<char16_t> high_;
  int to_skip_ = 1, skipping_ = 0;
};

}  // namespace

std::string decompressed_rtf(std::string_view bytes) {
  if (bytes.size() < kHeader) return {};
  const auto kind = bytes.substr(8, 4);
  const std::size_t wanted = number_at(bytes, 4);
  if (kind == "MELA") return std::string(bytes.substr(kHeader, wanted));
  if (kind != "LZFu") return {};
  auto rtf = Decompression(bytes.substr(kHeader)).all();
  rtf.resize(std::min(rtf.size(), wanted));
  return rtf;
}

std::string rtf_text(std::string_view rtf, std::string_view charset) { return RtfReader(rtf, charset).text(); }

}  // namespace smartdesk::formats
