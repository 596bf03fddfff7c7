// The interface to stored tickets and their label histories (SQLite by default).

#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ticket.h"
#include "store/ticket_filter.h"

namespace smartdesk::store {

// Positive; never reused, not even after erasing.
enum class TicketId : std::int64_t {};
enum class LabelId : std::int64_t {};

struct StoredTicket : NewTicket {
  TicketId id{};
  int version = 1;  // grows by 1 with each change of the content
};

// Who set a label. A person's label stays current until a person sets another one.
enum class Author { kPerson, kModel, kLlm, kRule };
BOOST_DESCRIBE_ENUM(Author, kPerson, kModel, kLlm, kRule)
std::string_view name_of(Author author);  // person, model, llm, rule
std::optional<Author> author_named(std::string_view name);

struct NewLabel {
  TicketId ticket{};
  std::string task, value;
  Author by = Author::kRule;
  std::string who;  // the person, the model version, or the language model
  std::optional<double> probability;
};

// An entry of a ticket's label history. Only undone_at ever changes.
struct LabelEntry : NewLabel {
  LabelId id{};
  std::string at;         // ISO 8601, UTC
  std::string undone_at;  // empty: not undone
};

struct CurrentLabel {
  std::string value;
  Author by = Author::kRule;
  std::optional<double> probability;
};

// A label for a ticket that is being added: `of` is the ticket's index in the given span; `ticket` is ignored.
struct LabelOfNew : NewLabel {
  std::size_t of = 0;
};

struct AddResult {
  std::uint64_t added = 0, updated = 0, unchanged = 0;
  std::uint64_t labels = 0;      // appended
  std::uint64_t messages = 0;    // appended to conversations; none for tickets that are subject and body alone
  std::vector<TicketId> ids;     // one per given ticket, in order
  std::vector<bool> is_changed;  // new, updated, or with a new or edited message
};

struct ErasedMessages {
  std::uint64_t messages = 0;
  std::uint64_t tickets = 0;  // erased whole, because no message was left
};

struct StoreCounts {
  std::uint64_t tickets = 0, label_entries = 0;
  bool has_replies = false;                                             // a ticket has more than one message
  std::map<std::string, std::map<std::string, std::uint64_t>> current;  // by task, then label
  std::map<std::string, std::map<std::string, std::uint64_t>> authors;  // of current labels, by task, then author
};

// A ticket with its current labels, for lists and exports.
struct ListedTicket {
  StoredTicket ticket;
  std::map<std::string, CurrentLabel> labels;  // by task
};

struct DayCount {
  std::string day;  // "2026-03-01"
  std::uint64_t tickets = 0;
};

// Counts over the tickets of a period.
struct Tally {
  std::uint64_t tickets = 0;
  std::map<std::string, std::map<std::string, std::uint64_t>> labels;  // current labels, by task, then label
  std::map<std::string, std::map<std::string, std::uint64_t>>
      crossed;                                    // by the row task's label, then the column task's
  std::map<std::string, std::uint64_t> products;  // tickets by product, if they have one
};

using MessageTest = std::function<bool(const Message&)>;

enum class Access { kRead, kWrite };

enum class Order { kOldestFirst, kNewestFirst };  // by id

// Each method is one transaction, durable when it returns; on failure it changes nothing and throws Error (kFailed:
// disk; kUnavailable: unreachable database; kInvalidInput: no such ticket or label). One thread at a time; open another
// store to read on another thread.
class TicketStore {
 public:
  virtual ~TicketStore() = default;

  // A ticket is identified by source and external id. The same content leaves it unchanged, other content makes a new
  // version; older versions are kept. An empty field says nothing and stays as it is. Messages are added to those that
  // are there, and the body follows from all of them (store/conversation.h). Labels are appended to new and updated
  // tickets only.
  virtual AddResult add(std::span<const NewTicket> tickets, std::span<const LabelOfNew> labels) = 0;
  AddResult add(std::span<const NewTicket> tickets) { return add(tickets, {}); }

  virtual std::optional<ListedTicket> find(TicketId id) const = 0;
  virtual std::optional<TicketId> find(std::string_view source, std::string_view external_id) const = 0;

  // The conversations of these tickets, in their order, each oldest first. Empty for a ticket that is subject and body
  // alone, and for one that does not exist.
  virtual std::vector<std::vector<Message>> messages(std::span<const TicketId> ids) const = 0;
  std::vector<Message> messages(TicketId id) const { return std::move(messages(std::span(&id, 1)).front()); }

  // How many of these tickets each source holds with the same external id and content, whatever their own source is.
  // Sources without any are left out. Cost: one lookup for each ticket and source.
  virtual std::map<std::string, std::size_t> sources_with(std::span<const NewTicket> tickets) const = 0;

  // At most `limit` matching tickets in this order, starting after the ticket `beyond` ({}: from the start). Each page
  // costs the same.
  virtual std::vector<ListedTicket> list(const TicketFilter& filter, Order order, TicketId beyond,
                                         std::size_t limit) const = 0;
  std::vector<ListedTicket> list(TicketId after, std::size_t limit) const {
    return list({}, Order::kOldestFirst, after, limit);
  }

  // The number of matching tickets, counted up to `at_most`.
  virtual std::uint64_t count(const TicketFilter& filter, std::uint64_t at_most) const = 0;

  // Phrases match subject, body, messages and customers of indexed tickets only; the word index lags behind imports,
  // and is empty after a migration to another way of cutting words. index_words() indexes at most `tickets` more,
  // oldest first, and returns how many are left (an upper bound; 0 is exact). Changes and deletions of indexed tickets
  // apply at once.
  virtual std::uint64_t index_words(std::uint64_t tickets) = 0;
  virtual std::uint64_t not_indexed() const = 0;

  // Appends to the label histories. Only a person's label replaces a person's current label.
  virtual void label(std::span<const NewLabel> labels) = 0;
  virtual TicketId undo(LabelId label) = 0;                        // returns the ticket
  virtual std::vector<LabelEntry> history(TicketId id) const = 0;  // oldest first

  // Deletes the tickets from every table and index, and from the disk when this returns. Returns how many existed.
  virtual std::uint64_t erase(std::span<const TicketId> tickets) = 0;
  // Erases the messages of these tickets that `is_gone` picks, and all older versions of a ticket that loses one,
  // because they may repeat it; also from the disk when this returns. The body follows from the messages that are left.
  // If it changes, the summary is emptied. A ticket without other messages is erased.
  virtual ErasedMessages erase_messages(std::span<const TicketId> tickets, const MessageTest& is_gone) = 0;
  // Tickets that contain this text (ASCII case-insensitive) in customer, subject, body, summary or custom columns, now
  // or in an older version, or in the text, name or address of a message. Reads every ticket.
  virtual std::vector<TicketId> mentioning(std::string_view text) const = 0;

  virtual StoreCounts counts() const = 0;

  // Days with tickets, oldest first; tickets without a readable day are left out.
  virtual std::vector<DayCount> days() const = 0;

  // Cost: a few microseconds per ticket of the period.
  virtual Tally tally(const TicketFilter::CreatedTest& period, std::string_view row_task,
                      std::string_view column_task) const = 0;

  // Writes a copy that can be opened as a store, while others may read. Throws Error{kFailed} if the copy fails its
  // integrity check.
  virtual void backup(const std::string& path) = 0;
};

// A digest of the content, to detect changes.
std::string content_digest(const NewTicket& ticket);

}  // namespace smartdesk::store
