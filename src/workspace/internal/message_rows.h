// Turns what a row says of messages into messages of its ticket.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/ticket.h"
#include "formats/messages.h"
#include "formats/table.h"

namespace smartdesk::workspace {

class MessageRows {
 public:
  explicit MessageRows(const std::vector<std::string>& columns);

  // Whether each row is a message, and rows of one number are one ticket.
  bool is_one_per_row() const { return columns_.is_one_per_row(); }
  bool has_lists() const { return columns_.nested.has_value(); }
  bool has_messages() const { return is_one_per_row() || has_lists(); }

  // The file's columns that messages are made of, or that follow from them; names as in formats/columns.h.
  const std::map<std::size_t, std::string>& used() const { return used_; }

  // Gives the ticket its messages: those of the row's list, or one with the ticket's body as its text. Times stay as
  // they are written, except in lists. Returns the column that holds no list and should be kept as it is, if any.
  // Throws Error{kInvalidInput} for a list that cannot be read.
  std::optional<std::size_t> take(const formats::Record& row, NewTicket& ticket);

 private:
  void take_list(const formats::Record& row, NewTicket& ticket) const;
  void take_opening(const formats::Record& row, NewTicket& ticket) const;
  void take_row(const formats::Record& row, NewTicket& ticket);
  MessageAuthor author_of(const formats::Record& row, const NewTicket& ticket, const Message& message);
  std::vector<std::string> askers(const formats::Record& row, const NewTicket& ticket) const;

  formats::MessageColumns columns_;
  std::map<std::size_t, std::string> used_;
  std::vector<std::size_t> asker_columns_;
  std::optional<std::size_t> opening_;  // Intercom keeps the first message apart from the others
  std::unordered_map<std::string, formats::AuthorGuess> authors_;  // by ticket number
};

// Makes the times of messages ISO 8601. A ticket without a time has that of its first message.
void read_message_times(std::vector<NewTicket>& tickets, const text::DayReader& days);

}  // namespace smartdesk::workspace
