// Maps the columns of a file to the parts of a ticket.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/label_spelling.h"
#include "core/ticket.h"
#include "formats/columns.h"
#include "formats/table.h"
#include "store/ticket_store.h"
#include "workspace/internal/message_rows.h"

namespace smartdesk::workspace {

// Make it once per file and use it for each row, in order. One thread at a time.
class RowReader {
 public:
  // text_column: the column that the user chose; empty: detected. tasks: columns of these names are labels. like_none:
  // as in ImportOptions. Throws Error{kNoColumn} if there is neither a text nor a list of messages.
  RowReader(const formats::TableReader& table, const std::string& text_column, std::vector<std::string> tasks,
            const std::vector<std::string>& like_none = {});

  // Dates stay as they are written. Throws Error{kInvalidInput} for messages that cannot be read.
  NewTicket ticket(const formats::Record& row, const std::string& source);

  // Task and value of each label column whose cell is a label (core/label_column.h); `by`, if the file is our own
  // export, which says so.
  struct Label {
    std::string task, value;
    std::optional<store::Author> by;
  };
  std::vector<Label> labels(const formats::Record& row) const;

  // Whether each row says from which source its ticket is, as in our own export; ticket() takes it if `source` is
  // empty.
  bool has_sources() const { return own_source_.has_value(); }

  // Whether rows of one number are messages of one ticket.
  bool are_rows_messages() const { return messages_.is_one_per_row(); }

  // Whether `label` wrote the file.
  bool is_labelled_by_llm() const { return is_labelled_by_llm_; }

  // The columns with the times of tickets and messages.
  std::vector<std::size_t> date_columns() const;

  // The name in the file of the column with the tickets' times; empty: none.
  std::string date_name() const { return name_of_used("created_at"); }

  // The same of their status, which is one of the custom columns.
  std::string status_name() const;

  // For the user. layout: of formats/layouts.h, empty if none is known. columns: ours -> the file's; label columns
  // under their task's name. kept: the custom columns.
  std::string layout() const;
  std::map<std::string, std::string> columns() const;
  std::vector<std::string> kept() const;

 private:
  void find_fields();
  void find_labels();
  void find_own_columns();
  std::optional<std::size_t> free_column(std::optional<std::size_t> column) const;
  bool is_text(std::size_t column) const;
  bool is_body_a_subject() const;
  std::string name_of_used(std::string_view ours) const;
  std::string_view name_of_custom(std::size_t column) const;
  std::string custom_of(const formats::Record& row, std::optional<std::size_t> also) const;

  std::vector<std::string> columns_;
  MessageRows messages_;
  std::optional<formats::TextColumns> text_;
  std::vector<std::string> tasks_;
  std::vector<std::pair<std::size_t, std::string NewTicket::*>> fields_;
  LabelSpellings like_none_;
  std::vector<std::optional<std::size_t>> labels_;  // by task
  std::optional<std::size_t> address_column_;
  std::map<std::size_t, std::string> used_;  // with our name
  std::vector<std::size_t> custom_;
  bool is_labelled_by_llm_ = false;
  // Of our own export; without a position in any other file.
  std::optional<std::size_t> own_source_, own_custom_;
  std::vector<std::optional<std::size_t>> authors_;  // by task
};

}  // namespace smartdesk::workspace
