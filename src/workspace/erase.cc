#include "workspace/erase.h"

#include <algorithm>
#include <chrono>

#include "text/calendar.h"
#include "workspace/internal/all_tickets.h"
#include "workspace/train_workspace.h"

namespace smartdesk::workspace {
namespace {

// The time of the first label that models learn from; empty: none.
struct FirstLesson {
  std::string of_all;           // of the tickets in question
  std::string of_not_held_out;  // the same without the tickets of is_held_out()
};

void keep_earlier(std::string& first, const std::string& time) {
  if (first.empty() || time < first) first = time;
}

FirstLesson first_lesson(const store::TicketStore& store, std::span<const store::TicketId> tickets) {
  FirstLesson first;
  for (const auto id : tickets) {
    for (const auto& entry : store.history(id)) {
      if (entry.by == store::Author::kModel) continue;
      keep_earlier(first.of_all, entry.at);
      if (!is_held_out(id)) keep_earlier(first.of_not_held_out, entry.at);
    }
  }
  return first;
}

// The versions that may have learned from one of the tickets.
std::vector<std::string> models_since(const FirstLesson& first, const ModelRegistry& registry) {
  std::vector<std::string> models;
  for (const auto& record : registry.records()) {
    const auto& lesson = record.held_out_from.empty() ? first.of_not_held_out : first.of_all;
    if (!lesson.empty() && record.created_at >= lesson) models.push_back(record.version);
  }
  return models;
}

}  // namespace

Erasure erase_tickets(store::TicketStore& store, std::span<const store::TicketId> tickets,
                      const ModelRegistry& registry) {
  Erasure erasure;
  const auto lesson = first_lesson(store, tickets);
  erasure.erased = store.erase(tickets);
  erasure.models = models_since(lesson, registry);
  return erasure;
}

Erasure erase_customer(store::TicketStore& store, const Customer& customer, const CustomerTickets& theirs,
                       const ModelRegistry& registry) {
  auto all = theirs.own;
  all.insert(all.end(), theirs.others.begin(), theirs.others.end());
  const auto lesson = first_lesson(store, all);
  Erasure erasure;
  if (!theirs.own.empty()) erasure.erased = store.erase(theirs.own);
  if (!theirs.others.empty()) {
    const auto gone = store.erase_messages(theirs.others, [&](const Message& each) { return customer.wrote(each); });
    erasure.messages = gone.messages;
    erasure.erased += gone.tickets;
  }
  erasure.models = models_since(lesson, registry);
  return erasure;
}

std::vector<store::TicketId> ids_passing(const store::TicketStore& store, const store::TicketFilter& filter,
                                         const Run& run) {
  std::vector<store::TicketId> ids;
  each_ticket(store, filter, run, "finding tickets",
              [&](const store::ListedTicket& listed) { ids.push_back(listed.ticket.id); });
  return ids;
}

store::TicketFilter older_than(int days) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  store::TicketFilter filter;
  filter.created.push_back({"", text::iso_date(today - std::chrono::days(days + 1))});
  return filter;
}

}  // namespace smartdesk::workspace
