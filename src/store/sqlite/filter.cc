#include "store/sqlite/filter.h"

#include <string>

#include "store/internal/filter_plan.h"
#include "store/sqlite/index.h"
#include "text/search_words.h"

namespace smartdesk::store {
namespace {

std::string same(const std::string& column) { return column + " = ? COLLATE NOCASE"; }

std::string contains(const std::string& column) { return "instr(lower(" + column + "), lower(?)) > 0"; }

// Each phrase as a quoted FTS5 string. Its words hold no quotation mark.
std::string match_of(const std::vector<TicketFilter::PhraseTest>& phrases) {
  std::string match;
  for (const auto& test : phrases) {
    const auto phrase =
        text::search_phrase(test.text, test.is_prefix ? text::PhraseEnd::kOpen : text::PhraseEnd::kWord);
    if (!match.empty()) match += ' ';
    if (test.is_of_customer) match += "customer : ";
    match += '"' + phrase.words + (phrase.is_prefix ? "\" *" : "\"");
  }
  return match;
}

SqlQuery words(const std::vector<TicketFilter::PhraseTest>& phrases) {
  return {"ticket_words MATCH ?", {match_of(phrases)}};
}

SqlQuery has_words(const std::vector<TicketFilter::PhraseTest>& phrases) {
  return {"EXISTS (SELECT 1 FROM ticket_words w WHERE w.ticket_words MATCH ? AND w.rowid = t.id)", {match_of(phrases)}};
}

const SqlDialect kDialect{" INDEXED BY current_label_by_value",
                          same,
                          "d.value = ? COLLATE NOCASE",
                          "d.value = ?",
                          "ticket_words",
                          "ticket_words.rowid",
                          contains,
                          words,
                          has_words};

SQLite::Statement statement_of(const SQLite::Database& database, const SqlQuery& query) {
  SQLite::Statement statement(database, query.sql);
  int index = 0;
  for (const auto& value : query.values) statement.bind(++index, value);
  return statement;
}

std::uint64_t counted(const SQLite::Database& database, const SqlQuery& query) {
  auto statement = statement_of(database, query);
  statement.executeStep();
  return static_cast<std::uint64_t>(statement.getColumn(0).getInt64());
}

bool facets_lag(const SQLite::Database& database) {
  SQLite::Statement behind(database, "SELECT EXISTS (SELECT 1 FROM ticket WHERE id > ?)");
  behind.bind(1, indexed_up_to(database));
  behind.executeStep();
  return behind.getColumn(0).getInt() != 0;
}

FilterPlan plan_of(const SQLite::Database& database, const TicketFilter& filter) {
  return {filter, kDialect, facets_lag(database), [&](const SqlQuery& query) { return counted(database, query); }};
}

}  // namespace

std::vector<TicketId> passing_ids(const SQLite::Database& database, const TicketFilter& filter, Order order,
                                  TicketId beyond, std::size_t limit) {
  auto statement = statement_of(database, plan_of(database, filter).ids(order, beyond, limit));
  std::vector<TicketId> ids;
  while (statement.executeStep()) ids.push_back(TicketId{statement.getColumn(0).getInt64()});
  return ids;
}

std::uint64_t count_passing(const SQLite::Database& database, const TicketFilter& filter, std::uint64_t at_most) {
  return counted(database, plan_of(database, filter).count(at_most));
}

}  // namespace smartdesk::store
