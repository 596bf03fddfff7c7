// Reads the messages of a mail file, one record each.

#include <fmt/format.h>

#include "formats/internal/byte_window.h"
#include "formats/internal/record_source.h"
#include "formats/mail.h"

namespace smartdesk::formats {
namespace {

constexpr std::string_view kFrom = "From ";

class MailReader final : public RecordSource {
 public:
  MailReader(files::InputFile file, TableFormat format, const ReadOptions& options)
      : window_(std::move(file)), is_box_(format == TableFormat::kMbox), max_bytes_(options.max_field_bytes) {}

  const std::vector<std::string>& columns() const override { return columns_; }
  const files::InputFile& file() const override { return window_.file(); }

  bool next(Record& record, const std::function<void(Rejected)>& reject) override {
    for (;;) {
      line_ += lines_read_;
      if (!read_message()) return false;
      if (!too_long_) break;
      reject({line_, "", fmt::format("the message is longer than {} MiB", max_bytes_ >> 20)});
    }
    mail_ = parse_mail(message_);
    own_text_end_ = std::to_string(mail_.own_text_end);
    record.line = line_;
    record.raw = {};
    record.fields = {mail_.id,      mail_.created_at, mail_.from,    mail_.to,         kChannel,
                     mail_.subject, mail_.body,       own_text_end_, mail_.attachments};
    return true;
  }

 private:
  static constexpr std::string_view kChannel = "email";

  // Reads lines into message_ up to the next "From " after an empty line. False at the end.
  bool read_message() {
    message_.clear();
    too_long_ = false;
    lines_read_ = 0;
    bool after_blank = true, any = false;
    for (std::string_view line; peek_line(line); take(line)) {
      const bool opens = is_box_ && after_blank && line.starts_with(kFrom);
      if (opens && any) return true;
      const auto text = line.substr(0, line.find_last_not_of("\r\n") + 1);
      after_blank = text.empty();
      any = true;
      if (opens) continue;
      if (message_.size() + line.size() > max_bytes_) {
        too_long_ = true;
      } else if (is_box_ && is_escaped(text)) {
        message_ += line.substr(1);
      } else {
        message_ += line;
      }
    }
    return any;
  }

  // ">From " and ">>From " have one ">" too many (mboxrd).
  static bool is_escaped(std::string_view line) {
    const auto marks = line.find_first_not_of('>');
    return marks != 0 && marks != std::string_view::npos && line.substr(marks).starts_with(kFrom);
  }

  // The next line with its line break; of a very long line, the part in the window.
  bool peek_line(std::string_view& line) {
    constexpr std::size_t kLongest = std::size_t{1} << 20;
    for (;;) {
      const auto bytes = window_.bytes();
      const auto end = bytes.find('\n');
      if (end != std::string_view::npos || bytes.size() > kLongest) {
        line = bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 1);
        return true;
      }
      if (window_.extend()) continue;
      line = window_.bytes();
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
  const std::vector<std::string> columns_{"id",      "created_at", "customer",     "to",         "channel",
                                          "subject", "body",       "own_text_end", "attachments"};
  std::string message_, own_text_end_;
  Mail mail_;
  bool too_long_ = false;
  std::uint64_t line_ = 1, lines_read_ = 0;
};

}  // namespace

std::unique_ptr<RecordSource> open_mail(files::InputFile file, TableFormat format, const ReadOptions& options) {
  return std::make_unique<MailReader>(std::move(file), format, options);
}

}  // namespace smartdesk::formats
