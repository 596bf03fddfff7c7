#include "store/sqlite/tally.h"

#include <string>

namespace smartdesk::store {
namespace {

std::uint64_t number(SQLite::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.getColumn(column).getInt64());
}

// The days of all tickets: from the index if indexed, else from the table.
constexpr const char* kDays =
    "SELECT value AS day, ticket AS id FROM ticket_facet WHERE kind = 'created_on' UNION ALL SELECT created_on, id "
    "FROM "
    "ticket WHERE id > (SELECT up_to FROM indexed) AND created_on <> ''";

// A query over the tickets of a period (d.id). ?1 and ?2 are its days; callers bind further values.
SQLite::Statement over_period(const SQLite::Database& database, const TicketFilter::CreatedTest& period,
                              const std::string& what, const std::string& join, const std::string& group) {
  SQLite::Statement query(database,
                          "SELECT " + what +
                              " FROM (SELECT ticket AS id FROM ticket_facet WHERE kind = 'created_on' AND value >= ?1 "
                              "AND value <= ?2 UNION ALL SELECT id FROM ticket WHERE id > (SELECT up_to FROM indexed) "
                              "AND created_on <> '' AND created_on BETWEEN ?1 AND ?2) d " +
                              join + group);
  query.bind(1, period.first);
  query.bind(2, period.last.empty() ? "9" : period.last);  // sorts after every day
  return query;
}

}  // namespace

std::vector<DayCount> days_of(const SQLite::Database& database) {
  std::vector<DayCount> days;
  SQLite::Statement query(database, "SELECT day, count(*) FROM (" + std::string(kDays) + ") GROUP BY day ORDER BY day");
  while (query.executeStep()) days.push_back({query.getColumn(0).getString(), number(query, 1)});
  return days;
}

Tally tally_of(const SQLite::Database& database, const TicketFilter::CreatedTest& period, std::string_view row_task,
               std::string_view column_task) {
  Tally tally;
  auto all = over_period(database, period, "count(*)", "", "");
  all.executeStep();
  tally.tickets = number(all, 0);

  auto labels = over_period(database, period, "l.task, l.value, count(*)",
                            "CROSS JOIN current_label l ON l.ticket = d.id", " GROUP BY l.task, l.value");
  while (labels.executeStep())
    tally.labels[labels.getColumn(0).getString()][labels.getColumn(1).getString()] = number(labels, 2);

  auto crossed = over_period(database, period, "r.value, c.value, count(*)",
                             "CROSS JOIN current_label r ON r.ticket = d.id AND r.task = ?3 "
                             "CROSS JOIN current_label c ON c.ticket = d.id AND c.task = ?4",
                             " GROUP BY r.value, c.value");
  crossed.bind(3, std::string(row_task));
  crossed.bind(4, std::string(column_task));
  while (crossed.executeStep())
    tally.crossed[crossed.getColumn(0).getString()][crossed.getColumn(1).getString()] = number(crossed, 2);

  auto products = over_period(database, period, "t.product, count(*)",
                              "CROSS JOIN ticket t ON t.id = d.id AND t.product <> ''", " GROUP BY t.product");
  while (products.executeStep()) tally.products[products.getColumn(0).getString()] = number(products, 1);
  return tally;
}

}  // namespace smartdesk::store
