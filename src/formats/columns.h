// Which column is which: names that exports use for the text, the labels and the rest of a ticket.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

// Where the words of a ticket stand in a row. Made once a file, used once a row.
class TextColumns {
 public:
  // wanted: the user's --text, else empty: then `text`, `ticket_text`, `subject` + `body`, `body`, `message`,
  // `description`, `content`, `comment` … are looked for, in that order, case and [-_ ] aside.
  // Throws Error{kInvalidInput} that lists the file's columns and says `--text COLUMN` or `--map text=COLUMN`.
  static TextColumns find(const std::string& path, const std::vector<std::string>& columns, std::string_view wanted);

  std::string_view subject(std::span<const std::string_view> fields) const;  // empty if there is none
  std::string_view body(std::span<const std::string_view> fields) const;

  // Of the row's fields; the subject's only if there is one.
  std::optional<std::size_t> subject_column() const { return subject_; }
  std::size_t body_column() const { return body_; }

  // What classifiers read: the subject, a line break, the body; just one of them where the other is empty.
  // buffer is used only where both are there; the result holds as long as fields and buffer do.
  std::string_view text(std::span<const std::string_view> fields, std::string& buffer) const;

 private:
  std::optional<std::size_t> subject_;
  std::size_t body_ = 0;
};

// The column that holds a task's labels: its own name first, then what exports call it (category: queue, type, topic …;
// urgency: priority, severity …; sentiment: airline_sentiment …). nullopt if there is none.
std::optional<std::size_t> find_label_column(const std::vector<std::string>& columns, std::string_view task);

// Any other known field of a ticket: id, created_at, product, customer, channel, language, summary, tags, split.
std::optional<std::size_t> find_field_column(const std::vector<std::string>& columns, std::string_view field);

}  // namespace smartdesk::formats
