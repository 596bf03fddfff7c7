#include "store/internal/sqlite_filter.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace smartdesk {
namespace {

using Value = std::variant<std::string, std::int64_t>;

// A condition with its values, in the order of its question marks.
struct Condition {
  std::string sql;
  std::vector<Value> values;
};

void bind_all(SQLite::Statement& statement, const std::vector<Value>& values) {
  int index = 0;
  for (const auto& value : values) {
    ++index;
    std::visit([&](const auto& bound) { statement.bind(index, bound); }, value);
  }
}

std::string column_of(TicketFilter::Field field) {
  switch (field) {
    case TicketFilter::Field::kProduct:
      return "product";
    case TicketFilter::Field::kCustomer:
      return "customer";
    case TicketFilter::Field::kChannel:
      return "channel";
    case TicketFilter::Field::kLanguage:
      return "language";
    case TicketFilter::Field::kSource:
      return "source";
    case TicketFilter::Field::kExternalId:
      return "external_id";
  }
  return "";
}

bool is_indexed(TicketFilter::Field field) {
  return field == TicketFilter::Field::kProduct || field == TicketFilter::Field::kCustomer;
}

// Each phrase as FTS5's quoted string, which takes every character for itself.
std::string match_of(const std::vector<TicketFilter::PhraseTest>& phrases) {
  std::string match;
  for (const auto& phrase : phrases) {
    if (!match.empty()) match += ' ';
    match += '"';
    for (const char c : phrase.text) match += c == '"' ? std::string("\"\"") : std::string(1, c);
    match += phrase.is_prefix ? "\" *" : "\"";
  }
  return match;
}

Condition field_condition(const TicketFilter::FieldTest& test) {
  const auto column = "t." + column_of(test.field);
  return {column + (test.negated ? " <> ?" : " = ?") + " COLLATE NOCASE", {test.value}};
}

Condition label_condition(const TicketFilter::LabelTest& test) {
  Condition condition{"EXISTS (SELECT 1 FROM current_label l WHERE l.ticket = t.id AND l.task = ?", {test.task}};
  // "No label" is the negation of "any label".
  const bool any = test.value.empty();
  if (!any) {
    condition.sql += " AND l.value = ? COLLATE NOCASE";
    condition.values.emplace_back(test.value);
  }
  condition.sql = (test.negated != any ? "NOT " : "") + condition.sql + ")";
  return condition;
}

Condition author_condition(const TicketFilter::AuthorTest& test) {
  return {std::string(test.negated ? "NOT " : "") +
              "EXISTS (SELECT 1 FROM current_label l WHERE l.ticket = t.id AND l.author = ?)",
          {test.author}};
}

Condition created_condition(const TicketFilter::CreatedTest& test) {
  Condition condition{"t.created_on <> '' AND t.created_on >= ?", {test.first}};
  if (!test.last.empty()) {
    condition.sql += " AND t.created_on <= ?";
    condition.values.emplace_back(test.last);
  }
  return condition;
}

// A way to walk through the tickets that meet some of the conditions, in the order of ids.
struct Way {
  std::string from, id;
  Condition condition;
  bool joins_ticket = false;  // whether t is there without joining
  bool is_in_order = true;
};

Way way_by_words(const TicketFilter& filter) {
  return {"ticket_words", "ticket_words.rowid", {"ticket_words MATCH ?", {match_of(filter.phrases)}}};
}

Way way_by_label(const TicketFilter::LabelTest& test) {
  return {"current_label d INDEXED BY current_label_by_value",
          "d.ticket",
          {"d.task = ? AND d.value = ? COLLATE NOCASE", {test.task, test.value}}};
}

Way way_by_field(const TicketFilter::FieldTest& test) {
  const auto column = column_of(test.field);
  auto condition = field_condition(test);
  condition.sql += " AND t." + column + " <> ''";  // what the index holds
  return {"ticket t INDEXED BY ticket_by_" + column, "t.id", std::move(condition), true};
}

Way way_by_day(const TicketFilter::CreatedTest& test) {
  return {"ticket t INDEXED BY ticket_by_day", "t.id", created_condition(test), true, false};
}

// Few enough to look at all of them for each page.
constexpr std::uint64_t kFew = 2000;

std::uint64_t count_along(const SQLite::Database& database, const Way& way, std::uint64_t at_most) {
  SQLite::Statement count(database, "SELECT count(*) FROM (SELECT 1 FROM " + way.from + " WHERE " + way.condition.sql +
                                        " LIMIT " + std::to_string(at_most) + ")");
  bind_all(count, way.condition.values);
  count.executeStep();
  return static_cast<std::uint64_t>(count.getColumn(0).getInt64());
}

// A filter's conditions, of which one is the way and the others are asked of each ticket on it.
class Plan {
 public:
  Plan(const SQLite::Database& database, const TicketFilter& filter) : database_(database) {
    if (!filter.phrases.empty()) {
      consider(way_by_words(filter), {"EXISTS (SELECT 1 FROM ticket_words w WHERE w.ticket_words MATCH ? AND w.rowid = "
                                      "t.id)",
                                      {match_of(filter.phrases)}});
    }
    for (const auto& test : filter.labels) {
      if (test.negated || test.value.empty()) {
        ask(label_condition(test));
      } else {
        consider(way_by_label(test), label_condition(test));
      }
    }
    for (const auto& test : filter.fields) {
      if (test.negated || test.value.empty() || !is_indexed(test.field)) {
        ask(field_condition(test));
      } else {
        consider(way_by_field(test), field_condition(test));
      }
    }
    for (const auto& test : filter.created) consider(way_by_day(test), created_condition(test));
    for (const auto& test : filter.authors) ask(author_condition(test));
    take_best();
  }

