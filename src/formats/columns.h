// Finds the columns of the text, the labels and the other fields of a ticket by the names that exports use: first by
// the layout of the file (layouts.h), then by general names in seven languages.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

// The text columns of a table. Make it once per file and use it for each row.
class TextColumns {
 public:
  // wanted: the column that the user chose. If it is empty, looks for `text`, `ticket_text`, `subject` + `body`,
  // `body`, `message`, `description`, `content`, `comment` … in that order, ignoring case and [-_. ]. Throws
  // Error{kNoColumn} for "text" that lists the file's columns.
  static TextColumns find(const std::string& path, const std::vector<std::string>& columns, std::string_view wanted);

  // HTML becomes its visible text (text::text_if_html). subject: empty if there is none.
  std::string subject(std::span<const std::string_view> fields) const;
  std::string body(std::span<const std::string_view> fields) const;

  // Positions in a row's fields; nullopt if there is no subject.
  std::optional<std::size_t> subject_column() const { return subject_; }
  std::size_t body_column() const { return body_; }

  // Whether the text is in a column of subjects, because there is no other.
  bool is_subject_alone() const { return is_subject_alone_; }

  // The text that classifiers read (text/ticket_text.h): the subject and the own text of the body, after HTML became
  // its visible text. The result is valid as long as fields and buffer are.
  std::string_view text(std::span<const std::string_view> fields, std::string& buffer) const;

 private:
  std::optional<std::size_t> subject_;
  std::size_t body_ = 0;
  bool is_subject_alone_ = false;
};

// The column with a task's labels: the task's own name first, then the names in exports (category: queue, type, topic
// …; urgency: priority, severity …; sentiment: airline_sentiment …). nullopt if there is none.
std::optional<std::size_t> find_label_column(const std::vector<std::string>& columns, std::string_view task);

// The columns of several tasks. A task's own name goes before the names in exports, and no column is given twice.
std::vector<std::optional<std::size_t>> find_label_columns(const std::vector<std::string>& columns,
                                                           const std::vector<std::string>& tasks);

// Any other known field of a ticket: id, created_at, product, customer (a name, or what else there is),
// customer_address, status, channel, language, summary, tags, split; or of a message: message_id, message_author,
// message_address, message_role, message_time, message_private, message_public; or messages, a list of them.
std::optional<std::size_t> find_field_column(const std::vector<std::string>& columns, std::string_view field);

}  // namespace smartdesk::formats
