// For tests: a ticket store that forgets all when it goes.

#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "store/ticket_store.h"

namespace smartdesk {

class MemoryStore : public TicketStore {
 public:
  using TicketStore::add;
  AddResult add(std::span<const NewTicket> tickets, std::span<const LabelOfNew> labels) override {
    AddResult result;
    for (const auto& ticket : tickets) {
      const auto external = ticket.external_id.empty() ? "content:" + content_digest(ticket) : ticket.external_id;
      const auto [place, is_new] = by_origin_.try_emplace({ticket.source, external}, TicketId{next_});
      result.ids.push_back(place->second);
      result.is_changed.push_back(true);
      auto& stored = tickets_[place->second];
      if (is_new) {
        ++next_;
        ++result.added;
      } else if (content_digest(stored) == content_digest(ticket)) {
        ++result.unchanged;
        result.is_changed.back() = false;
        continue;
      } else {
        ++result.updated;
      }
      const int version = is_new ? 1 : stored.version + 1;
      static_cast<NewTicket&>(stored) = ticket;
      stored.external_id = external;
      stored.id = place->second;
      stored.version = version;
      texts_[stored.id] += ticket.customer + '\n' + ticket.subject + '\n' + ticket.body + '\n' + ticket.summary + '\n' +
                           ticket.custom + '\n';
    }
    for (const auto& given : labels) {
      if (!result.is_changed[given.of]) continue;
      NewLabel own = given;
      own.ticket = result.ids[given.of];
      label(std::span(&own, 1));
      ++result.labels;
    }
    return result;
  }

  std::optional<ListedTicket> find(TicketId id) const override {
    const auto found = tickets_.find(id);
    if (found == tickets_.end()) return std::nullopt;
    return ListedTicket{found->second, current(id)};
  }
  std::optional<TicketId> find(std::string_view source, std::string_view external_id) const override {
    const auto found = by_origin_.find({std::string(source), std::string(external_id)});
    return found == by_origin_.end() ? std::nullopt : std::optional(found->second);
  }
  using TicketStore::list;
  std::vector<ListedTicket> list(const TicketFilter& filter, Order order, TicketId beyond,
                                 std::size_t limit) const override {
    std::vector<ListedTicket> passing;
    for (const auto& [id, ticket] : tickets_) {
      ListedTicket row{ticket, current(id)};
      const bool is_beyond = beyond == TicketId{} || (order == Order::kOldestFirst ? id > beyond : id < beyond);
      if (is_beyond && passes(row, filter)) passing.push_back(std::move(row));
    }
    if (order == Order::kNewestFirst) std::reverse(passing.begin(), passing.end());
    passing.resize(std::min(limit, passing.size()));
    return passing;
  }
  std::uint64_t count(const TicketFilter& filter, std::uint64_t at_most) const override {
    return list(filter, Order::kOldestFirst, {}, at_most).size();
  }
  std::uint64_t index_words(std::uint64_t tickets) override {
    for (auto at = tickets_.upper_bound(indexed_); at != tickets_.end() && tickets > 0; ++at, --tickets)
      indexed_ = at->first;
    return not_indexed();
  }
  std::uint64_t not_indexed() const override {
    return static_cast<std::uint64_t>(std::distance(tickets_.upper_bound(indexed_), tickets_.end()));
  }

  void label(std::span<const NewLabel> labels) override {
    for (const auto& label : labels) {
      if (!tickets_.contains(label.ticket)) throw Error(ErrorCode::kInvalidInput, "there is no such ticket");
    }
    for (const auto& label : labels) {
      LabelEntry entry;
      static_cast<NewLabel&>(entry) = label;
      entry.id = LabelId{static_cast<std::int64_t>(history_.size()) + 1};
      entry.at = "2026-03-01T00:00:00Z";
      history_.push_back(std::move(entry));
    }
  }
  TicketId undo(LabelId label) override {
    for (auto& entry : history_) {
      if (entry.id != label || !entry.undone_at.empty()) continue;
      entry.undone_at = "2026-03-02T00:00:00Z";
      return entry.ticket;
    }
    throw Error(ErrorCode::kInvalidInput, "there is no such label");
  }
  std::vector<LabelEntry> history(TicketId id) const override {
    std::vector<LabelEntry> entries;
    std::copy_if(history_.begin(), history_.end(), std::back_inserter(entries),
                 [&](const LabelEntry& entry) { return entry.ticket == id; });
    return entries;
  }

  std::uint64_t erase(std::span<const TicketId> tickets) override {
    std::uint64_t erased = 0;
    for (const auto id : tickets) {
      erased += tickets_.erase(id);
      std::erase_if(by_origin_, [&](const auto& entry) { return entry.second == id; });
      std::erase_if(history_, [&](const LabelEntry& entry) { return entry.ticket == id; });
    }
    return erased;
  }
  std::vector<TicketId> mentioning(std::string_view text) const override {
    std::vector<TicketId> ids;
    for (const auto& [id, versions] : texts_) {
      if (tickets_.contains(id) && lower(versions).find(lower(text)) != std::string::npos) ids.push_back(id);
    }
    return ids;
  }

