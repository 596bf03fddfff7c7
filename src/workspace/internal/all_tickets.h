// Iterates over the tickets of a store, page by page.

#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "core/run.h"
#include "core/ticket.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

inline std::uint64_t each_ticket(const store::TicketStore& store, const store::TicketFilter& filter, const Run& run,
                                 std::string_view stage, const std::function<void(const store::ListedTicket&)>& body) {
  constexpr std::size_t kPage = 1000;
  constexpr std::uint64_t kAll = std::numeric_limits<std::int64_t>::max();
  const auto total = store.count(filter, kAll);
  std::uint64_t done = 0;
  store::TicketId last{};
  const auto next = [&] { return store.list(filter, store::Order::kOldestFirst, last, kPage); };
  for (auto page = next(); !page.empty(); page = next()) {
    for (const auto& ticket : page) body(ticket);
    done += page.size();
    last = page.back().ticket.id;
    run.stop_if_asked();
    run.report(stage, done, total);
  }
  return done;
}

inline std::uint64_t each_ticket(const store::TicketStore& store, const Run& run, std::string_view stage,
                                 const std::function<void(const store::ListedTicket&)>& body) {
  return each_ticket(store, {}, run, stage, body);
}

// At most `most` tickets, newest first.
inline std::uint64_t each_of_the_newest(const store::TicketStore& store, std::uint64_t most, const Run& run,
                                        std::string_view stage,
                                        const std::function<void(const store::ListedTicket&)>& body) {
  constexpr std::uint64_t kPage = 1000;
  std::uint64_t done = 0;
  store::TicketId last{};
  const auto next = [&] { return store.list({}, store::Order::kNewestFirst, last, std::min(kPage, most - done)); };
  for (auto page = next(); !page.empty(); page = next()) {
    for (const auto& ticket : page) body(ticket);
    done += page.size();
    last = page.back().ticket.id;
    run.stop_if_asked();
    run.report(stage, done, most);
    if (done == most) break;
  }
  return done;
}

}  // namespace smartdesk::workspace
