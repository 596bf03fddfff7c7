// Tickets and what has been said of them, kept for good: the seam to whatever holds them (SQLite by default).

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ticket.h"
#include "store/ticket_filter.h"

namespace smartdesk::store {

// Positive; never used again, not even after erasing.
enum class TicketId : std::int64_t {};
enum class LabelId : std::int64_t {};

struct StoredTicket : NewTicket {
  TicketId id{};
  int version = 1;  // 2 once it came with other content, and so on
};

// Who says so. A person's word stands until a person says something else.
enum class Author { kPerson, kModel, kLlm, kRule };
std::string_view name_of(Author author);  // person, model, llm, rule
std::optional<Author> author_named(std::string_view name);

struct NewLabel {
  TicketId ticket{};
  std::string task, value;
  Author by = Author::kRule;
  std::string who;  // the person, the model's version, the language model
  std::optional<double> probability;
};

// One line of a ticket's history. Lines are never changed but for undone_at.
struct LabelEntry : NewLabel {
  LabelId id{};
  std::string at;         // ISO 8601, UTC
  std::string undone_at;  // empty: it stands
};

struct CurrentLabel {
  std::string value;
  Author by = Author::kRule;
  std::optional<double> probability;
};

// A label that comes with a ticket. ticket in it is not read: `of` is the ticket's place among those given.
struct LabelOfNew : NewLabel {
  std::size_t of = 0;
};

struct AddResult {
  std::uint64_t added = 0, updated = 0, unchanged = 0;
  std::uint64_t labels = 0;      // appended
  std::vector<TicketId> ids;     // one per ticket given, in order
  std::vector<bool> is_changed;  // new or updated
};

struct StoreCounts {
  std::uint64_t tickets = 0, label_entries = 0;
  std::map<std::string, std::map<std::string, std::uint64_t>> current;  // by task, then label
  std::map<std::string, std::map<std::string, std::uint64_t>> authors;  // of current labels, by task, then author
};

// A ticket as lists and exports show it.
struct ListedTicket {
  StoredTicket ticket;
  std::map<std::string, CurrentLabel> labels;  // by task
};

struct DayCount {
  std::string day;  // "2026-03-01"
  std::uint64_t tickets = 0;
};

// Of the tickets of a period.
struct Tally {
  std::uint64_t tickets = 0;
  std::map<std::string, std::map<std::string, std::uint64_t>> labels;   // current ones, by task, then label
  std::map<std::string, std::map<std::string, std::uint64_t>> crossed;  // by the row task's label, then the column's
  std::map<std::string, std::uint64_t> products;                        // named ones
};

enum class Access { kRead, kWrite };

enum class Order { kOldestFirst, kNewestFirst };  // by ids

// Each method is one transaction: done wholly, or not at all and an Error is thrown (kFailed: disk; kInvalidInput: no
// such ticket or label). Durable when it returns. One thread at a time; open another store for another thread to read.
class TicketStore {
 public:
  virtual ~TicketStore() = default;

  // A ticket is known by source and external id. One that is there with the same content is unchanged, one with other
  // content becomes a new version; the older ones are kept. Labels are appended to tickets that are new or updated.
  virtual AddResult add(std::span<const NewTicket> tickets, std::span<const LabelOfNew> labels) = 0;
  AddResult add(std::span<const NewTicket> tickets) { return add(tickets, {}); }

  virtual std::optional<ListedTicket> find(TicketId id) const = 0;
  virtual std::optional<TicketId> find(std::string_view source, std::string_view external_id) const = 0;

  // At most `limit` tickets that pass the filter, in this order, beyond the ticket `beyond` ({}: from the start). The
  // same cost for any page.
  virtual std::vector<ListedTicket> list(const TicketFilter& filter, Order order, TicketId beyond,
                                         std::size_t limit) const = 0;
  std::vector<ListedTicket> list(TicketId after, std::size_t limit) const {
    return list({}, Order::kOldestFirst, after, limit);
  }

  // How many pass it, counted up to `at_most`.
  virtual std::uint64_t count(const TicketFilter& filter, std::uint64_t at_most) const = 0;

  // Phrases find tickets once their words are in the index, which lags behind imports. Takes in at most `tickets`
  // more, the oldest first; returns how many are still left (or more; 0 is exact). Changed and erased tickets are
  // followed at once.
  virtual std::uint64_t index_words(std::uint64_t tickets) = 0;
  virtual std::uint64_t not_indexed() const = 0;

  // Appends to the histories. A machine's label never takes the place of a person's that stands.
  virtual void label(std::span<const NewLabel> labels) = 0;
  virtual TicketId undo(LabelId label) = 0;                        // of the ticket
  virtual std::vector<LabelEntry> history(TicketId id) const = 0;  // oldest first

  // Gone from every table and index, and from the disk once this returns. Returns how many were there.
  virtual std::uint64_t erase(std::span<const TicketId> tickets) = 0;
  // Those that name this text, whatever the case of its ASCII letters, in customer, subject, body, summary or custom
  // columns, now or in an older version. Reads every ticket.
  virtual std::vector<TicketId> mentioning(std::string_view text) const = 0;

  virtual StoreCounts counts() const = 0;

  // Days that have tickets, the oldest first; tickets whose day cannot be read are left out.
  virtual std::vector<DayCount> days() const = 0;

  // Cost: some microseconds per ticket of the period.
  virtual Tally tally(const TicketFilter::CreatedTest& period, std::string_view row_task,
                      std::string_view column_task) const = 0;

  // A copy that can be opened as a store, made while others read. Throws Error{kFailed} if it does not prove whole.
  virtual void backup(const std::string& path) = 0;
};

// Of content, for telling whether a ticket has changed.
std::string content_digest(const NewTicket& ticket);

}  // namespace smartdesk::store
