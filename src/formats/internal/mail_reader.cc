// Reads the messages of a mail file, one record each.

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "formats/internal/attachment_filter.h"
#include "formats/internal/byte_window.h"
#include "formats/internal/record_source.h"
#include "formats/mail.h"

namespace smartdesk::formats {
namespace {

constexpr std::string_view kFrom = "From ";

bool has_digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                     text.begin() + static_cast<std::ptrdiff_t>(at + count),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// "From ann@example.com Mon Mar  2 09:30:00 2026": a month's name, a time and a year.
bool has_date(std::string_view line) {
  bool has_month = false, has_time = false, has_year = false;
  for (const std::string_view month :
       {" Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ", " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec "}) {
    has_month = has_month || line.find(month) != std::string_view::npos;
  }
  for (std::size_t at = 1; at < line.size(); ++at) {
    has_time = has_time || (line[at] == ':' && at > 1 && has_digits(line, at - 2, 2) && has_digits(line, at + 1, 2));
    has_year = has_year || (line[at - 1] == ' ' && has_digits(line, at, 4) && !has_digits(line, at, 5));
  }
  return has_month && has_time && has_year;
}

// Whether a line is the first of a mail's headers.
bool is_header(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon > 60) return false;
  std::string name(line.substr(0, colon));
  for (auto& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const std::string_view known : {"return-path", "received", "from", "to", "date", "subject", "message-id",
                                       "mime-version", "delivered-to", "sender", "reply-to", "cc", "content-type",
                                       "status", "dkim-signature", "authentication-results", "in-reply-to"}) {
    if (name == known) return true;
  }
  return name.starts_with("x-") || name.starts_with("arc-");
}

class MailReader final : public RecordSource {
 public:
  MailReader(files::InputFile file, TableFormat format, const ReadOptions& options)
      : window_(std::move(file), "UTF-8"),  // as it is: each part is decoded by itself
        is_box_(format == TableFormat::kMbox),
        max_bytes_(options.max_field_bytes),
        charset_(options.encoding) {
    if (!charset_.empty() && !text::encoding_name(charset_)) {
      throw Error(ErrorCode::kUsage,
                  fmt::format("unknown encoding \"{}\". Some that are known: {}.", charset_, text::kSomeEncodingNames));
    }
  }

  const std::vector<std::string>& columns() const override { return columns_; }
  std::uint64_t bytes_read() const override { return window_.input().file().bytes_read(); }
  std::uint64_t bytes_total() const override { return window_.input().file().bytes_total(); }
  text::Encoding encoding() const override { return encoding_; }
  std::uint64_t unreadable_characters() const override { return 0; }

  bool next(Record& record, const std::function<void(Rejected)>& reject) override {
    for (;;) {
      line_ += lines_read_;
      if (!read_message()) return false;
      if (!too_long_) mail_ = parse_mail(message_, charset_);
      if (!too_long_ && mail_.body.size() <= max_bytes_) break;
      reject({line_, "", fmt::format("the text of the message is longer than {} MiB", max_bytes_ >> 20)});
    }
    if (text::is_less_sure(mail_.encoding, encoding_)) encoding_ = mail_.encoding;
    record.line = line_;
    record.raw = {};
    record.fields = {mail_.id, mail_.created_at, mail_.from, mail_.to,
                     kChannel, mail_.subject,    mail_.body, mail_.attachments};
    return true;
  }

 private:
  static constexpr std::string_view kChannel = "email";
  static constexpr std::size_t kHeaders = std::size_t{64} << 10;

  // Reads lines into message_ up to the next separator, without the contents of attachments. False at the end.
  bool read_message() {
    message_.clear();
    too_long_ = false;
    lines_read_ = 0;
    AttachmentFilter filter(max_bytes_);
    bool after_blank = true, any = false;
    for (std::string_view line; peek_line(line); take(line)) {
      const bool opens = is_box_ && line.starts_with(kFrom) && is_separator(line, after_blank);
      if (opens && any) return true;
      const auto text = line.substr(0, line.find_last_not_of("\r\n") + 1);
      after_blank = text.empty();
      any = true;
      if (opens || !filter.passes(line)) continue;
      // Text may take a third more in base64, headers come on top.
      too_long_ = too_long_ || message_.size() + line.size() > 2 * max_bytes_ + kHeaders;
      if (!too_long_) message_ += is_box_ && is_escaped(text) ? line.substr(1) : line;
    }
    return any;
  }

  // "From " begins many sentences, too.
  bool is_separator(std::string_view& line, bool after_blank) {
    if (line_ == 1 && lines_read_ == 0) return true;
    if (after_blank && has_date(line)) return true;
    const auto length = line.size();
    const auto headers = headers_from(length);
    line = window_.bytes().substr(0, length);  // the bytes may have moved
    if (headers == 0) return false;
    // Netscape's "From - " often stands without a blank line before it.
    return after_blank || has_date(line) || (headers == 2 && is_one_word(line.substr(kFrom.size())));
  }

  // How many of the two lines that begin `offset` bytes on are headers, up to the first that is none.
  int headers_from(std::size_t offset) {
    std::string_view line;
    if (!peek_line(line, offset) || !is_header(line)) return 0;
    return peek_line(line, offset + line.size()) && is_header(line) ? 2 : 1;
  }

  static bool is_one_word(std::string_view text) {
    const auto word = text.substr(0, text.find_last_not_of(" \r\n") + 1);
    return !word.empty() && word.find(' ') == std::string_view::npos;
  }

  // ">From " and ">>From " have one ">" too many (mboxrd).
  static bool is_escaped(std::string_view line) {
    const auto marks = line.find_first_not_of('>');
    return marks != 0 && marks != std::string_view::npos && line.substr(marks).starts_with(kFrom);
  }

  // The line that begins `offset` bytes on, with its line break; of a very long line, the part in the window.
  bool peek_line(std::string_view& line, std::size_t offset = 0) {
    constexpr std::size_t kLongest = std::size_t{1} << 20;
    for (;;) {
      const auto bytes = window_.bytes().substr(offset);
      const auto end = bytes.find('\n');
      if (end != std::string_view::npos || bytes.size() > kLongest) {
        line = bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 1);
        return true;
      }
      if (window_.extend()) continue;
      line = window_.bytes().substr(offset);
      return !line.empty();
    }
  }

  void take(std::string_view line) {
    lines_read_ += line.ends_with('\n');
    window_.advance(line.size());
  }

  ByteWindow window_;
  bool is_box_;
  std::size_t max_bytes_;
  std::string charset_;
  text::Encoding encoding_;
  const std::vector<std::string> columns_{"id",      "created_at", "customer", "to",
                                          "channel", "subject",    "body",     "attachments"};
  std::string message_;
  Mail mail_;
  bool too_long_ = false;
  std::uint64_t line_ = 1, lines_read_ = 0;
};

}  // namespace

std::unique_ptr<RecordSource> open_mail(files::InputFile file, TableFormat format, const ReadOptions& options) {
  return std::make_unique<MailReader>(std::move(file), format, options);
}

}  // namespace smartdesk::formats