  StoreCounts counts() const override {
    StoreCounts counts;
    counts.tickets = tickets_.size();
    counts.label_entries = history_.size();
    for (const auto& [id, ticket] : tickets_) {
      for (const auto& [task, label] : current(id)) {
        ++counts.current[task][label.value];
        ++counts.authors[task][std::string(name_of(label.by))];
      }
    }
    return counts;
  }
  std::vector<DayCount> days() const override {
    std::map<std::string, std::uint64_t> days;
    for (const auto& [id, ticket] : tickets_) {
      if (!ticket.created_on.empty()) ++days[ticket.created_on];
    }
    std::vector<DayCount> list;
    for (const auto& [day, tickets] : days) list.push_back({day, tickets});
    return list;
  }
  Tally tally(const TicketFilter::CreatedTest& period, std::string_view row_task,
              std::string_view column_task) const override {
    TicketFilter filter;
    filter.created.push_back(period);
    Tally tally;
    for (const auto& [ticket, labels] : list(filter, Order::kOldestFirst, {}, tickets_.size())) {
      ++tally.tickets;
      for (const auto& [task, label] : labels) ++tally.labels[task][label.value];
      if (!ticket.product.empty()) ++tally.products[ticket.product];
      const auto row = labels.find(std::string(row_task)), column = labels.find(std::string(column_task));
      if (row != labels.end() && column != labels.end()) ++tally.crossed[row->second.value][column->second.value];
    }
    return tally;
  }
  void backup(const std::string&) override {}

 private:
  static std::string lower(std::string_view text) {
    std::string low(text);
    for (auto& c : low) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return low;
  }

  // Of ASCII letters and digits; " a b " for "A, b!".
  static std::string words(std::string_view text) {
    std::string all = " ";
    for (const char c : lower(text)) {
      const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (is_word)
        all += c;
      else if (all.back() != ' ')
        all += ' ';
    }
    if (all.back() != ' ') all += ' ';
    return all;
  }

  static const std::string& field(const NewTicket& ticket, TicketFilter::Field of) {
    switch (of) {
      case TicketFilter::Field::kProduct:
        return ticket.product;
      case TicketFilter::Field::kCustomer:
        return ticket.customer;
      case TicketFilter::Field::kChannel:
        return ticket.channel;
      case TicketFilter::Field::kLanguage:
        return ticket.language;
      case TicketFilter::Field::kSource:
        return ticket.source;
      case TicketFilter::Field::kExternalId:
        return ticket.external_id;
    }
    return ticket.product;
  }

  bool passes(const ListedTicket& row, const TicketFilter& filter) const {
    const auto& ticket = row.ticket;
    for (const auto& test : filter.fields) {
      if ((lower(field(ticket, test.field)) == lower(test.value)) == test.negated) return false;
    }
    for (const auto& test : filter.labels) {
      const auto label = row.labels.find(test.task);
      const std::string value = label == row.labels.end() ? "" : label->second.value;
      if ((lower(value) == lower(test.value)) == test.negated) return false;
    }
    for (const auto& test : filter.authors) {
      const bool any = std::any_of(row.labels.begin(), row.labels.end(),
                                   [&](const auto& label) { return name_of(label.second.by) == test.author; });
      if (any == test.negated) return false;
    }
    for (const auto& test : filter.created) {
      if (ticket.created_on.empty() || ticket.created_on < test.first) return false;
      if (!test.last.empty() && ticket.created_on > test.last) return false;
    }
    for (const auto& test : filter.phrases) {
      if (ticket.id > indexed_) return false;
      auto phrase = words(test.text);
      if (phrase == " ") return false;
      if (test.is_prefix) phrase.pop_back();
      if (words(ticket.subject).find(phrase) == std::string::npos &&
          words(ticket.body).find(phrase) == std::string::npos) {
        return false;
      }
    }
    return true;
  }

  std::map<std::string, CurrentLabel> current(TicketId id) const {
    std::map<std::string, CurrentLabel> labels;
    for (const auto& entry : history_) {
      if (entry.ticket != id || !entry.undone_at.empty()) continue;
      const auto there = labels.find(entry.task);
      if (there != labels.end() && there->second.by == Author::kPerson && entry.by != Author::kPerson) continue;
      labels[entry.task] = {entry.value, entry.by, entry.probability};
    }
    return labels;
  }

  std::map<TicketId, StoredTicket> tickets_;
  std::map<std::pair<std::string, std::string>, TicketId> by_origin_;
  std::vector<LabelEntry> history_;
  std::map<TicketId, std::string> texts_;  // of all versions
  TicketId indexed_{};
  std::int64_t next_ = 1;
};

}  // namespace smartdesk
