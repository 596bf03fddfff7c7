// For tests: an in-memory ticket store.

#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/ticket_fields.h"
#include "store/conversation.h"
#include "store/ticket_store.h"
#include "text/ascii.h"
#include "text/search_words.h"

namespace smartdesk {

class MemoryStore : public store::TicketStore {
 public:
  using store::TicketStore::add;
  store::AddResult add(std::span<const NewTicket> tickets, std::span<const store::LabelOfNew> labels) override {
    store::AddResult result;
    for (const auto& given : tickets) {
      const auto ticket = store::begun(given, TextFrom::kFirst);
      const auto external =
          ticket.external_id.empty() ? "content:" + store::content_digest(ticket) : ticket.external_id;
      const auto [place, is_new] = by_origin_.try_emplace({ticket.source, external}, store::TicketId{next_});
      result.ids.push_back(place->second);
      result.is_changed.push_back(true);
      auto& stored = tickets_[place->second];
      store::Continued change{ticket, ticket.messages.size(), false, false, 0};
      if (is_new) {
        ++next_;
        ++result.added;
        stored.version = 1;
      } else {
        change = store::continued(stored, ticket, TextFrom::kFirst);
        result.is_changed.back() = change.has_other_content || change.has_other_messages;
        ++(result.is_changed.back() ? result.updated : result.unchanged);
      }
      result.messages += change.new_messages;
      if (change.has_other_content) ++stored.version;
      static_cast<NewTicket&>(stored) = change.ticket;
      stored.external_id = external;
      stored.id = place->second;
      texts_[stored.id] += texts_of(stored);
    }
    for (const auto& given : labels) {
      if (!result.is_changed[given.of]) continue;
      store::NewLabel own = given;
      own.ticket = result.ids[given.of];
      label(std::span(&own, 1));
      ++result.labels;
    }
    return result;
  }

  std::optional<store::ListedTicket> find(store::TicketId id) const override {
    const auto found = tickets_.find(id);
    if (found == tickets_.end()) return std::nullopt;
    return row_of(found->second);
  }
  std::optional<store::TicketId> find(std::string_view source, std::string_view external_id) const override {
    const auto found = by_origin_.find({std::string(source), std::string(external_id)});
    return found == by_origin_.end() ? std::nullopt : std::optional(found->second);
  }
  using store::TicketStore::messages;
  std::vector<std::vector<Message>> messages(std::span<const store::TicketId> ids) const override {
    std::vector<std::vector<Message>> conversations;
    for (const auto id : ids) {
      const auto found = tickets_.find(id);
      conversations.push_back(found == tickets_.end() ? std::vector<Message>() : found->second.messages);
    }
    return conversations;
  }
  std::map<std::string, std::size_t> sources_with(std::span<const NewTicket> given) const override {
    std::map<std::string, std::size_t> sources;
    for (const auto& ticket : given) {
      const auto digest = store::content_digest(store::begun(ticket, TextFrom::kFirst));
      for (const auto& [origin, id] : by_origin_) {
        if (origin.second == ticket.external_id && store::content_digest(tickets_.at(id)) == digest)
          ++sources[origin.first];
      }
    }
    return sources;
  }
  using store::TicketStore::list;
  std::vector<store::ListedTicket> list(const store::TicketFilter& filter, store::Order order, store::TicketId beyond,
                                        std::size_t limit) const override {
    std::vector<store::ListedTicket> passing;
    for (const auto& [id, ticket] : tickets_) {
      auto row = row_of(ticket);
      const bool is_beyond =
          beyond == store::TicketId{} || (order == store::Order::kOldestFirst ? id > beyond : id < beyond);
      if (is_beyond && passes(row, filter)) passing.push_back(std::move(row));
    }
    if (order == store::Order::kNewestFirst) std::reverse(passing.begin(), passing.end());
    passing.resize(std::min(limit, passing.size()));
    return passing;
  }
  std::uint64_t count(const store::TicketFilter& filter, std::uint64_t at_most) const override {
    return list(filter, store::Order::kOldestFirst, {}, at_most).size();
  }
  std::uint64_t index_words(std::uint64_t tickets) override {
    for (auto at = tickets_.upper_bound(indexed_); at != tickets_.end() && tickets > 0; ++at, --tickets)
      indexed_ = at->first;
    return not_indexed();
  }
  std::uint64_t not_indexed() const override {
    return static_cast<std::uint64_t>(std::distance(tickets_.upper_bound(indexed_), tickets_.end()));
  }

