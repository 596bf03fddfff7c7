#include "store/sqlite/index.h"

#include <sqlite3.h>

#include <new>
#include <string>
#include <string_view>

#include "core/ticket_fields.h"
#include "text/search_words.h"

namespace smartdesk::store {
namespace {

// The facets of the tickets that meet a condition.
std::string facets_where(const std::string& condition) {
  std::string facets;
  for (const auto& field : kFacetFields) {
    const std::string column(field.name);
    if (!facets.empty()) facets += " UNION ALL ";
    facets +=
        "SELECT '" + column + "', " + column + ", id FROM ticket WHERE " + condition + " AND " + column + " <> ''";
  }
  return facets;
}

const std::string kColumns = "customer, subject, body";

// These columns for a row of ticket. The messages of a conversation stand in the place of the body that is made of
// them. FTS5 takes a row out only if it is given the same words again.
const std::string kWords =
    "search_words(customer || coalesce((SELECT char(10) || group_concat(name || char(10) || address, char(10)) FROM "
    "(SELECT name, address FROM message WHERE ticket = ticket.id AND author = 'customer' GROUP BY name, address ORDER "
    "BY min(position))), '')), search_words(subject), search_words(coalesce((SELECT group_concat(body, char(10)) FROM "
    "(SELECT body FROM message WHERE ticket = ticket.id ORDER BY position)), body))";

void search_words_in_sql(sqlite3_context* context, int, sqlite3_value** values) {
  try {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
    const auto words = text::search_words(text == nullptr ? std::string_view() : std::string_view(text, size));
    sqlite3_result_text64(context, words.data(), words.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

const std::string kOneIfIndexed = "id = ?1 AND id <= (SELECT up_to FROM indexed)";

void run_on(SQLite::Statement& statement, std::int64_t ticket) {
  statement.bind(1, ticket);
  statement.exec();
  statement.reset();
}

void set_up_to(SQLite::Database& database, std::int64_t ticket) {
  SQLite::Statement set(database, "UPDATE indexed SET up_to = ?");
  set.bind(1, ticket);
  set.exec();
}

void take_range(SQLite::Database& database, const std::string& sql, std::int64_t from, std::int64_t to) {
  SQLite::Statement take(database, sql);
  take.bind(1, from);
  take.bind(2, to);
  take.exec();
}

}  // namespace

void teach_words(SQLite::Database& database) {
  database.createFunction("search_words", 1, true, nullptr, search_words_in_sql);
}

std::int64_t indexed_up_to(const SQLite::Database& database) {
  SQLite::Statement query(database, "SELECT up_to FROM indexed");
  query.executeStep();
  return query.getColumn(0).getInt64();
}

void index_more(SQLite::Database& database, std::int64_t tickets) {
  const auto from = indexed_up_to(database);
  SQLite::Statement last(database, "SELECT max(id) FROM (SELECT id FROM ticket WHERE id > ? ORDER BY id LIMIT ?)");
  last.bind(1, from);
  last.bind(2, tickets);
  last.executeStep();
  if (last.getColumn(0).isNull()) return;
  const auto to = last.getColumn(0).getInt64();
  take_range(database,
             "INSERT INTO ticket_words (rowid, " + kColumns + ") SELECT id, " + kWords +
                 " FROM ticket WHERE id > ?1 AND id <= ?2",
             from, to);
  take_range(database,
             "INSERT INTO ticket_facet (kind, value, ticket) " + facets_where("id > ?1 AND id <= ?2") +
                 " ORDER BY 1, 2 COLLATE NOCASE, 3",
             from, to);
  set_up_to(database, to);
}

void rebuild_words(SQLite::Database& database) {
  // A rebuild indexes the words of all tickets, so bring the facets up to date as well.
  const auto up_to = indexed_up_to(database);
  database.exec("INSERT INTO ticket_words (ticket_words) VALUES ('delete-all')");
  database.exec("INSERT INTO ticket_words (rowid, " + kColumns + ") SELECT id, " + kWords + " FROM ticket");
  SQLite::Statement take(database, "INSERT INTO ticket_facet (kind, value, ticket) " + facets_where("id > ?1"));
  take.bind(1, up_to);
  take.exec();
  set_up_to(database, database.execAndGet("SELECT coalesce(max(id), 0) FROM ticket").getInt64());
}

IndexFollower::IndexFollower(SQLite::Database& database)
    : forget_words_(database, "INSERT INTO ticket_words (ticket_words, rowid, " + kColumns + ") SELECT 'delete', id, " +
                                  kWords + " FROM ticket WHERE " + kOneIfIndexed),
      take_words_(database, "INSERT INTO ticket_words (rowid, " + kColumns + ") SELECT id, " + kWords +
                                " FROM ticket WHERE " + kOneIfIndexed),
      forget_facets_(database,
                     "DELETE FROM ticket_facet WHERE (kind, value, ticket) IN (" + facets_where(kOneIfIndexed) + ")"),
      take_facets_(database, "INSERT INTO ticket_facet (kind, value, ticket) " + facets_where(kOneIfIndexed)) {}

void IndexFollower::forget(std::int64_t ticket) {
  run_on(forget_words_, ticket);
  run_on(forget_facets_, ticket);
}

void IndexFollower::take(std::int64_t ticket) {
  run_on(take_words_, ticket);
  run_on(take_facets_, ticket);
}

}  // namespace smartdesk::store
