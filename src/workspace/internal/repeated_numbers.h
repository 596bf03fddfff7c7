// Notices numbers of tickets that occur again in one file.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/ticket.h"

namespace smartdesk::workspace {

class RepeatedNumbers {
 public:
  // The earlier line with the number of this ticket and another subject or body; nullopt if there is none. Tickets
  // without a number have none in common. Cost: about 50 bytes a ticket. Numbers and texts are compared by 64-bit
  // hashes.
  std::optional<std::uint64_t> line_with_other_text(const NewTicket& ticket, std::uint64_t line) {
    if (ticket.external_id.empty()) return std::nullopt;
    const std::hash<std::string_view> hash;
    const auto text = hash(ticket.subject) * 31 + hash(ticket.body);
    const auto [first, is_new] = firsts_.try_emplace(hash(ticket.external_id), First{text, line});
    if (is_new || first->second.text == text) return std::nullopt;
    return first->second.line;
  }

 private:
  struct First {
    std::size_t text = 0;
    std::uint64_t line = 0;
  };
  std::unordered_map<std::size_t, First> firsts_;
};

}  // namespace smartdesk::workspace