  void label(std::span<const store::NewLabel> labels) override {
    for (const auto& label : labels) {
      if (!tickets_.contains(label.ticket)) throw Error(ErrorCode::kInvalidInput, "there is no such ticket");
    }
    for (const auto& label : labels) {
      store::LabelEntry entry;
      static_cast<store::NewLabel&>(entry) = label;
      entry.id = store::LabelId{static_cast<std::int64_t>(history_.size()) + 1};
      entry.at = "2026-03-01T00:00:00Z";
      history_.push_back(std::move(entry));
    }
  }
  store::TicketId undo(store::LabelId label) override {
    for (auto& entry : history_) {
      if (entry.id != label || !entry.undone_at.empty()) continue;
      entry.undone_at = "2026-03-02T00:00:00Z";
      return entry.ticket;
    }
    throw Error(ErrorCode::kInvalidInput, "there is no such label");
  }
  std::vector<store::LabelEntry> history(store::TicketId id) const override {
    std::vector<store::LabelEntry> entries;
    std::copy_if(history_.begin(), history_.end(), std::back_inserter(entries),
                 [&](const store::LabelEntry& entry) { return entry.ticket == id; });
    return entries;
  }

  std::uint64_t erase(std::span<const store::TicketId> tickets) override {
    std::uint64_t erased = 0;
    for (const auto id : tickets) {
      erased += tickets_.erase(id);
      std::erase_if(by_origin_, [&](const auto& entry) { return entry.second == id; });
      std::erase_if(history_, [&](const store::LabelEntry& entry) { return entry.ticket == id; });
    }
    return erased;
  }
  store::ErasedMessages erase_messages(std::span<const store::TicketId> tickets,
                                       const store::MessageTest& is_gone) override {
    store::ErasedMessages erased;
    for (const auto id : tickets) {
      if (!tickets_.contains(id)) continue;
      auto& stored = tickets_.at(id);
      const auto change = store::shortened(stored, is_gone, TextFrom::kFirst);
      if (!change.has_other_messages) continue;
      erased.messages += stored.messages.size() - change.ticket.messages.size();
      if (change.ticket.messages.empty()) {
        erased.tickets += erase(std::span(&id, 1));
        continue;
      }
      if (change.has_other_content) ++stored.version;
      static_cast<NewTicket&>(stored) = change.ticket;
      texts_[id] = texts_of(stored);
    }
    return erased;
  }
  std::vector<store::TicketId> mentioning(std::string_view text) const override {
    std::vector<store::TicketId> ids;
    for (const auto& [id, versions] : texts_) {
      if (tickets_.contains(id) && text::ascii_lower(versions).find(text::ascii_lower(text)) != std::string::npos)
        ids.push_back(id);
    }
    return ids;
  }

