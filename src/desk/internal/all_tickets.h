// Every ticket of a store, a page at a time.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/run.h"
#include "store/ticket_store.h"

namespace smartdesk {

inline std::uint64_t each_ticket(const TicketStore& store, const Run& run, std::string_view stage,
                                 const std::function<void(const ListedTicket&)>& body) {
  constexpr std::size_t kPage = 1000;
  const auto total = store.counts().tickets;
  std::uint64_t done = 0;
  TicketId last{};
  for (auto page = store.list(last, kPage); !page.empty(); page = store.list(last, kPage)) {
    for (const auto& ticket : page) body(ticket);
    done += page.size();
    last = page.back().ticket.id;
    run.stop_if_asked();
    run.report(stage, done, total);
  }
  return done;
}

// What classifiers read: the subject, a line break, the body; just one of them where the other is empty.
inline std::string text_of(const NewTicket& ticket) {
  if (ticket.subject.empty() || ticket.body.empty()) return ticket.subject + ticket.body;
  return ticket.subject + "\n" + ticket.body;
}

}  // namespace smartdesk
