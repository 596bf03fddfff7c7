#include "text/encoding.h"

#include <uchardet/uchardet.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "text/internal/conversion.h"
#include "text/internal/letter_statistics.h"
#include "text/utf8.h"

namespace smartdesk::text {
namespace {

constexpr std::size_t kSample = std::size_t{64} << 10;
constexpr std::size_t kBefore = 64;  // of a line before its first special byte
constexpr std::size_t kTrial = std::size_t{4} << 10;

// The encodings that are tried, those that are in wider use first: of two that give the same text, the first wins.
constexpr const char* kTried[] = {
    "UTF-8",        "windows-1252", "windows-1250", "windows-1251", "windows-1254", "windows-1253", "windows-1255",
    "windows-1256", "windows-1257", "windows-874",  "Shift_JIS",    "GB18030",      "EUC-KR",       "Big5",
    "EUC-JP",       "KOI8-R",       "ISO-8859-2",   "ISO-8859-5",   "ISO-8859-7",   "ISO-8859-15",  "KOI8-U",
    "IBM866",       "IBM855",       "IBM850",       "IBM852",       "IBM437",       "macintosh",    "x-mac-cyrillic"};

// Bytes that may mean something else than in ASCII.
bool is_special(char c) { return static_cast<unsigned char>(c) >= 0x80 || c == '\x1B'; }

// The lines with special bytes, from the beginning; about as many bytes as a sample may have.
std::string special_lines(std::string_view text) {
  std::string lines;
  while (!text.empty() && lines.size() < kSample) {
    const auto special = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_special) - text.begin());
    if (special == text.size()) break;
    const auto before = text.substr(0, special).rfind('\n');
    const auto begin = std::max(before + 1, special < kBefore ? 0 : special - kBefore);  // npos + 1 is 0
    const auto end = std::min(text.find('\n', special), text.size() - 1) + 1;
    lines += text.substr(begin, std::min(end, begin + 2 * kSample) - begin);
    text.remove_prefix(end);
  }
  lines.resize(std::min(lines.size(), kSample));
  return lines;
}

std::size_t beyond_ascii_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
}

std::u16string converted(const std::string& name, std::string_view bytes, std::uint64_t* errors = nullptr) {
  Conversion conversion(name);
  std::u16string text;
  conversion.append(bytes, Conversion::Piece::kMiddle, text);
  if (errors != nullptr) *errors = conversion.errors();
  return text;
}

std::optional<Encoding> by_byte_order_mark(std::string_view sample) {
  constexpr std::pair<std::string_view, const char*> kMarks[] = {{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
                                                                 {std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
                                                                 {"\xFF\xFE", "UTF-16LE"},
                                                                 {"\xFE\xFF", "UTF-16BE"},
                                                                 {"\x84\x31\x95\x33", "GB18030"},
                                                                 {"\xEF\xBB\xBF", "UTF-8"}};
  for (const auto& [mark, name] : kMarks) {
    const bool is_wrong = std::string_view(name) == "UTF-8" && first_invalid_utf8(sample);
    if (sample.starts_with(mark) && !is_wrong) return Encoding{name, EncodingSource::kByteOrderMark, Certainty::kSure};
  }
  return std::nullopt;
}

// Text has no zeros, except for the upper halves of units in UTF-16 and UTF-32.
std::optional<Encoding> by_zeros(std::string_view sample) {
  if (sample.find('\0') == std::string_view::npos) return std::nullopt;
  const auto zeros = static_cast<std::size_t>(std::count(sample.begin(), sample.end(), '\0'));
  if (sample.size() < 4 || zeros * 100 < sample.size()) return std::nullopt;
  const auto readable = std::count_if(sample.begin(), sample.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  if (static_cast<std::size_t>(readable) * 10 > sample.size() * 6) return std::nullopt;  // of UTF-16 it is half at most
  const bool could_be_utf8 = !first_invalid_utf8(sample);
  std::optional<Encoding> best;
  std::size_t most = 0;
  for (const char* name : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
    std::uint64_t errors = 0;
    const auto text = converted(name, sample, &errors);
    if (errors > 0 || text.find(u'\0') != std::u16string::npos) continue;
    const auto plain = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char16_t c) { return (c >= ' ' && c < 0x7F) || c == '\n'; }));
    if (plain * (could_be_utf8 ? 3 : 50) < text.size() || plain <= most) continue;
    most = plain;
    best = Encoding{name, EncodingSource::kDetected, could_be_utf8 ? Certainty::kLikely : Certainty::kSure};
    if (plain * 2 > text.size()) best->certainty = Certainty::kSure;
  }
  return best;
}

std::string by_uchardet(std::string_view sample) {
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return canonical_name(uchardet_get_charset(detector.get())).value_or("");
}

struct Opinion {
  std::string name;
  double confidence = 0;  // 0 to 1
};

