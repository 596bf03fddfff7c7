#include "text/internal/conversion.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <array>
#include <utility>

namespace smartdesk::text {
namespace {

constexpr char16_t kReplacement = 0xFFFD;

struct Names {
  std::string_view canonical;
  const char* converter;  // ICU's
};

// Where ICU's name is not what files are written in, or where the common name is not IANA's.
constexpr Names kConverters[] = {
    {"EUC-KR", "windows-949"},          {"GB18030", "gb18030"},         {"windows-31j", "ibm-943_P15A-2003"},
    {"Shift_JIS", "ibm-943_P15A-2003"}, {"ISO-8859-8", "windows-1255"},
};

struct Superset {
  std::string_view subset, superset;
};

constexpr Superset kSupersets[] = {
    {"ISO_8859-1:1987", "windows-1252"},
    {"ANSI_X3.4-1968", "windows-1252"},
    {"ISO_8859-9:1989", "windows-1254"},
    {"GB2312", "GB18030"},
    {"gb18030", "GB18030"},
    {"GBK", "GB18030"},
    {"GB_2312-80", "GB18030"},
    {"ISO_8859-8:1988", "windows-1255"},
    {"UTF-16", "UTF-16LE"},
    {"UTF-32", "UTF-32LE"},
    {"KSC_5601", "EUC-KR"},
    {"iso-8859_11-2001", "windows-874"},
    {"windows-874-2000", "windows-874"},
    {"ibm-949_P110-1999", "EUC-KR"},
    {"ISO-8859-16", "windows-1250"},
};

// Names in mails and programs that ICU does not know.
constexpr Superset kAliases[] = {
    {"UHC", "EUC-KR"},
    {"ANSI", "windows-1252"},
    {"ISO-8859-16", "windows-1250"},
    {"MAC-CENTRALEUROPE", "x-mac-ce"},
    {"WINDOWS-31J", "windows-31j"},
    {"CP932", "windows-31j"},
    {"MS932", "windows-31j"},
};

bool equals_ignoring_case(std::string_view one, std::string_view other) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [&](char a, char b) { return upper(a) == upper(b); });
}

template <std::size_t kSize>
std::optional<std::string> find(const Superset (&table)[kSize], std::string_view name) {
  for (const auto& [subset, superset] : table) {
    if (equals_ignoring_case(subset, name)) return std::string(superset);
  }
  return std::nullopt;
}

// "  \"utf-8\" " gives utf-8. Empty for what no name of an encoding looks like.
std::string bare_name(std::string_view name) {
  const auto is_outside = [](char c) { return c == ' ' || c == '"' || c == '\'' || c == ';' || c == '\t'; };
  while (!name.empty() && is_outside(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_outside(name.back())) name.remove_suffix(1);
  const bool is_printable = std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F; });
  return name.size() > 40 || !is_printable || name.find(',') != std::string_view::npos ? "" : std::string(name);
}

const char* standard_name(const char* converter, const char* standard) {
  UErrorCode status = U_ZERO_ERROR;
  const char* name = ucnv_getStandardName(converter, standard, &status);
  return U_FAILURE(status) ? nullptr : name;
}

std::string converter_name(const std::string& canonical) {
  for (const auto& [ours, converter] : kConverters) {
    if (ours == canonical) return converter;
  }
  return canonical;
}

struct Opened {
  UConverter* converter;
  ~Opened() {
    if (converter != nullptr) ucnv_close(converter);
  }
};

void count_error(const void* context, UConverterToUnicodeArgs* arguments, const char*, std::int32_t,
                 UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  if (reason == UCNV_IRREGULAR) {  // two escape sequences with nothing between them, as in many mails from Japan
    *status = U_ZERO_ERROR;
    return;
  }
  ++*static_cast<std::uint64_t*>(const_cast<void*>(context));
  *status = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, &kReplacement, 1, 0, status);
}

// ICU reads these characters of JIS X 0208 as Windows does, whatever the name of the encoding; the standard, Unix and
// Java have the first of each pair.
constexpr std::pair<char16_t, char16_t> kJisAndWindows[] = {{0x301C, 0xFF5E}, {0x2212, 0xFF0D}, {0x2016, 0x2225},
                                                            {0x00A2, 0xFFE0}, {0x00A3, 0xFFE1}, {0x00AC, 0xFFE2}};

}  // namespace

std::optional<std::string> canonical_name(std::string_view name) {
  const auto wanted = bare_name(name);
  if (wanted.empty()) return std::nullopt;
  if (auto found = find(kAliases, wanted)) return found;
  UErrorCode status = U_ZERO_ERROR;
  const Opened opened{ucnv_open(wanted.c_str(), &status)};
  if (U_FAILURE(status)) return std::nullopt;
  const char* icu = ucnv_getName(opened.converter, &status);
  const char* iana = standard_name(icu, "IANA");
  const char* mime = standard_name(icu, "MIME");
  std::string_view best = iana != nullptr ? iana : mime != nullptr ? mime : icu;
  if (auto superset = find(kSupersets, best)) return superset;
  return std::string(mime != nullptr ? mime : best);  // MIME's names are IANA's preferred ones
}

void Conversion::Close::operator()(UConverter* converter) const { ucnv_close(converter); }

Conversion::Conversion(const std::string& name)
    : follows_jis_(name == "Shift_JIS" || name == "EUC-JP" || name == "ISO-2022-JP") {
  UErrorCode status = U_ZERO_ERROR;
  converter_.reset(ucnv_open(converter_name(name).c_str(), &status));
  if (!converter_) return;
  ucnv_setToUCallBack(converter_.get(), count_error, &errors_, nullptr, nullptr, &status);
}

Conversion::~Conversion() = default;

void Conversion::append(std::string_view bytes, Piece piece, std::u16string& out) {
  const auto from = out.size();
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  std::array<char16_t, 8192> buffer{};
  for (bool more = converter_ != nullptr; more;) {
    char16_t* written = buffer.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter_.get(), &written, buffer.data() + buffer.size(), &at, end, nullptr,
                   static_cast<UBool>(piece == Piece::kLast), &status);
    out.append(buffer.data(), written);
    more = status == U_BUFFER_OVERFLOW_ERROR;
  }
  correct(out, from);
}

void Conversion::correct(std::u16string& out, std::size_t from) {
  for (std::size_t i = from; i < out.size(); ++i) {
    auto& unit = out[i];
    if (unit >= 0x80 && unit < 0xA0) {  // what single-byte encodings leave undefined, ICU reads as a control character
      unit = kReplacement;
      ++errors_;
    }
    if (!follows_jis_ || unit < 0x2225) continue;
    for (const auto& [jis, windows] : kJisAndWindows) {
      if (unit == windows) unit = jis;
    }
  }
}

}  // namespace smartdesk::text
