#include "store/postgres/writers.h"

#include <functional>
#include <list>
#include <unordered_map>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "store/conversation.h"
#include "store/internal/column_list.h"
#include "store/postgres/ticket_rows.h"
#include "store/postgres/word_index.h"

namespace smartdesk::store {
namespace {

constexpr std::size_t kLabelsAtOnce = 5000;

const std::string kContent = column_list(kContentFields);
// The same origin in i and t: first by the indexed prefix (ticket_by_origin), then in full.
const std::string kSameOrigin =
    "left(t.source, 200) = left(i.source, 200) AND left(t.external_id, 200) = left(i.external_id, 200) AND t.source = "
    "i.source AND t.external_id = i.external_id";
const std::string kCopied = "source, external_id, digest, imported_at, " + kContent + ", created_on";

std::string key_of(const NewTicket& ticket, const std::string& digest) {
  return ticket.external_id.empty() ? "content:" + digest : ticket.external_id;
}

// The columns kCopied of one ticket, in COPY's text format.
void append_line(std::string& lines, const NewTicket& ticket, const std::string& key, const std::string& digest,
                 const std::string& now) {
  for (const auto* text : {&ticket.source, &key, &digest, &now}) append_copied(lines, *text, '\t');
  for (const auto& field : kContentFields) append_copied(lines, ticket.*field.text, '\t');
  append_copied(lines, ticket.created_on, '\n');
}

// Writes what has become of tickets that were there.
class Changes {
 public:
  explicit Changes(PgConnection& connection) : connection_(connection) {}

  // Does not keep a change that changes nothing. Returns whether it does.
  bool take(std::int64_t id, Continued change) {
    if (!change.has_other_content && !change.has_other_messages) return false;
    auto& kept = changes_.emplace_back(std::to_string(id), std::move(change));
    ids_.add(kept.first);
    if (kept.second.has_other_messages) conversations_.push_back({id, &kept.second.ticket.messages});
    return true;
  }

  void write() {
    if (changes_.empty()) return;
    stage();
    connection_.script("INSERT INTO old_version (ticket, version, imported_at, " + kContent +
                       ") SELECT id, version, imported_at, " + kContent +
                       " FROM ticket WHERE id IN (SELECT id FROM changed)");
    const std::string columns = "digest, imported_at, " + kContent + ", created_on";
    connection_.script("UPDATE ticket t SET version = version + 1, (" + columns + ") = (SELECT " + columns +
                       " FROM changed c WHERE c.id = t.id) WHERE id IN (SELECT id FROM changed)");
    write_messages(connection_, conversations_);
    index_again(connection_, ids_.value());
  }

 private:
  void stage() {
    connection_.script("CREATE TEMP TABLE IF NOT EXISTS changed (id bigint, digest text, imported_at text, " +
                       column_list(kContentFields, " text, ") + " text, created_on text); TRUNCATE changed");
    const auto now = utc_now();
    auto next = changes_.begin();
    connection_.copy("COPY changed (id, digest, imported_at, " + kContent + ", created_on) FROM STDIN",
                     [&](std::string& lines) {
                       while (next != changes_.end() && !next->second.has_other_content) ++next;
                       if (next == changes_.end()) return false;
                       const auto& [id, change] = *next++;
                       append_copied(lines, id, '\t');
                       append_copied(lines, content_digest(change.ticket), '\t');
                       append_copied(lines, now, '\t');
                       for (const auto& field : kContentFields) append_copied(lines, change.ticket.*field.text, '\t');
                       append_copied(lines, change.ticket.created_on, '\n');
                       return true;
                     });
  }

  PgConnection& connection_;
  std::list<std::pair<std::string, Continued>> changes_;  // by id; a list, because conversations_ point into it
  std::vector<WrittenConversation> conversations_;
  PgArray ids_;
};

// Hands each of these tickets, with its messages, to `take`.
void each_stored(PgConnection& connection, const PgValue& ids,
                 const std::function<void(std::int64_t id, const NewTicket& ticket)>& take) {
  const auto rows =
      connection.run("SELECT " + ticket_columns() + " FROM ticket t WHERE t.id = ANY ($1::bigint[])", {ids});
  auto messages = messages_of(connection, ids);
  for (int row = 0; row < rows.rows(); ++row) {
    auto ticket = ticket_from(rows, row);
    const auto id = static_cast<std::int64_t>(ticket.id);
    if (const auto found = messages.find(id); found != messages.end()) ticket.messages = std::move(found->second);
    take(id, ticket);
  }
}

// A batch of tickets without two of the same origin, except for repetitions without messages.
class Batch {
 public:
  // Takes as many tickets from the front as meet this.
  Batch(PgConnection& connection, std::span<const NewTicket> tickets, TextFrom from)
      : connection_(connection), from_(from) {
    std::unordered_map<std::string, std::size_t> origins;
    for (const auto& given : tickets) {
      const auto* ticket = given.messages.empty() ? &given : &conversations_.emplace_back(begun(given, from));
      auto digest = content_digest(*ticket);
      auto key = key_of(*ticket, digest);
      const auto [origin, is_first] = origins.try_emplace(ticket->source + '\n' + key, size());
      const auto has_messages = [&] {
        return !ticket->messages.empty() || !tickets_[origin->second]->messages.empty();
      };
      if (!is_first && (digests_[origin->second] != digest || has_messages())) break;
      positions_.push_back(origin->second);
      if (!is_first) continue;
      tickets_.push_back(ticket);
      digests_.push_back(std::move(digest));
      keys_.push_back(std::move(key));
    }
  }

