#include "store/postgres/filter.h"

#include "store/postgres/word_index.h"

namespace smartdesk::store {
namespace {

// ASCII case-insensitive, as in SQLite.
std::string same(const std::string& column) { return "lower(" + column + " COLLATE \"C\") = lower(? COLLATE \"C\")"; }

std::string contains(const std::string& column) {
  return "strpos(lower(" + column + " COLLATE \"C\"), lower(? COLLATE \"C\")) > 0";
}

SqlQuery words(const std::vector<TicketFilter::PhraseTest>& phrases) {
  return {"d.words @@ ?::tsquery", {tsquery_of(phrases)}};
}

SqlQuery has_words(const std::vector<TicketFilter::PhraseTest>& phrases) {
  return {"EXISTS (SELECT 1 FROM ticket_words w WHERE w.ticket = t.id AND w.words @@ ?::tsquery)",
          {tsquery_of(phrases)}};
}

}  // namespace

const SqlDialect& postgres_dialect() {
  static const SqlDialect dialect{"",
                                  same,
                                  "left(lower(d.value COLLATE \"C\"), 200) = lower(? COLLATE \"C\")",
                                  "d.value = lower(? COLLATE \"C\")",
                                  "ticket_words d",
                                  "d.ticket",
                                  contains,
                                  words,
                                  has_words};
  return dialect;
}

std::string numbered(const std::string& sql) {
  std::string text;
  int n = 0;
  for (const char c : sql) {
    if (c == '?') {
      text += '$' + std::to_string(++n) + "::text";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace smartdesk::store
