#include "store/postgres/postgres_store.h"

#include "core/clock.h"
#include "core/error.h"
#include "store/conversation.h"
#include "store/internal/column_list.h"
#include "store/internal/filter_plan.h"
#include "store/postgres/filter.h"
#include "store/postgres/schema.h"
#include "store/postgres/ticket_rows.h"
#include "store/postgres/word_index.h"
#include "store/postgres/writers.h"

namespace smartdesk::store {
namespace {

std::string number(TicketId id) { return std::to_string(static_cast<std::int64_t>(id)); }

PgArray array_of(std::span<const TicketId> ids) {
  PgArray array;
  for (const auto id : ids) array.add(number(id));
  return array;
}

class PostgresStore final : public TicketStore {
 public:
  PostgresStore(const std::string& url, Access access, TextFrom from) : from_(from), connection_(url) {
    if (access == Access::kWrite) migrate(connection_);
    const int found = schema_of(connection_);
    if (found == kNewestPostgresSchema) {
      if (access == Access::kWrite) make_bodies_as_wanted();
      return;
    }
    if (found == 0) throw Error(ErrorCode::kNoWorkspace, connection_.name() + " contains no workspace yet.");
    throw Error(ErrorCode::kInvalidInput,
                connection_.name() + (found > kNewestPostgresSchema
                                          ? " was written by a newer smartdesk. Use that version to read it."
                                          : " was written by an older smartdesk. Any command that writes migrates it, "
                                            "for example `smartdesk import` of an empty file."));
  }

  using TicketStore::add;
  AddResult add(std::span<const NewTicket> tickets, std::span<const LabelOfNew> labels) override {
    AddResult result;
    PgTransaction transaction(connection_);
    add_tickets(connection_, tickets, from_, result);
    std::vector<NewLabel> own;
    for (const auto& label : labels) {
      if (!result.is_changed[label.of]) continue;
      own.push_back(label);
      own.back().ticket = result.ids[label.of];
    }
    append_labels(connection_, own);
    result.labels = own.size();
    transaction.commit();
    return result;
  }

