#include "store/postgres/writers.h"

#include <unordered_map>
#include <utility>

#include "core/clock.h"
#include "core/error.h"
#include "store/internal/column_list.h"

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

// Indexes words and facets of the tickets that meet a condition.
void take_into_indexes(PgConnection& connection, const std::string& condition, const std::vector<PgValue>& values) {
  // The separator word keeps phrases from spanning subject and body; longer texts do not fit into a tsvector.
  // Punctuation is removed because PostgreSQL treats an address or "and/or" as one word.
  const std::string spaced = R"(, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))";
  connection.run(
      "INSERT INTO ticket_words (ticket, words) SELECT id, to_tsvector('simple', translate(left(subject, 10000) || ' "
      "subjectendshere ' || left(body, 150000)" +
          spaced + ") FROM ticket WHERE " + condition,
      values);
  for (const auto& field : kFacetFields) {
    const std::string column(field.name);
    connection.run("INSERT INTO ticket_facet (kind, value, ticket) SELECT '" + column + "', left(lower(" + column +
                       " COLLATE \"C\"), 200), id FROM ticket WHERE " + condition + " AND " + column + " <> ''",
                   values);
  }
}

// Locks indexing until the transaction ends.
std::int64_t indexed_up_to(PgConnection& connection) {
  return connection.run("SELECT up_to FROM indexed FOR UPDATE").integer(0, 0);
}

// A batch of tickets without two of the same origin and different content.
class Batch {
 public:
  // Takes as many tickets from the front as meet this.
  Batch(PgConnection& connection, std::span<const NewTicket> tickets) : connection_(connection) {
    std::unordered_map<std::string, std::size_t> origins;
    for (const auto& ticket : tickets) {
      auto digest = content_digest(ticket);
      auto key = key_of(ticket, digest);
      const auto [origin, is_first] = origins.try_emplace(ticket.source + '\n' + key, size());
      if (!is_first && digests_[origin->second] != digest) break;
      positions_.push_back(origin->second);
      if (!is_first) continue;
      tickets_.push_back(&ticket);
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
    return true;
  }

  void write_as_they_are(AddResult& result) {
    stage();
    const std::size_t first = result.ids.size();
    result.ids.resize(first + size());
    result.is_changed.resize(first + size(), true);
    std::vector<bool> is_known(size());
    PgArray changed;
    const auto known =
        connection_.run("SELECT i.n, t.id, t.digest = i.digest FROM incoming i JOIN ticket t ON " + kSameOrigin);
    for (int row = 0; row < known.rows(); ++row) {
      const auto n = known.count(row, 0);
      const bool is_same = known.text(row, 2) == "t";
      is_known[n] = true;
      result.ids[first + n] = TicketId{known.integer(row, 1)};
      result.is_changed[first + n] = !is_same;
      ++(is_same ? result.unchanged : result.updated);
      if (!is_same) changed.add(known.text(row, 1));
    }
    const auto added = connection_.run("INSERT INTO ticket (" + kCopied + ") SELECT " + kCopied +
                                       " FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM ticket t WHERE " +
                                       kSameOrigin + ") ORDER BY n RETURNING id");
    int row = 0;
    for (std::size_t n = 0; n < size(); ++n) {
      if (!is_known[n]) result.ids[first + n] = TicketId{added.integer(row++, 0)};
    }
    result.added += static_cast<std::uint64_t>(added.rows());
    change(changed.value());
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

  // Updates tickets whose content has changed.
  void change(const PgValue& ids) {
    if (ids == "{}") return;
    connection_.run("INSERT INTO old_version (ticket, version, imported_at, " + kContent +
                        ") SELECT id, version, imported_at, " + kContent + " FROM ticket WHERE id = ANY ($1::bigint[])",
                    {ids});
    connection_.run("UPDATE ticket t SET version = version + 1, (" + kCopied + ") = (SELECT " + kCopied +
                        " FROM incoming i WHERE " + kSameOrigin + ") WHERE id = ANY ($1::bigint[])",
                    {ids});
    const auto up_to = std::to_string(indexed_up_to(connection_));
    connection_.run("DELETE FROM ticket_words WHERE ticket = ANY ($1::bigint[])", {ids});
    connection_.run("DELETE FROM ticket_facet WHERE ticket = ANY ($1::bigint[])", {ids});
    take_into_indexes(connection_, "id = ANY ($1::bigint[]) AND id <= $2::bigint", {ids, up_to});
  }

  void append(std::string& lines, std::size_t n) const {
    append_line(lines, *tickets_[n], keys_[n], digests_[n], now_);
  }

  PgConnection& connection_;
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

void add_tickets(PgConnection& connection, std::span<const NewTicket> tickets, AddResult& result) {
  connection.script("LOCK TABLE ticket IN SHARE ROW EXCLUSIVE MODE");
  while (!tickets.empty()) {
    Batch batch(connection, tickets);
    batch.write(result);
    tickets = tickets.subspan(batch.taken());
  }
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

void index_more(PgConnection& connection, std::uint64_t tickets) {
  const auto from = std::to_string(indexed_up_to(connection));
  const auto last = connection.run(
      "SELECT max(id) FROM (SELECT id FROM ticket WHERE id > $1::bigint ORDER BY id LIMIT "
      "$2::bigint) p",
      {from, std::to_string(tickets)});
  if (last.is_null(0, 0)) return;
  take_into_indexes(connection, "id > $1::bigint AND id <= $2::bigint", {from, last.text(0, 0)});
  connection.run("UPDATE indexed SET up_to = $1::bigint", {last.text(0, 0)});
}

}  // namespace smartdesk::store