  store::StoreCounts counts() const override {
    store::StoreCounts counts;
    counts.tickets = tickets_.size();
    counts.label_entries = history_.size();
    for (const auto& [id, ticket] : tickets_) {
      counts.has_replies |= ticket.messages.size() > 1;
      for (const auto& [task, label] : current(id)) {
        ++counts.current[task][label.value];
        ++counts.authors[task][std::string(name_of(label.by))];
      }
    }
    return counts;
  }
  std::vector<store::DayCount> days() const override {
    std::map<std::string, std::uint64_t> days;
    for (const auto& [id, ticket] : tickets_) {
      if (!ticket.created_on.empty()) ++days[ticket.created_on];
    }
    std::vector<store::DayCount> list;
    for (const auto& [day, tickets] : days) list.push_back({day, tickets});
    return list;
  }
  store::Tally tally(const store::TicketFilter::CreatedTest& period, std::string_view row_task,
                     std::string_view column_task) const override {
    store::TicketFilter filter;
    filter.created.push_back(period);
    store::Tally tally;
    for (const auto& [ticket, labels] : list(filter, store::Order::kOldestFirst, {}, tickets_.size())) {
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
  static std::string texts_of(const NewTicket& ticket) {
    std::string texts;
    for (const auto& field : kPeoplesFields) texts += ticket.*field.text + '\n';
    for (const auto& each : ticket.messages) texts += each.name + '\n' + each.address + '\n' + each.text + '\n';
    return texts;
  }

  // Whether the words of a text hold a phrase.
  static bool holds(std::string_view text, const text::SearchPhrase& phrase) {
    auto words = " " + phrase.words;
    if (phrase.is_prefix) words.pop_back();
    return !phrase.words.empty() && (" " + text::search_words(text)).find(words) != std::string::npos;
  }
  static text::SearchPhrase phrase_of(const std::string& text, bool is_prefix) {
    return text::search_phrase(text, is_prefix ? text::PhraseEnd::kOpen : text::PhraseEnd::kWord);
  }

  bool passes(const store::ListedTicket& row, const store::TicketFilter& filter) const {
    const auto& ticket = row.ticket;
    for (const auto& test : filter.fields) {
      if ((text::ascii_lower(ticket.*test.field) == text::ascii_lower(test.value)) == test.negated) return false;
    }
    for (const auto& test : filter.labels) {
      const auto label = row.labels.find(test.task);
      const std::string value = label == row.labels.end() ? "" : label->second.value;
      if ((text::ascii_lower(value) == text::ascii_lower(test.value)) == test.negated) return false;
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
      const auto phrase = phrase_of(test.text, test.is_prefix);
      const bool has_it = has_customer(ticket, phrase) || (!test.is_of_customer && has(ticket, phrase));
      if (ticket.id > indexed_ || !has_it) return false;
    }
    for (const auto& test : filter.customers) {
      const bool has_it =
          ticket.id > indexed_
              ? text::ascii_lower(ticket.customer).find(text::ascii_lower(test.text)) != std::string::npos
              : has_customer(ticket, phrase_of(test.text, test.is_prefix));
      if (has_it == test.negated) return false;
    }
    const auto& ids = filter.ids;
    return ids.empty() || std::find(ids.begin(), ids.end(), static_cast<std::int64_t>(ticket.id)) != ids.end();
  }

  bool has(const store::StoredTicket& listed, const text::SearchPhrase& phrase) const {
    const auto messages = this->messages(listed.id);
    return holds(listed.subject, phrase) || holds(listed.body, phrase) ||
           std::any_of(messages.begin(), messages.end(), [&](const Message& each) { return holds(each.text, phrase); });
  }

  bool has_customer(const store::StoredTicket& listed, const text::SearchPhrase& phrase) const {
    const auto messages = this->messages(listed.id);
    return holds(listed.customer, phrase) || std::any_of(messages.begin(), messages.end(), [&](const Message& each) {
             return each.author == MessageAuthor::kCustomer && holds(each.name + "\n" + each.address, phrase);
           });
  }

  // As in a database: without messages.
  store::ListedTicket row_of(const store::StoredTicket& ticket) const {
    store::ListedTicket row{ticket, current(ticket.id)};
    row.ticket.messages.clear();
    return row;
  }

  std::map<std::string, store::CurrentLabel> current(store::TicketId id) const {
    std::map<std::string, store::CurrentLabel> labels;
    for (const auto& entry : history_) {
      if (entry.ticket != id || !entry.undone_at.empty()) continue;
      const auto there = labels.find(entry.task);
      if (there != labels.end() && there->second.by == store::Author::kPerson && entry.by != store::Author::kPerson)
        continue;
      labels[entry.task] = {entry.value, entry.by, entry.probability};
    }
    return labels;
  }

  std::map<store::TicketId, store::StoredTicket> tickets_;
  std::map<std::pair<std::string, std::string>, store::TicketId> by_origin_;
  std::vector<store::LabelEntry> history_;
  std::map<store::TicketId, std::string> texts_;  // of all versions
  store::TicketId indexed_{};
  std::int64_t next_ = 1;
};

}  // namespace smartdesk
