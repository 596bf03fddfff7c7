// Query plans for filters, as SQL on the tables that all stores share. All texts are bound, never concatenated.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "store/ticket_store.h"

namespace smartdesk::store {

// In bytes: indexes may truncate values to this length, and longer values are not looked up in them.
inline constexpr std::size_t kLongestIndexed = 200;

// values: in the order of the question marks.
struct SqlQuery {
  std::string sql;
  std::vector<std::string> values;
};

// The SQL that differs between engines.
struct SqlDialect {
  std::string label_hint;                          // follows "current_label d"
  std::string (*same)(const std::string& column);  // column equals ?, ASCII case-insensitive
  std::string same_label, same_facet;              // the same for d.value, which may be truncated to kLongestIndexed
  std::string words_from, words_id;                // the word table, and its ticket column
  std::string (*contains)(const std::string& column);                       // column contains ?, ASCII case-insensitive
  SqlQuery (*words)(const std::vector<TicketFilter::PhraseTest>& phrases);  // the table matches all phrases
  SqlQuery (*has_words)(const std::vector<TicketFilter::PhraseTest>& phrases);  // ticket t matches all phrases
};

// Scans the tickets that meet one condition and tests the other conditions on each.
class FilterPlan {
 public:
  using Number = std::function<std::uint64_t(const SqlQuery&)>;

  // number: runs a query that returns one number. facets_lag: the indexes do not cover all tickets yet.
  FilterPlan(const TicketFilter& filter, const SqlDialect& dialect, bool facets_lag, const Number& number);

  // The matching ids in this order, after `beyond` ({}: from the start).
  SqlQuery ids(Order order, TicketId beyond, std::uint64_t limit) const;
  SqlQuery count(std::uint64_t at_most) const;

 private:
  // A scan of the tickets that meet one condition.
  struct Way {
    std::string from, id;
    SqlQuery condition;
    bool is_ticket = false;   // t is available without a join
    bool is_in_order = true;  // by id
  };
  struct Candidate {
    Way way;
    SqlQuery asked;  // the same condition as a test on ticket t, for other scans
    std::uint64_t tickets = 0;
  };

  Way way_by_day(const TicketFilter::CreatedTest& test) const;
  SqlQuery field_condition(const TicketFilter::FieldTest& test) const;
  SqlQuery label_condition(const TicketFilter::LabelTest& test) const;
  SqlQuery customer_condition(const TicketFilter::CustomerTest& test, bool words_lag) const;
  void consider_words(const TicketFilter& filter, bool words_lag, const Number& number);
  void consider(Way way, SqlQuery asked, const Number& number);
  void bound_by_days(const TicketFilter::CreatedTest& test, const Number& number);
  void ask(SqlQuery condition) { asked_.push_back(std::move(condition)); }
  void take_best();
  SqlQuery passing(std::int64_t lowest, std::int64_t highest) const;

  const SqlDialect& dialect_;
  std::vector<Candidate> candidates_;
  std::vector<SqlQuery> asked_;
  std::int64_t lowest_ = 0, highest_ = std::numeric_limits<std::int64_t>::max();  // ids that can match
  Way way_;
};

}  // namespace smartdesk::store
