// How the tickets that pass a filter are walked through, as SQL on the tables that all stores share. Every text is
// bound, none is pasted.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "store/ticket_store.h"

namespace smartdesk::store {

// Bytes: an index need not hold more of a value, and is not asked for a longer one.
inline constexpr std::size_t kLongestIndexed = 200;

// Texts in the order of the question marks.
struct SqlQuery {
  std::string sql;
  std::vector<std::string> values;
};

// What each engine writes in its own way.
struct SqlDialect {
  std::string label_hint;                          // behind "current_label d"
  std::string (*same)(const std::string& column);  // column equals ?, whatever the case of ASCII letters
  std::string same_label, same_facet;              // the same of d.value, which may be cut to kLongestIndexed
  std::string words_from, words_id;                // the table of words, and its ticket
  SqlQuery (*words)(const std::vector<TicketFilter::PhraseTest>& phrases);      // all of them, of this table
  SqlQuery (*has_words)(const std::vector<TicketFilter::PhraseTest>& phrases);  // all of them, of ticket t
};

// A filter's conditions, of which one is the way and the others are asked of each ticket on it.
class FilterPlan {
 public:
  using Number = std::function<std::uint64_t(const SqlQuery&)>;

  // number: runs a query whose answer is one number. facets_lag: ticket_facet does not hold every ticket yet.
  FilterPlan(const TicketFilter& filter, const SqlDialect& dialect, bool facets_lag, const Number& number);

  // The ids, in this order, beyond `beyond` ({}: from the start).
  SqlQuery ids(Order order, TicketId beyond, std::uint64_t limit) const;
  SqlQuery count(std::uint64_t at_most) const;

 private:
  // Walks through the tickets that meet one condition.
  struct Way {
    std::string from, id;
    SqlQuery condition;
    bool is_ticket = false;   // t is there without joining
    bool is_in_order = true;  // of ids
  };
  struct Candidate {
    Way way;
    SqlQuery asked;  // the same condition, of a ticket on another way
    std::uint64_t tickets = 0;
  };

  Way way_by_day(const TicketFilter::CreatedTest& test) const;
  SqlQuery field_condition(const TicketFilter::FieldTest& test) const;
  SqlQuery label_condition(const TicketFilter::LabelTest& test) const;
  void consider(Way way, SqlQuery asked, const Number& number);
  void bound_by_days(const TicketFilter::CreatedTest& test, const Number& number);
  void ask(SqlQuery condition) { asked_.push_back(std::move(condition)); }
  void take_best();
  SqlQuery passing(std::int64_t lowest, std::int64_t highest) const;

  const SqlDialect& dialect_;
  std::vector<Candidate> candidates_;
  std::vector<SqlQuery> asked_;
  std::int64_t lowest_ = 0, highest_ = std::numeric_limits<std::int64_t>::max();  // ids that can pass
  Way way_;
};

}  // namespace smartdesk::store