  // The ids along the way.
  Condition ids(Order order, TicketId beyond, std::uint64_t limit) const {
    auto query = passing();
    const bool ascends = order == Order::kOldestFirst;
    if (beyond != TicketId{}) {
      query.sql += " AND " + way_.id + (ascends ? " > ?" : " < ?");
      query.values.emplace_back(static_cast<std::int64_t>(beyond));
    }
    query.sql += " ORDER BY " + way_.id + (ascends ? " ASC" : " DESC") + " LIMIT " + std::to_string(limit);
    return query;
  }

  Condition count(std::uint64_t at_most) const {
    auto query = passing();
    query.sql = "SELECT count(*) FROM (" + query.sql + " LIMIT " + std::to_string(at_most) + ")";
    return query;
  }

 private:
  struct Candidate {
    Way way;
    Condition asked;  // the same condition, of a ticket on another way
    std::uint64_t tickets = 0;
  };

  void consider(Way way, Condition asked) {
    const auto tickets = count_along(database_, way, kFew);
    candidates_.push_back({std::move(way), std::move(asked), tickets});
  }

  void ask(Condition condition) { asked_.push_back(std::move(condition)); }

  // The one with the fewest tickets; where all have many, the first that goes in the order of ids.
  void take_best() {
    const Candidate* best = nullptr;
    for (const auto& candidate : candidates_) {
      if (!candidate.way.is_in_order && candidate.tickets >= kFew) continue;
      if (best == nullptr || candidate.tickets < best->tickets) best = &candidate;
    }
    way_ = best != nullptr ? best->way : Way{"ticket t", "t.id", {"TRUE", {}}, true};
    for (auto& candidate : candidates_) {
      if (&candidate != best) asked_.push_back(candidate.asked);
    }
  }

  Condition passing() const {
    Condition query{"SELECT " + way_.id + " FROM " + way_.from, {}};
    // CROSS JOIN: the planner keeps this order.
    if (!asked_.empty() && !way_.joins_ticket) query.sql += " CROSS JOIN ticket t ON t.id = " + way_.id;
    query.sql += " WHERE " + way_.condition.sql;
    query.values = way_.condition.values;
    for (const auto& condition : asked_) {
      query.sql += " AND " + condition.sql;
      query.values.insert(query.values.end(), condition.values.begin(), condition.values.end());
    }
    return query;
  }

  const SQLite::Database& database_;
  std::vector<Candidate> candidates_;
  std::vector<Condition> asked_;
  Way way_;
};

}  // namespace

std::vector<TicketId> passing_ids(const SQLite::Database& database, const TicketFilter& filter, Order order,
                                  TicketId beyond, std::size_t limit) {
  const auto query = Plan(database, filter).ids(order, beyond, limit);
  SQLite::Statement statement(database, query.sql);
  bind_all(statement, query.values);
  std::vector<TicketId> ids;
  while (statement.executeStep()) ids.push_back(TicketId{statement.getColumn(0).getInt64()});
  return ids;
}

std::uint64_t count_passing(const SQLite::Database& database, const TicketFilter& filter, std::uint64_t at_most) {
  const auto query = Plan(database, filter).count(at_most);
  SQLite::Statement statement(database, query.sql);
  bind_all(statement, query.values);
  statement.executeStep();
  return static_cast<std::uint64_t>(statement.getColumn(0).getInt64());
}

}  // namespace smartdesk
