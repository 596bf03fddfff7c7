// Decides in which encoding a text is written, and converts it to UTF-8.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace smartdesk::text {

enum class EncodingSource { kByteOrderMark, kDeclared, kValidUtf8, kDetected, kGiven };
enum class Certainty { kSure, kLikely, kGuess };

// The encoding of a text, how it was found, and how sure that is. kSure: almost never wrong. kLikely: the letters fit a
// language that is written in this encoding. kGuess: too few letters to tell; a person should look at the text.
struct Encoding {
  std::string name = "UTF-8";  // IANA's name, or ICU's where IANA has none
  EncodingSource source = EncodingSource::kValidUtf8;
  Certainty certainty = Certainty::kSure;
};

// Whether a person should rather look at the first decision than at the second.
bool is_less_sure(const Encoding& one, const Encoding& other);

// `sure`, `likely` or `guess`; `byte order mark`, `declared`, `valid UTF-8`, `detected` or `given`.
std::string_view name_of(Certainty certainty);
std::string_view name_of(EncodingSource source);

// For people: `windows-1250 (detected, likely)`.
std::string describe(const Encoding& encoding);

// The name under which this module knows an encoding: any spelling or alias that ICU knows. Names of subsets give the
// superset that files with such a name are really written in: ISO-8859-1 and US-ASCII give windows-1252, GB2312
// gives GB18030, as in browsers (WHATWG Encoding Standard). nullopt: no such encoding.
std::optional<std::string> encoding_name(std::string_view name);

// For messages about a name that is not known.
inline constexpr std::string_view kSomeEncodingNames =
    "UTF-8, UTF-16LE, windows-1250, windows-1251, windows-1252, ISO-8859-2, ISO-8859-15, KOI8-R, IBM850, Shift_JIS, "
    "EUC-JP, GB18030, Big5, EUC-KR";

// Decides by the bytes: a byte order mark that fits, zeros (UTF-16, UTF-32), valid UTF-8, then the encoding whose
// letters make the most sense, with the opinions of uchardet and ICU. It looks at up to 64 KiB of lines that have bytes
// beyond ASCII, wherever in the text they are. declared: the name in a header, such as a mail's charset; it counts only
// if the bytes fit. An encoding in seven bits such as UTF-7 must be declared, ISO-2022 need not. Cost: a scan; for text
// that is not UTF-8, up to 30 trial conversions, about 10 ms. Thread-safe.
Encoding decide_encoding(std::string_view text, std::string_view declared = {});

// Converts a text piece by piece; pieces may end anywhere. Bytes that the encoding does not define become U+FFFD and
// are counted. A byte order mark is dropped. One thread at a time.
class ToUtf8 {
 public:
  // name: from Encoding::name or encoding_name(). For UTF-8, bytes are copied unchanged, valid or not.
  explicit ToUtf8(const std::string& name);
  ToUtf8(ToUtf8&&) noexcept;
  ToUtf8& operator=(ToUtf8&&) noexcept;
  ~ToUtf8();

  void append(std::string_view bytes, std::string& out);
  void finish(std::string& out);  // an incomplete last character becomes U+FFFD
  std::uint64_t replaced() const;

 private:
  struct Converter;
  std::unique_ptr<Converter> converter_;  // null: UTF-8
};

// A whole text as valid UTF-8; of UTF-8, too, bytes that do not fit become U+FFFD.
std::string decoded_text(std::string_view bytes, const Encoding& encoding);

// Decides and converts in one step.
inline std::string decoded_text(std::string_view bytes, std::string_view declared = {}) {
  return decoded_text(bytes, decide_encoding(bytes, declared));
}

}  // namespace smartdesk::text
