// Every ticket of a store, a page at a time.

#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "core/run.h"
#include "store/ticket_store.h"

namespace smartdesk {

inline std::uint64_t each_ticket(const TicketStore& store, const TicketFilter& filter, const Run& run,
                                 std::string_view stage, const std::function<void(const ListedTicket&)>& body) {
  constexpr std::size_t kPage = 1000;
  constexpr std::uint64_t kAll = std::numeric_limits<std::int64_t>::max();
  const auto total = store.count(filter, kAll);
  std::uint64_t done = 0;
  TicketId last{};
  const auto next = [&] { return store.list(filter, Order::kOldestFirst, last, kPage); };
  for (auto page = next(); !page.empty(); page = next()) {
    for (const auto& ticket : page) body(ticket);
    done += page.size();
    last = page.back().ticket.id;
    run.stop_if_asked();
    run.report(stage, done, total);
  }
  return done;
}

inline std::uint64_t each_ticket(const TicketStore& store, const Run& run, std::string_view stage,
                                 const std::function<void(const ListedTicket&)>& body) {
  return each_ticket(store, {}, run, stage, body);
}

// What classifiers read: the subject, a line break, the body; just one of them where the other is empty.
inline std::string text_of(const NewTicket& ticket) {
  if (ticket.subject.empty() || ticket.body.empty()) return ticket.subject + ticket.body;
  return ticket.subject + "\n" + ticket.body;
}

}  // namespace smartdesk