  // The number of given tickets that the batch takes.
  std::size_t taken() const { return positions_.size(); }

  void write(AddResult& result) {
    AddResult own;  // without duplicates
    if (!write_as_new(own)) write_as_they_are(own);
    result.added += own.added;
    result.updated += own.updated;
    result.unchanged += own.unchanged + taken() - size();
    result.messages += own.messages;
    for (std::size_t i = 0, next = 0; i < taken(); ++i) {
      const bool is_first = positions_[i] == next;
      if (is_first) ++next;
      result.ids.push_back(own.ids[positions_[i]]);
      result.is_changed.push_back(is_first && own.is_changed[positions_[i]]);
    }
  }

 private:
  std::size_t size() const { return tickets_.size(); }

  // The fast path of most imports. False: some tickets already exist, and nothing was written.
  bool write_as_new(AddResult& result) {
    connection_.script("SAVEPOINT as_new");
    try {
      std::size_t n = 0;
      connection_.copy("COPY ticket (" + kCopied + ") FROM STDIN", [&](std::string& lines) {
        if (n == size()) return false;
        append(lines, n++);
        return true;
      });
    } catch (const Error&) {
      if (connection_.last_state() != "23505") throw;  // unique_violation
      connection_.script("ROLLBACK TO SAVEPOINT as_new");
      return false;
    }
    // The table is locked, so the ids have no gaps.
    const auto last = connection_.run("SELECT currval(pg_get_serial_sequence('ticket', 'id'))").integer(0, 0);
    for (auto id = last - static_cast<std::int64_t>(size()) + 1; id <= last; ++id) result.ids.push_back(TicketId{id});
    result.is_changed.insert(result.is_changed.end(), size(), true);
    result.added += size();
    write_new_messages(result);
    return true;
  }

  void write_as_they_are(AddResult& result) {
    stage();
    result.ids.resize(size());
    result.is_changed.resize(size(), true);
    std::vector<bool> is_known(size());
    std::unordered_map<std::int64_t, std::size_t> again;  // id and n of tickets that may be different
    const auto known =
        connection_.run("SELECT i.n, t.id, t.digest = i.digest FROM incoming i JOIN ticket t ON " + kSameOrigin);
    for (int row = 0; row < known.rows(); ++row) {
      const auto n = known.count(row, 0);
      is_known[n] = true;
      result.ids[n] = TicketId{known.integer(row, 1)};
      result.is_changed[n] = false;
      if (known.text(row, 2) == "t" && tickets_[n]->messages.empty()) {
        ++result.unchanged;
      } else {
        again.emplace(known.integer(row, 1), n);
      }
    }
    add_unknown(is_known, result);
    write_new_messages(result);
    change(again, result);
  }

  void add_unknown(const std::vector<bool>& is_known, AddResult& result) {
    const auto added = connection_.run("INSERT INTO ticket (" + kCopied + ") SELECT " + kCopied +
                                       " FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE " +
                                       kSameOrigin + ") ORDER BY n RETURNING id");
    int row = 0;
    for (std::size_t n = 0; n < size(); ++n) {
      if (!is_known[n]) result.ids[n] = TicketId{added.integer(row++, 0)};
    }
    result.added += static_cast<std::uint64_t>(added.rows());
  }

  // Before change(): all that is marked as changed is new.
  void write_new_messages(AddResult& result) {
    std::vector<WrittenConversation> conversations;
    for (std::size_t n = 0; n < size(); ++n) {
      if (!result.is_changed[n] || tickets_[n]->messages.empty()) continue;
      conversations.push_back({static_cast<std::int64_t>(result.ids[n]), &tickets_[n]->messages});
      result.messages += tickets_[n]->messages.size();
    }
    write_messages(connection_, conversations);
  }

