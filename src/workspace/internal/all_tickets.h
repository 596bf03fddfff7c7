// Iterates over the tickets of a store, page by page.

#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "core/ticket.h"
#include "prediction/predictor.h"
#include "store/ticket_store.h"
#include "text/ticket_text.h"

namespace smartdesk::workspace {

using Page = std::span<const store::ListedTicket>;

inline std::uint64_t each_page(const store::TicketStore& store, const store::TicketFilter& filter, const Run& run,
                               std::string_view stage, const std::function<void(Page)>& body) {
  constexpr std::size_t kPage = 1000;
  constexpr std::uint64_t kAll = std::numeric_limits<std::int64_t>::max();
  const auto total = store.count(filter, kAll);
  std::uint64_t done = 0;
  store::TicketId last{};
  const auto next = [&] { return store.list(filter, store::Order::kOldestFirst, last, kPage); };
  for (auto page = next(); !page.empty(); page = next()) {
    body(page);
    done += page.size();
    last = page.back().ticket.id;
    run.stop_if_asked();
    run.report(stage, done, total);
  }
  return done;
}

inline std::uint64_t each_ticket(const store::TicketStore& store, const store::TicketFilter& filter, const Run& run,
                                 std::string_view stage, const std::function<void(const store::ListedTicket&)>& body) {
  return each_page(store, filter, run, stage, [&](Page page) {
    for (const auto& ticket : page) body(ticket);
  });
}

inline std::uint64_t each_ticket(const store::TicketStore& store, const Run& run, std::string_view stage,
                                 const std::function<void(const store::ListedTicket&)>& body) {
  return each_ticket(store, {}, run, stage, body);
}

// At most `most` tickets, newest first.
inline std::uint64_t each_page_of_the_newest(const store::TicketStore& store, std::uint64_t most, const Run& run,
                                             std::string_view stage, const std::function<void(Page)>& body) {
  constexpr std::uint64_t kPage = 1000;
  std::uint64_t done = 0;
  store::TicketId last{};
  const auto next = [&] { return store.list({}, store::Order::kNewestFirst, last, std::min(kPage, most - done)); };
  for (auto page = next(); !page.empty(); page = next()) {
    body(page);
    done += page.size();
    last = page.back().ticket.id;
    run.stop_if_asked();
    run.report(stage, done, most);
    if (done == most) break;
  }
  return done;
}

// Calls body with each ticket and its predictions.
inline void predict_page(
    const prediction::Predictor& predictor, Page page, prediction::PredictorScratch& scratch,
    const std::function<void(const store::ListedTicket&, std::span<const models::Prediction>)>& body) {
  std::vector<std::string> texts;
  for (const auto& listed : page) texts.push_back(text::ticket_text(listed.ticket));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  predictor.predict_all(views, scratch, [&](std::size_t i, std::span<const models::Prediction> predictions) {
    body(page[i], predictions);
  });
}

}  // namespace smartdesk::workspace
