#include "store/postgres/word_index.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "core/ticket_fields.h"
#include "text/search_words.h"
#include "text/utf8.h"

namespace smartdesk::store {
namespace {

// Limits of tsvector: 2,046 bytes a word, 16,383 places, and 1 MiB in all, of which a word needs up to 6 bytes more
// than it is long.
constexpr std::size_t kLongestWord = 2000;
constexpr std::size_t kLastPlace = 16'383;
constexpr std::size_t kMostBytes = 1'000'000;

// Texts are read into memory for this many tickets at a time.
constexpr std::size_t kReadAtOnce = 500;

void each_word(std::string_view words, const std::function<void(std::string_view)>& take) {
  for (std::size_t at = 0; at < words.size();) {
    const auto end = words.find(' ', at);
    take(text::cut_to(words.substr(at, end - at), kLongestWord));
    at = end + 1;
  }
}

// A tsvector as PostgreSQL reads it: 'word':1 'other':2A. Words hold no quotation mark.
class WordVector {
 public:
  // weight: "A" marks the words of customers.
  void add(std::string_view text, std::string_view weight) {
    each_word(text::search_words(text), [&](std::string_view word) {
      bytes_ += word.size() + 6;
      if (bytes_ > kMostBytes) return;
      place_ = std::min(place_ + 1, kLastPlace);
      ((vector_ += '\'') += word) += "':";
      (vector_ += std::to_string(place_)) += weight;
      vector_ += ' ';
    });
    place_ = std::min(place_ + 1, kLastPlace);  // no phrase goes on from one text to the next
  }

  const std::string& vector() const { return vector_; }

 private:
  std::string vector_;
  std::size_t place_ = 0, bytes_ = 0;
};

void index_words_of(PgConnection& connection, const PgValue& ids) {
  const auto rows = connection.run(
      "SELECT id, left(customer || coalesce((SELECT E'\\n' || string_agg(p.name || E'\\n' || p.address, E'\\n' ORDER "
      "BY "
      "p.first) FROM (SELECT name, address, min(position) AS first FROM message m WHERE m.ticket = ticket.id AND "
      "m.author = 'customer' GROUP BY name, address) p), ''), 10000), left(subject, 10000), left(coalesce((SELECT "
      "string_agg(m.body, E'\\n' ORDER BY m.position) FROM message m WHERE m.ticket = ticket.id), body), 150000) FROM "
      "ticket WHERE id = ANY ($1::bigint[])",
      {ids});
  int row = 0;
  connection.copy("COPY ticket_words (ticket, words) FROM STDIN", [&](std::string& lines) {
    if (row == rows.rows()) return false;
    WordVector vector;
    vector.add(rows.text(row, 1), "A");
    vector.add(rows.text(row, 2), "");
    vector.add(rows.text(row, 3), "");
    append_copied(lines, rows.text(row, 0), '\t');
    append_copied(lines, vector.vector(), '\n');
    ++row;
    return true;
  });
}

void index_facets_of(PgConnection& connection, const PgValue& ids) {
  for (const auto& field : kFacetFields) {
    const std::string column(field.name);
    connection.run("INSERT INTO ticket_facet (kind, value, ticket) SELECT '" + column + "', left(lower(" + column +
                       " COLLATE \"C\"), 200), id FROM ticket WHERE id = ANY ($1::bigint[]) AND " + column + " <> ''",
                   {ids});
  }
}

// The column `id` of these rows.
void index_all(PgConnection& connection, const PgResult& rows) {
  for (int row = 0; row < rows.rows();) {
    PgArray ids;
    for (const int end = row + static_cast<int>(kReadAtOnce); row < std::min(end, rows.rows()); ++row)
      ids.add(rows.text(row, 0));
    index_words_of(connection, ids.value());
    index_facets_of(connection, ids.value());
  }
}

}  // namespace

std::int64_t indexed_up_to(PgConnection& connection) {
  return connection.run("SELECT up_to FROM indexed FOR UPDATE").integer(0, 0);
}

void index_more(PgConnection& connection, std::uint64_t tickets) {
  const auto from = std::to_string(indexed_up_to(connection));
  const auto rows = connection.run("SELECT id FROM ticket WHERE id > $1::bigint ORDER BY id LIMIT $2::bigint",
                                   {from, std::to_string(tickets)});
  if (rows.rows() == 0) return;
  index_all(connection, rows);
  connection.run("UPDATE indexed SET up_to = $1::bigint", {rows.text(rows.rows() - 1, 0)});
}

void index_again(PgConnection& connection, const PgValue& ids) {
  const auto up_to = std::to_string(indexed_up_to(connection));
  connection.run("DELETE FROM ticket_words WHERE ticket = ANY ($1::bigint[])", {ids});
  connection.run("DELETE FROM ticket_facet WHERE ticket = ANY ($1::bigint[])", {ids});
  index_all(connection,
            connection.run("SELECT id FROM ticket WHERE id = ANY ($1::bigint[]) AND id <= $2::bigint", {ids, up_to}));
}

std::string tsquery_of(const std::vector<TicketFilter::PhraseTest>& phrases) {
  std::string query;
  for (const auto& test : phrases) {
    const auto end = test.is_prefix ? text::PhraseEnd::kOpen : text::PhraseEnd::kWord;
    const auto phrase = text::search_phrase(test.text, end);
    if (phrase.words.empty()) continue;
    const std::string_view weight = test.is_of_customer ? "A" : "";
    std::string own;
    each_word(phrase.words, [&](std::string_view word) {
      own += own.empty() ? "'" : " <-> '";
      ((own += word) += "':") += weight;
    });
    if (phrase.is_prefix) own += '*';
    query += (query.empty() ? "(" : " & (") + own + ")";
  }
  return query;
}

}  // namespace smartdesk::store
