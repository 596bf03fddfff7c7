// Keeps rows of one file apart that have the same ticket number and are no messages of one ticket.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/ticket.h"

namespace smartdesk::workspace {

// What two rows with the same number and the same text are. A mailbox often holds a mail twice.
enum class SameText { kTwoTickets, kOneTicket };

class RepeatedNumbers {
 public:
  explicit RepeatedNumbers(SameText same_text = SameText::kTwoTickets) : same_text_(same_text) {}

  // Numbers the ticket "7 (2)", "7 (3)" … if earlier tickets had its number 7, so that importing the file again finds
  // the same tickets. Leaves tickets without a number alone. Cost: about 50 bytes a ticket; numbers and texts are
  // compared by 64-bit hashes.
  void keep_apart(NewTicket& ticket, std::uint64_t line) {
    if (ticket.external_id.empty()) return;
    const std::hash<std::string_view> hash;
    auto& number = numbers_[hash(ticket.source) * 31 + hash(ticket.external_id)];
    const auto text = hash(ticket.subject) * 31 + hash(ticket.body);
    if (number.times > 0 && same_text_ == SameText::kOneTicket && text == number.text) return;
    number.text = text;
    const auto met = ++number.times;
    if (met == 1) return;
    if (++rows_ == 1) {
      first_line_ = line;
      first_number_ = ticket.external_id;
    }
    ticket.external_id += " (" + std::to_string(met) + ")";
  }

  // For the user, without the final full stop; empty if no number was repeated.
  std::string note() const {
    if (rows_ == 0) return "";
    return std::to_string(rows_) + " rows repeat a ticket number (first: " + first_number_ + " in line " +
           std::to_string(first_line_) + "). Each is a ticket of its own, such as \"" + first_number_ +
           " (2)\". Rows are messages of one ticket if a column is message_id or two are message_author and "
           "message_time; --map names them";
  }

 private:
  struct Number {
    std::size_t text = 0;  // of the latest row
    std::uint32_t times = 0;
  };

  SameText same_text_;
  std::unordered_map<std::size_t, Number> numbers_;
  std::uint64_t rows_ = 0, first_line_ = 0;
  std::string first_number_;
};

}  // namespace smartdesk::workspace