  void stage() {
    connection_.script(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (n bigint, source text, external_id text, digest text, "
        "imported_at text, " +
        column_list(kContentFields, " text, ") + " text, created_on text); TRUNCATE incoming");
    std::size_t n = 0;
    connection_.copy("COPY incoming (n, " + kCopied + ") FROM STDIN", [&](std::string& lines) {
      if (n == size()) return false;
      lines += std::to_string(n) + '\t';
      append(lines, n++);
      return true;
    });
    connection_.script("ANALYZE incoming");
  }

  void change(const std::unordered_map<std::int64_t, std::size_t>& again, AddResult& result) {
    if (again.empty()) return;
    PgArray ids;
    for (const auto& [id, n] : again) ids.add(std::to_string(id));
    Changes changes(connection_);
    each_stored(connection_, ids.value(), [&](std::int64_t id, const NewTicket& stored) {
      const auto n = again.at(id);
      auto continuation = continued(stored, *tickets_[n], from_);
      result.messages += continuation.new_messages;
      result.is_changed[n] = changes.take(id, std::move(continuation));
      ++(result.is_changed[n] ? result.updated : result.unchanged);
    });
    changes.write();
  }

  void append(std::string& lines, std::size_t n) const {
    append_line(lines, *tickets_[n], keys_[n], digests_[n], now_);
  }

  PgConnection& connection_;
  const TextFrom from_;
  std::list<NewTicket> conversations_;     // those of tickets_ that have messages
  std::vector<const NewTicket*> tickets_;  // without duplicates
  std::vector<std::string> keys_, digests_;
  std::vector<std::size_t> positions_;  // index into tickets_, for each given ticket
  const std::string now_ = utc_now();
};

void append_some(PgConnection& connection, std::span<const NewLabel> labels) {
  PgArray tickets, tasks, values, authors, whos, probabilities;
  for (const auto& label : labels) {
    tickets.add(std::to_string(static_cast<std::int64_t>(label.ticket)));
    tasks.add(label.task);
    values.add(label.value);
    authors.add(name_of(label.by));
    whos.add(label.who);
    if (label.probability) {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%.17g", *label.probability);
      probabilities.add(buffer);
    } else {
      probabilities.add_null();
    }
  }
  const std::string given =
      "unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::double precision[]) WITH ORDINALITY AS "
      "g (ticket, task, value, author, who, probability, n)";
  const std::vector<PgValue> bound{tickets.value(), tasks.value(), values.value(),
                                   authors.value(), whos.value(),  probabilities.value()};
  auto and_now = bound;
  and_now.emplace_back(utc_now());
  connection.run(
      "INSERT INTO label (ticket, task, value, author, who, probability, at) SELECT ticket, task, value, "
      "author, who, probability, $7 FROM " +
          given + " ORDER BY n",
      and_now);
  connection.run(
      "INSERT INTO current_label (ticket, task, value, author, probability) SELECT DISTINCT ON (ticket, task) ticket, "
      "task, value, author, probability FROM " +
          given +
          " ORDER BY ticket, task, author = 'person' DESC, n DESC ON CONFLICT (ticket, task) DO UPDATE SET value = "
          "excluded.value, author = excluded.author, probability = excluded.probability WHERE current_label.author <> "
          "'person' OR excluded.author = 'person'",
      bound);
}

}  // namespace

void add_tickets(PgConnection& connection, std::span<const NewTicket> tickets, TextFrom from, AddResult& result) {
  connection.script("LOCK TABLE ticket IN SHARE ROW EXCLUSIVE MODE");
  while (!tickets.empty()) {
    Batch batch(connection, tickets, from);
    batch.write(result);
    tickets = tickets.subspan(batch.taken());
  }
}

ErasedMessages erase_messages(PgConnection& connection, const PgValue& tickets, const MessageTest& is_gone,
                              TextFrom from) {
  stop_adding_and_indexing(connection);
  ErasedMessages erased;
  PgArray emptied, shorter;
  Changes changes(connection);
  each_stored(connection, tickets, [&](std::int64_t id, const NewTicket& stored) {
    auto change = shortened(stored, is_gone, from);
    if (!change.has_other_messages) return;
    erased.messages += stored.messages.size() - change.ticket.messages.size();
    const bool is_emptied = change.ticket.messages.empty();
    (is_emptied ? emptied : shorter).add(std::to_string(id));
    if (!is_emptied) changes.take(id, std::move(change));
  });
  changes.write();
  connection.run("DELETE FROM old_version WHERE ticket = ANY ($1::bigint[])", {shorter.value()});
  erased.tickets = static_cast<std::uint64_t>(
      connection.run("DELETE FROM ticket WHERE id = ANY ($1::bigint[])", {emptied.value()}).changed());
  return erased;
}

void remake_bodies(PgConnection& connection, TextFrom from) {
  connection.script("LOCK TABLE ticket IN SHARE ROW EXCLUSIVE MODE");
  const auto rows = connection.run("SELECT DISTINCT ticket FROM message");
  PgArray ids;
  for (int row = 0; row < rows.rows(); ++row) ids.add(rows.text(row, 0));
  Changes changes(connection);
  each_stored(connection, ids.value(),
              [&](std::int64_t id, const NewTicket& stored) { changes.take(id, continued(stored, {}, from)); });
  changes.write();
  connection.run("UPDATE body_source SET text_from = $1", {std::string(kTextSources[from])});
}

void append_labels(PgConnection& connection, std::span<const NewLabel> labels) {
  while (!labels.empty()) {
    const auto some = labels.first(std::min(labels.size(), kLabelsAtOnce));
    append_some(connection, some);
    labels = labels.subspan(some.size());
  }
}

void stop_adding_and_indexing(PgConnection& connection) {
  connection.script("LOCK TABLE ticket IN SHARE ROW EXCLUSIVE MODE");
  indexed_up_to(connection);
}

}  // namespace smartdesk::store