// ICU's matches, the best first.
std::vector<Opinion> by_icu(std::string_view sample) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(ucsdet_open(&status), ucsdet_close);
  if (U_FAILURE(status)) return {};
  ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &status);
  std::int32_t count = 0;
  const auto* matches = ucsdet_detectAll(detector.get(), &count, &status);
  std::vector<Opinion> opinions;
  for (std::int32_t i = 0; i < count && i < 4 && U_SUCCESS(status); ++i) {
    const auto name = canonical_name(ucsdet_getName(matches[i], &status));
    const auto confidence = ucsdet_getConfidence(matches[i], &status);
    if (name) opinions.push_back({*name, confidence / 100.0});
  }
  return opinions;
}

bool is_wide(std::string_view name) { return name.starts_with("UTF-") || name.starts_with("IBM4"); }

// DOS and the first Macs: rare today.
bool is_old(std::string_view name) {
  return name.starts_with("IBM") || name == "macintosh" || name.starts_with("x-mac-ce");
}

// Escape sequences in bytes below 0x80: ISO-2022, HZ, UTF-7.
Encoding of_seven_bits(std::string_view sample, const std::string& declared) {
  const bool is_stateful = declared.starts_with("ISO-2022") || declared.starts_with("HZ") || declared == "UTF-7";
  std::uint64_t errors = 0;
  if (is_stateful) converted(declared, sample, &errors);
  if (is_stateful && errors == 0) return {declared, EncodingSource::kDeclared, Certainty::kSure};
  if (sample.find('\x1B') == std::string_view::npos) return {};
  const auto found = by_uchardet(sample);
  if (!found.starts_with("ISO-2022")) return {};
  return {found, EncodingSource::kDetected, Certainty::kSure};
}

struct Trial {
  std::string name;
  std::u16string text;
  double score = 0;
};

// Compares the texts that the bytes would be.
class Trials {
 public:
  explicit Trials(std::string_view sample)
      : bytes_(sample.substr(0, kTrial)), beyond_ascii_(static_cast<double>(beyond_ascii_in(bytes_))) {
    for (const char* name : kTried) add(name);
  }

  // bonus: how much better than its letters an encoding is, for other reasons. It counts less in long texts.
  void favour(const std::string& name, double bonus) {
    if (name.empty() || is_wide(name)) return;
    auto found = std::find_if(trials_.begin(), trials_.end(), [&](const Trial& trial) { return trial.name == name; });
    if (found == trials_.end()) found = add(name);
    found->score += weight(bonus);
    if (name == "KOI8-R") favour("KOI8-U", bonus);  // the same, with Ukraine's letters in place of lines
  }

  // Of several that give the same text, the first.
  const Trial& best() const {
    const auto& highest = *std::max_element(
        trials_.begin(), trials_.end(), [](const Trial& one, const Trial& other) { return one.score < other.score; });
    return *std::find_if(trials_.begin(), trials_.end(),
                         [&](const Trial& trial) { return trial.text == highest.text; });
  }

  const Trial* find(const std::string& name) const {
    const auto found =
        std::find_if(trials_.begin(), trials_.end(), [&](const Trial& trial) { return trial.name == name; });
    return found == trials_.end() ? nullptr : &*found;
  }

  // By how much the next best text is worse than the best one; in all and per byte.
  double lead() const {
    const auto& first = best();
    double second = -1e9;
    for (const auto& trial : trials_) {
      if (trial.text != first.text) second = std::max(second, trial.score);
    }
    return first.score - second;
  }
  double per_byte(double score) const { return score / std::max(1.0, beyond_ascii_); }

 private:
  std::vector<Trial>::iterator add(const std::string& name) {
    auto text = converted(name, bytes_);
    const double score = plausibility(text) - (is_old(name) ? weight(kOldAge) : 0);
    trials_.push_back({name, std::move(text), score});
    return trials_.end() - 1;
  }

  // Grows slower than the text, so that in long texts the letters decide.
  double weight(double bonus) const { return bonus * (4 + 3 * std::sqrt(beyond_ascii_)); }

  static constexpr double kOldAge = 0.4;

  std::string_view bytes_;
  double beyond_ascii_;
  std::vector<Trial> trials_;
};

// Characters for which China's and Taiwan's standards and Windows have different code points.
bool has_ambiguous_characters(const Trial& trial) {
  if (trial.name != "GB18030" && trial.name != "Big5") return false;
  return trial.text.find_first_of(u"\u2014\u00B7\u2027\u2215\uFE51\uFF5E\uFFE1") != std::u16string::npos;
}

Certainty certainty_of(const Trials& trials) {
  const double lead = trials.lead(), quality = trials.per_byte(trials.best().score);
  if (lead > 40 && trials.per_byte(lead) > 0.25 && quality > -4 && !has_ambiguous_characters(trials.best())) {
    return Certainty::kSure;
  }
  return lead > 6 && quality > -5 ? Certainty::kLikely : Certainty::kGuess;
}

