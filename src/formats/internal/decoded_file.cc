#include "formats/internal/decoded_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "core/error.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

constexpr std::size_t kReadAhead = std::size_t{4} << 20, kStep = std::size_t{64} << 10;
constexpr std::ptrdiff_t kEnough = 4096;

// Bytes that may have another meaning than in ASCII: zero and ESC, too.
bool is_special(char c) { return static_cast<unsigned char>(c) >= 0x80 || c == '\0' || c == '\x1B'; }

bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Whether the text is UTF-8 up to an incomplete last character.
bool ends_inside_character(std::string_view text) {
  const auto wrong = text::first_invalid_utf8(text);
  if (!wrong || text.size() - *wrong > 3 || static_cast<unsigned char>(text[*wrong]) < 0xC2) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(*wrong) + 1, text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; });
}

}  // namespace

DecodedFile::DecodedFile(files::InputFile file, std::string_view given) : file_(std::move(file)) {
  if (given.empty()) return;
  const auto name = text::encoding_name(given);
  if (!name) {
    throw Error(ErrorCode::kUsage,
                fmt::format("unknown encoding \"{}\". Some that are known: {}.", given, text::kSomeEncodingNames));
  }
  use({*name, text::EncodingSource::kGiven, text::Certainty::kSure});
}

std::size_t DecodedFile::read(std::string& buffer, std::size_t end, std::size_t wanted) {
  if (!is_decided_) return read_undecided(buffer, end, wanted);
  return converter_ ? read_converted(buffer, end, wanted) : read_raw(buffer, end, wanted);
}

std::size_t DecodedFile::read_raw(std::string& buffer, std::size_t end, std::size_t wanted) {
  if (buffer.size() < end + wanted) buffer.resize(end + wanted);
  return end + file_.read(std::span(buffer).subspan(end, wanted));
}

std::size_t DecodedFile::read_undecided(std::string& buffer, std::size_t end, std::size_t wanted) {
  const auto read_to = read_raw(buffer, end, wanted);
  const auto first = buffer.begin() + static_cast<std::ptrdiff_t>(end);
  const auto last = buffer.begin() + static_cast<std::ptrdiff_t>(read_to);
  const auto special = std::find_if(first, last, is_special);
  // In UTF-16, the bytes before the first special one need not be ASCII either.
  const auto from = std::exchange(at_start_, false) ? first : special;
  if (special == last) return read_to;
  std::string raw(from, last);
  buffer.resize(static_cast<std::size_t>(from - buffer.begin()));
  decide(raw);
  if (converter_) {
    converter_->append(raw, buffer);
  } else {
    buffer += raw;
  }
  return buffer.size() > end ? buffer.size() : read(buffer, end, wanted);
}

// Stays undecided if nothing in raw is beyond ASCII.
void DecodedFile::decide(std::string& raw) {
  gather(raw);
  auto encoding = text::decide_encoding(raw);
  const bool has_mark = raw.starts_with("\xEF\xBB\xBF");
  if (has_mark && encoding.name != "UTF-8") raw.erase(0, 3);
  const bool is_ascii = encoding.name == "UTF-8" && std::none_of(raw.begin(), raw.end(), is_beyond_ascii);
  if (!is_ascii) use(std::move(encoding));
}

// Reads on where the bytes are few, or not UTF-8 and few of them beyond ASCII.
void DecodedFile::gather(std::string& raw) {
  const bool is_pipe = file_.bytes_total() == 0;  // what is next may come much later
  while (!is_pipe && raw.size() < kStep && read_on(raw)) continue;
  while (ends_inside_character(raw) && read_on(raw)) continue;
  if (is_pipe || !text::first_invalid_utf8(raw)) return;
  auto count = std::count_if(raw.begin(), raw.end(), is_beyond_ascii);
  for (auto had = raw.size(); count < kEnough && had < kReadAhead && read_on(raw); had = raw.size()) {
    count += std::count_if(raw.begin() + static_cast<std::ptrdiff_t>(had), raw.end(), is_beyond_ascii);
  }
}

bool DecodedFile::read_on(std::string& raw) {
  const auto had = raw.size();
  raw.resize(read_raw(raw, had, std::max(had, kStep)));
  return raw.size() > had;
}

std::size_t DecodedFile::read_converted(std::string& buffer, std::size_t end, std::size_t wanted) {
  buffer.resize(end);
  std::string raw;
  while (buffer.size() == end && !at_end_) {
    raw.resize(read_raw(raw, 0, wanted));
    if (std::exchange(at_start_, false)) obey_mark(raw);
    at_end_ = raw.empty();
    if (at_end_) {
      converter_->finish(buffer);
    } else {
      converter_->append(raw, buffer);
    }
  }
  return buffer.size();
}

// Somebody who gives UTF-16 means the order of bytes that the file's mark tells.
void DecodedFile::obey_mark(std::string_view beginning) {
  if (!encoding_.name.starts_with("UTF-")) return;
  auto marked = text::decide_encoding(beginning);
  if (marked.source == text::EncodingSource::kByteOrderMark) use(std::move(marked));
}

void DecodedFile::use(text::Encoding encoding) {
  is_decided_ = true;
  if (encoding.name != "UTF-8") converter_.emplace(encoding.name);
  encoding_ = std::move(encoding);
}

}  // namespace smartdesk::formats
