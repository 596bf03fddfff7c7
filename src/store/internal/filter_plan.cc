#include "store/internal/filter_plan.h"

#include <algorithm>
#include <utility>

#include "core/ticket_fields.h"

namespace smartdesk::store {
namespace {

// Beyond this, computing bounds is not worth it.
constexpr int kMostDays = 400;

// Few enough to scan completely for each page.
constexpr std::uint64_t kFew = 2000;

std::string column_of(const TicketFilter::FieldTest& test) { return std::string(field_of(test.field).name); }

// Whether an index cannot find the value: it is empty, or may be truncated there.
bool is_out_of_index(const std::string& value) { return value.empty() || value.size() >= kLongestIndexed; }

SqlQuery author_condition(const TicketFilter::AuthorTest& test) {
  return {std::string(test.negated ? "NOT " : "") +
              "EXISTS (SELECT 1 FROM current_label l WHERE l.ticket = t.id AND l.author = ?)",
          {test.author}};
}

SqlQuery id_condition(const std::vector<std::int64_t>& ids) {
  SqlQuery condition{"t.id IN (", {}};
  for (const auto id : ids) condition.sql += std::to_string(id) + ", ";
  condition.sql.replace(condition.sql.size() - 2, 2, ")");
  return condition;
}

TicketFilter::PhraseTest phrase_of(const TicketFilter::CustomerTest& test) { return {test.text, test.is_prefix, true}; }

SqlQuery created_condition(const TicketFilter::CreatedTest& test) {
  SqlQuery condition{"t.created_on <> '' AND t.created_on >= ?", {test.first}};
  if (!test.last.empty()) {
    condition.sql += " AND t.created_on <= ?";
    condition.values.push_back(test.last);
  }
  return condition;
}

}  // namespace

FilterPlan::FilterPlan(const TicketFilter& filter, const SqlDialect& dialect, bool facets_lag, const Number& number)
    : dialect_(dialect) {
  consider_words(filter, facets_lag, number);
  if (!filter.ids.empty()) ask(id_condition(filter.ids));
  for (const auto& test : filter.labels) {
    if (test.negated || is_out_of_index(test.value)) {
      ask(label_condition(test));
    } else {
      consider({"current_label d" + dialect.label_hint,
                "d.ticket",
                {"d.task = ? AND " + dialect.same_label, {test.task, test.value}}},
               label_condition(test), number);
    }
  }
  for (const auto& test : filter.fields) {
    if (test.negated || is_out_of_index(test.value) || !field_of(test.field).is_facet || facets_lag) {
      ask(field_condition(test));
    } else {
      consider({"ticket_facet d", "d.ticket", {"d.kind = ? AND " + dialect.same_facet, {column_of(test), test.value}}},
               field_condition(test), number);
    }
  }
  for (const auto& test : filter.created) {
    if (facets_lag) {
      ask(created_condition(test));
    } else {
      consider(way_by_day(test), created_condition(test), number);
    }
  }
  for (const auto& test : filter.authors) ask(author_condition(test));
  take_best();
  if (facets_lag || !way_.is_in_order) return;
  for (const auto& test : filter.created) bound_by_days(test, number);
}

SqlQuery FilterPlan::ids(Order order, TicketId beyond, std::uint64_t limit) const {
  const bool ascends = order == Order::kOldestFirst;
  // One bound at each end: of two, an engine uses the first for its scan and tests the other on each ticket.
  auto lowest = lowest_, highest = highest_;
  if (beyond != TicketId{}) {
    const auto id = static_cast<std::int64_t>(beyond);
    if (ascends) lowest = std::max(lowest, id + 1);
    if (!ascends) highest = std::min(highest, id - 1);
  }
  auto query = passing(lowest, highest);
  query.sql += " ORDER BY " + way_.id + (ascends ? " ASC" : " DESC") + " LIMIT " + std::to_string(limit);
  return query;
}

SqlQuery FilterPlan::count(std::uint64_t at_most) const {
  auto query = passing(lowest_, highest_);
  query.sql = "SELECT count(*) FROM (" + query.sql + " LIMIT " + std::to_string(at_most) + ") p";
  return query;
}

FilterPlan::Way FilterPlan::way_by_day(const TicketFilter::CreatedTest& test) const {
  Way way{"ticket_facet d", "d.ticket", {"d.kind = 'created_on' AND d.value >= ?", {test.first}}, false, false};
  if (!test.last.empty()) {
    way.condition.sql += " AND d.value <= ?";
    way.condition.values.push_back(test.last);
  }
  return way;
}

SqlQuery FilterPlan::field_condition(const TicketFilter::FieldTest& test) const {
  const auto same = dialect_.same("t." + column_of(test));
  return {test.negated ? "NOT (" + same + ")" : same, {test.value}};
}

SqlQuery FilterPlan::label_condition(const TicketFilter::LabelTest& test) const {
  SqlQuery condition{"EXISTS (SELECT 1 FROM current_label l WHERE l.ticket = t.id AND l.task = ?", {test.task}};
  // "No label" is the negation of "any label".
  const bool any = test.value.empty();
  if (!any) {
    condition.sql += " AND " + dialect_.same("l.value");
    condition.values.push_back(test.value);
  }
  condition.sql = (test.negated != any ? "NOT " : "") + condition.sql + ")";
  return condition;
}

SqlQuery FilterPlan::customer_condition(const TicketFilter::CustomerTest& test, bool words_lag) const {
  auto condition = dialect_.has_words({phrase_of(test)});
  if (words_lag) {
    condition.sql += " OR (t.id > (SELECT up_to FROM indexed) AND " + dialect_.contains("t.customer") + ")";
    condition.values.push_back(test.text);
  }
  condition.sql = (test.negated ? "NOT (" : "(") + condition.sql + ")";
  return condition;
}

void FilterPlan::consider_words(const TicketFilter& filter, bool words_lag, const Number& number) {
  auto phrases = filter.phrases;
  for (const auto& test : filter.customers) {
    if (test.negated || words_lag) {
      ask(customer_condition(test, words_lag));
    } else {
      phrases.push_back(phrase_of(test));
    }
  }
  if (!phrases.empty())
    consider({dialect_.words_from, dialect_.words_id, dialect_.words(phrases)}, dialect_.has_words(phrases), number);
}

void FilterPlan::consider(Way way, SqlQuery asked, const Number& number) {
  const auto tickets = number({"SELECT count(*) FROM (SELECT 1 FROM " + way.from + " WHERE " + way.condition.sql +
                                   " LIMIT " + std::to_string(kFew) + ") p",
                               way.condition.values});
  candidates_.push_back({std::move(way), std::move(asked), tickets});
}

// The scan with the fewest tickets; if all have many, the first that is ordered by id.
void FilterPlan::take_best() {
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

// Tickets mostly arrive in order of their days, so those of a period have neighbouring ids: no need to scan from the
// newest ticket back to an old period.
void FilterPlan::bound_by_days(const TicketFilter::CreatedTest& test, const Number& number) {
  const std::string last = test.last.empty() ? "9" : test.last;  // sorts after every day
  const auto outermost = [&](const std::string& end, const std::string& otherwise) {
    return number(
        {"WITH RECURSIVE day (v, n) AS (SELECT min(value), 1 FROM ticket_facet WHERE kind = 'created_on' AND "
         "value >= ? UNION ALL SELECT (SELECT min(value) FROM ticket_facet WHERE kind = 'created_on' AND value "
         "> day.v), n + 1 FROM day WHERE day.v IS NOT NULL AND day.v < ? AND n < " +
             std::to_string(kMostDays) + ") SELECT CASE WHEN count(*) >= " + std::to_string(kMostDays) + " THEN " +
             otherwise + " ELSE coalesce(" + end + "((SELECT " + end +
             "(ticket) FROM ticket_facet f WHERE f.kind = 'created_on' AND f.value = day.v)), 0) END FROM day "
             "WHERE day.v <= ?",
         {test.first, last, last}});
  };
  lowest_ = std::max(lowest_, static_cast<std::int64_t>(outermost("min", "0")));
  highest_ = std::min(highest_, static_cast<std::int64_t>(outermost("max", "9223372036854775807")));
}

SqlQuery FilterPlan::passing(std::int64_t lowest, std::int64_t highest) const {
  SqlQuery query{"SELECT " + way_.id + " FROM " + way_.from, {}};
  // CROSS JOIN: the engine's planner keeps this order.
  if (!asked_.empty() && !way_.is_ticket) query.sql += " CROSS JOIN ticket t";
  query.sql += " WHERE " + way_.condition.sql;
  if (!asked_.empty() && !way_.is_ticket) query.sql += " AND t.id = " + way_.id;
  if (lowest > 0) query.sql += " AND " + way_.id + " >= " + std::to_string(lowest);
  if (highest < std::numeric_limits<std::int64_t>::max())
    query.sql += " AND " + way_.id + " <= " + std::to_string(highest);
  query.values = way_.condition.values;
  for (const auto& condition : asked_) {
    query.sql += " AND " + condition.sql;
    query.values.insert(query.values.end(), condition.values.begin(), condition.values.end());
  }
  return query;
}

}  // namespace smartdesk::store