Encoding most_plausible(std::string_view sample, const std::string& declared) {
  Trials trials(sample);
  trials.favour(by_uchardet(sample), 0.3);
  double weight = 0.3;
  for (const auto& [name, confidence] : by_icu(sample)) {
    trials.favour(name, weight * confidence);
    weight /= 2;
  }
  if (!declared.empty()) {
    // Programs that know no better declare Latin 1.
    trials.favour(declared, declared == "windows-1252" ? 0.3 : 1);
    const auto* trial = trials.find(declared);  // none: it cannot be tried on single bytes
    if (trial != nullptr && trial->text == trials.best().text) {
      return {declared, EncodingSource::kDeclared, Certainty::kSure};
    }
  }
  return {trials.best().name, EncodingSource::kDetected, certainty_of(trials)};
}

// Whether the text has characters of NEC's and IBM's rows, which are in Windows' Shift_JIS only.
bool has_windows_characters(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte == 0x87 || byte == 0xED || byte == 0xEE || (byte >= 0xFA && byte < 0xFD)) return true;
    if ((byte > 0x80 && byte < 0xA0) || byte >= 0xE0) ++at;
  }
  return false;
}

}  // namespace

bool is_less_sure(const Encoding& one, const Encoding& other) {
  if (one.certainty != other.certainty) return one.certainty > other.certainty;
  return one.name != "UTF-8" && other.name == "UTF-8";
}

std::string_view name_of(Certainty certainty) {
  constexpr std::string_view kNames[] = {"sure", "likely", "guess"};
  return kNames[static_cast<std::size_t>(certainty)];
}

std::string_view name_of(EncodingSource source) {
  constexpr std::string_view kNames[] = {"byte order mark", "declared", "valid UTF-8", "detected", "given"};
  return kNames[static_cast<std::size_t>(source)];
}

std::string describe(const Encoding& encoding) {
  return (encoding.name + " (").append(name_of(encoding.source)).append(", ").append(name_of(encoding.certainty)) + ")";
}

std::optional<std::string> encoding_name(std::string_view name) { return canonical_name(name); }

Encoding decide_encoding(std::string_view text, std::string_view declared) {
  if (const auto marked = by_byte_order_mark(text)) return *marked;
  if (const auto wide = by_zeros(text.substr(0, kSample))) return *wide;
  const auto name = canonical_name(declared).value_or("");
  if (!first_invalid_utf8(text)) {
    return beyond_ascii_in(text) == 0 ? of_seven_bits(special_lines(text), name) : Encoding{};
  }
  const auto sample = special_lines(text);
  auto found = most_plausible(sample, name == "UTF-8" ? "" : name);
  if (found.name == "Shift_JIS" && has_windows_characters(sample)) found.name = "windows-31j";
  return found;
}

struct ToUtf8::Converter {
  Conversion conversion;
  std::u16string units;
  bool at_start = true;

  void append(std::string_view bytes, Conversion::Piece piece, std::string& out) {
    units.clear();
    conversion.append(bytes, piece, units);
    std::size_t at = at_start && units.starts_with(u'\uFEFF') ? 1 : 0;
    at_start = at_start && units.empty();
    while (at < units.size()) {
      char32_t c = 0;
      U16_NEXT_OR_FFFD(units.data(), at, units.size(), c);
      append_utf8(out, c);
    }
  }
};

ToUtf8::ToUtf8(const std::string& name) {
  if (name != "UTF-8") converter_.reset(new Converter{Conversion(name), {}, true});
}
ToUtf8::ToUtf8(ToUtf8&&) noexcept = default;
ToUtf8& ToUtf8::operator=(ToUtf8&&) noexcept = default;
ToUtf8::~ToUtf8() = default;

void ToUtf8::append(std::string_view bytes, std::string& out) {
  if (converter_) {
    converter_->append(bytes, Conversion::Piece::kMiddle, out);
  } else {
    out += bytes;
  }
}

void ToUtf8::finish(std::string& out) {
  if (converter_) converter_->append({}, Conversion::Piece::kLast, out);
}

std::uint64_t ToUtf8::replaced() const { return converter_ ? converter_->conversion.errors() : 0; }

std::string decoded_text(std::string_view bytes, const Encoding& encoding) {
  std::string text;
  if (encoding.name != "UTF-8") {
    ToUtf8 converter(encoding.name);
    converter.append(bytes, text);
    converter.finish(text);
    return text;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!first_invalid_utf8(bytes)) return std::string(bytes);
  for (std::size_t at = 0; at < bytes.size();) {
    const auto [value, end] = decode(bytes, at);
    append_utf8(text, value);
    at = end;
  }
  return text;
}

}  // namespace smartdesk::text