  std::optional<ListedTicket> find(TicketId id) const override {
    connection_.ensure();
    auto found = with_labels(std::span(&id, 1));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  std::optional<TicketId> find(std::string_view source, std::string_view external_id) const override {
    connection_.ensure();
    const auto found = connection_.run(
        "SELECT id FROM ticket WHERE left(source, 200) = left($1, 200) AND left(external_id, 200) "
        "= left($2, 200) AND source = $1 AND external_id = $2",
        {std::string(source), std::string(external_id)});
    if (found.rows() == 0) return std::nullopt;
    return TicketId{found.integer(0, 0)};
  }

  using TicketStore::messages;
  std::vector<std::vector<Message>> messages(std::span<const TicketId> ids) const override {
    connection_.ensure();
    const auto found = messages_of(connection_, array_of(ids).value());
    std::vector<std::vector<Message>> conversations;
    for (const auto id : ids) {
      const auto own = found.find(static_cast<std::int64_t>(id));
      conversations.push_back(own == found.end() ? std::vector<Message>() : own->second);
    }
    return conversations;
  }

  std::map<std::string, std::size_t> sources_with(std::span<const NewTicket> tickets) const override {
    connection_.ensure();
    PgArray ids, digests;
    for (const auto& ticket : tickets) {
      ids.add(ticket.external_id);
      digests.add(content_digest(begun(ticket, from_)));
    }
    const auto rows = connection_.run(
        "SELECT t.source, count(*) FROM unnest($1::text[], $2::text[]) AS i (external_id, digest) CROSS JOIN (SELECT "
        "DISTINCT source FROM ticket) known JOIN ticket t ON left(t.source, 200) = left(known.source, 200) AND "
        "left(t.external_id, 200) = left(i.external_id, 200) AND t.source = known.source AND t.external_id = "
        "i.external_id WHERE t.digest = i.digest GROUP BY t.source",
        {ids.value(), digests.value()});
    std::map<std::string, std::size_t> found;
    for (int row = 0; row < rows.rows(); ++row) found[rows.text(row, 0)] = rows.count(row, 1);
    return found;
  }

  using TicketStore::list;
  std::vector<ListedTicket> list(const TicketFilter& filter, Order order, TicketId beyond,
                                 std::size_t limit) const override {
    connection_.ensure();
    const auto passing = run(plan_of(filter).ids(order, beyond, limit));
    std::vector<TicketId> ids;
    for (int row = 0; row < passing.rows(); ++row) ids.push_back(TicketId{passing.integer(row, 0)});
    return with_labels(ids);
  }

  std::uint64_t count(const TicketFilter& filter, std::uint64_t at_most) const override {
    connection_.ensure();
    return run(plan_of(filter).count(at_most)).count(0, 0);
  }

  std::uint64_t index_words(std::uint64_t tickets) override {
    PgTransaction transaction(connection_);
    index_more(connection_, tickets);
    transaction.commit();
    return not_indexed();
  }

  std::uint64_t not_indexed() const override {
    connection_.ensure();
    return connection_.run("SELECT greatest(0, (SELECT coalesce(max(id), 0) FROM ticket) - up_to) FROM indexed")
        .count(0, 0);
  }

  void label(std::span<const NewLabel> labels) override {
    PgTransaction transaction(connection_);
    PgArray tickets;
    for (const auto& label : labels) tickets.add(number(label.ticket));
    const auto missing = connection_.run(
        "SELECT wanted FROM unnest($1::bigint[]) AS wanted WHERE NOT EXISTS (SELECT 1 FROM ticket WHERE id = wanted) "
        "LIMIT 1",
        {tickets.value()});
    if (missing.rows() > 0)
      throw Error(ErrorCode::kInvalidInput, "There is no ticket with the number " + missing.text(0, 0) + ".");
    append_labels(connection_, labels);
    transaction.commit();
  }

  TicketId undo(LabelId label) override {
    PgTransaction transaction(connection_);
    const auto id = std::to_string(static_cast<std::int64_t>(label));
    const auto undone = connection_.run(
        "UPDATE label SET undone_at = $2 WHERE id = $1::bigint AND undone_at = '' RETURNING ticket, task",
        {id, utc_now()});
    if (undone.rows() == 0)
      throw Error(ErrorCode::kInvalidInput, "There is no label with the number " + id + " that can be undone.");
    const std::vector<PgValue> key{undone.text(0, 0), undone.text(0, 1)};
    connection_.run("DELETE FROM current_label WHERE ticket = $1::bigint AND task = $2", key);
    connection_.run(
        "INSERT INTO current_label (ticket, task, value, author, probability) SELECT ticket, task, value, author, "
        "probability FROM label WHERE ticket = $1::bigint AND task = $2 AND undone_at = '' ORDER BY author = 'person' "
        "DESC, id DESC LIMIT 1",
        key);
    transaction.commit();
    return TicketId{undone.integer(0, 0)};
  }

  std::vector<LabelEntry> history(TicketId id) const override {
    connection_.ensure();
    const auto rows = connection_.run(
        "SELECT id, task, value, author, who, probability, at, undone_at FROM label WHERE ticket = $1::bigint ORDER BY "
        "id",
        {number(id)});
    std::vector<LabelEntry> entries;
    for (int row = 0; row < rows.rows(); ++row) {
      LabelEntry entry;
      entry.ticket = id;
      entry.id = LabelId{rows.integer(row, 0)};
      entry.task = rows.text(row, 1);
      entry.value = rows.text(row, 2);
      entry.by = author_named(rows.text(row, 3)).value_or(Author::kRule);
      entry.who = rows.text(row, 4);
      if (!rows.is_null(row, 5)) entry.probability = rows.real(row, 5);
      entry.at = rows.text(row, 6);
      entry.undone_at = rows.text(row, 7);
      entries.push_back(std::move(entry));
    }
    return entries;
  }

  std::uint64_t erase(std::span<const TicketId> tickets) override {
    std::uint64_t erased = 0;
    {
      PgTransaction transaction(connection_);
      stop_adding_and_indexing(connection_);
      erased = static_cast<std::uint64_t>(
          connection_.run("DELETE FROM ticket WHERE id = ANY ($1::bigint[])", {array_of(tickets).value()}).changed());
      transaction.commit();
    }
    if (erased > 0) rewrite_tables();
    return erased;
  }

  ErasedMessages erase_messages(std::span<const TicketId> tickets, const MessageTest& is_gone) override {
    ErasedMessages erased;
    {
      PgTransaction transaction(connection_);
      erased = store::erase_messages(connection_, array_of(tickets).value(), is_gone, from_);
      transaction.commit();
    }
    if (erased.messages > 0) rewrite_tables();
    return erased;
  }

  std::vector<TicketId> mentioning(std::string_view text) const override {
    connection_.ensure();
    const std::string names = " WHERE strpos(lower(concat_ws(E'\\n', " + column_list(kPeoplesFields) +
                              ") COLLATE \"C\"), lower($1 COLLATE \"C\")) > 0";
    const auto rows = connection_.run(
        "SELECT id FROM ticket" + names + " UNION SELECT ticket FROM old_version" + names +
            " UNION SELECT ticket FROM message WHERE strpos(lower(concat_ws(E'\\n', name, address, body) COLLATE "
            "\"C\"), lower($1 COLLATE \"C\")) > 0 ORDER BY 1",
        {std::string(text)});
    std::vector<TicketId> ids;
    for (int row = 0; row < rows.rows(); ++row) ids.push_back(TicketId{rows.integer(row, 0)});
    return ids;
  }

  StoreCounts counts() const override {
    connection_.ensure();
    StoreCounts counts;
    counts.tickets = connection_.run("SELECT count(*) FROM ticket").count(0, 0);
    counts.label_entries = connection_.run("SELECT count(*) FROM label").count(0, 0);
    counts.has_replies = connection_.run("SELECT EXISTS (SELECT 1 FROM message WHERE position = 1)").text(0, 0) == "t";
    const auto rows =
        connection_.run("SELECT task, value, author, count(*) FROM current_label GROUP BY task, value, author");
    for (int row = 0; row < rows.rows(); ++row) {
      counts.current[rows.text(row, 0)][rows.text(row, 1)] += rows.count(row, 3);
      counts.authors[rows.text(row, 0)][rows.text(row, 2)] += rows.count(row, 3);
    }
    return counts;
  }

  std::vector<DayCount> days() const override {
    connection_.ensure();
    const auto rows = connection_.run(
        "SELECT day, count(*) FROM (SELECT value AS day FROM ticket_facet WHERE kind = 'created_on' UNION ALL SELECT "
        "created_on FROM ticket WHERE id > (SELECT up_to FROM indexed) AND created_on <> '') d GROUP BY day ORDER BY "
        "day");
    std::vector<DayCount> days;
    for (int row = 0; row < rows.rows(); ++row) days.push_back({rows.text(row, 0), rows.count(row, 1)});
    return days;
  }

  Tally tally(const TicketFilter::CreatedTest& period, std::string_view row_task,
              std::string_view column_task) const override {
    connection_.ensure();
    const std::string within =
        " FROM (SELECT ticket AS id FROM ticket_facet WHERE kind = 'created_on' AND value >= $1::text AND value <= "
        "$2::text UNION ALL SELECT id FROM ticket WHERE id > (SELECT up_to FROM indexed) AND created_on <> '' AND "
        "created_on BETWEEN $1::text AND $2::text) d ";
    const std::vector<PgValue> days{period.first, period.last.empty() ? "9" : period.last};
    Tally tally;
    tally.tickets = connection_.run("SELECT count(*)" + within, days).count(0, 0);
    const auto labels = connection_.run("SELECT l.task, l.value, count(*)" + within +
                                            "JOIN current_label l ON l.ticket = d.id GROUP BY l.task, l.value",
                                        days);
    for (int row = 0; row < labels.rows(); ++row)
      tally.labels[labels.text(row, 0)][labels.text(row, 1)] = labels.count(row, 2);
    auto and_tasks = days;
    and_tasks.emplace_back(std::string(row_task));
    and_tasks.emplace_back(std::string(column_task));
    const auto crossed = connection_.run("SELECT r.value, c.value, count(*)" + within +
                                             "JOIN current_label r ON r.ticket = d.id AND r.task = $3 JOIN "
                                             "current_label c ON c.ticket = d.id AND c.task = $4 GROUP BY r.value, "
                                             "c.value",
                                         and_tasks);
    for (int row = 0; row < crossed.rows(); ++row)
      tally.crossed[crossed.text(row, 0)][crossed.text(row, 1)] = crossed.count(row, 2);
    const auto products = connection_.run(
        "SELECT t.product, count(*)" + within + "JOIN ticket t ON t.id = d.id AND t.product <> '' GROUP BY t.product",
        days);
    for (int row = 0; row < products.rows(); ++row) tally.products[products.text(row, 0)] = products.count(row, 1);
    return tally;
  }

  void backup(const std::string&) override {
    throw Error(ErrorCode::kUsage,
                "A workspace in PostgreSQL is backed up with PostgreSQL's own `pg_dump --format=custom`, "
                "and restored with `pg_restore --clean`.");
  }

 private:
  // Deleted rows stay in the tables' files until these are rewritten.
  void rewrite_tables() {
    connection_.script("VACUUM FULL ticket, old_version, message, label, current_label, ticket_words, ticket_facet");
  }

  PgResult run(const SqlQuery& query) const {
    return connection_.run(numbered(query.sql), std::vector<PgValue>(query.values.begin(), query.values.end()));
  }

  FilterPlan plan_of(const TicketFilter& filter) const {
    const bool lags =
        connection_.run("SELECT EXISTS (SELECT 1 FROM ticket WHERE id > (SELECT up_to FROM indexed))").text(0, 0) ==
        "t";
    return {filter, postgres_dialect(), lags, [&](const SqlQuery& query) { return run(query).count(0, 0); }};
  }

  // The tickets that exist, in the given order.
  std::vector<ListedTicket> with_labels(std::span<const TicketId> ids) const {
    const auto wanted = array_of(ids).value();
    const auto tickets = connection_.run("SELECT " + ticket_columns() +
                                             " FROM unnest($1::bigint[]) WITH ORDINALITY AS w (id, n) JOIN "
                                             "ticket t ON t.id = w.id ORDER BY n",
                                         {wanted});
    const auto labels = connection_.run(
        "SELECT ticket, task, value, author, probability FROM current_label WHERE ticket = ANY ($1::bigint[])",
        {wanted});
    std::map<std::int64_t, std::map<std::string, CurrentLabel>> by_ticket;
    for (int row = 0; row < labels.rows(); ++row) {
      by_ticket[labels.integer(row, 0)][labels.text(row, 1)] = {
          labels.text(row, 2), author_named(labels.text(row, 3)).value_or(Author::kRule),
          labels.is_null(row, 4) ? std::nullopt : std::optional(labels.real(row, 4))};
    }
    std::vector<ListedTicket> rows;
    for (int row = 0; row < tickets.rows(); ++row) {
      auto& listed = rows.emplace_back(ListedTicket{ticket_from(tickets, row), {}});
      if (auto found = by_ticket.find(tickets.integer(row, 0)); found != by_ticket.end())
        listed.labels = std::move(found->second);
    }
    return rows;
  }

  void make_bodies_as_wanted() {
    const auto made_of = connection_.run("SELECT text_from FROM body_source").text(0, 0);
    if (made_of == kTextSources[from_]) return;
    PgTransaction transaction(connection_);
    remake_bodies(connection_, from_);
    transaction.commit();
  }

  const TextFrom from_;
  mutable PgConnection connection_;
};

}  // namespace

std::unique_ptr<TicketStore> open_postgres_store(const std::string& url, Access access, TextFrom from) {
  return std::make_unique<PostgresStore>(url, access, from);
}

}  // namespace smartdesk::store
