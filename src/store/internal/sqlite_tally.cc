#include "store/internal/sqlite_tally.h"

#include <string>

namespace smartdesk {
namespace {

std::uint64_t number(SQLite::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.getColumn(column).getInt64());
}

// A query over a period's tickets: ?1 and ?2 are its days, further values follow.
SQLite::Statement over_period(const SQLite::Database& database, const TicketFilter::CreatedTest& period,
                              const std::string& what, const std::string& join, const std::string& more) {
  SQLite::Statement query(database, "SELECT " + what + " FROM ticket t INDEXED BY ticket_by_day " + join +
                                        " WHERE t.created_on <> '' AND t.created_on >= ?1 AND (?2 = '' OR "
                                        "t.created_on <= ?2)" +
                                        more);
  query.bind(1, period.first);
  query.bind(2, period.last);
  return query;
}

}  // namespace

Tally tally_of(const SQLite::Database& database, const TicketFilter::CreatedTest& period, std::string_view row_task,
               std::string_view column_task) {
  Tally tally;
  auto all = over_period(database, period, "count(*)", "", "");
  all.executeStep();
  tally.tickets = number(all, 0);

  auto labels = over_period(database, period, "l.task, l.value, count(*)",
                            "CROSS JOIN current_label l ON l.ticket = t.id", " GROUP BY l.task, l.value");
  while (labels.executeStep())
    tally.labels[labels.getColumn(0).getString()][labels.getColumn(1).getString()] = number(labels, 2);

  auto crossed = over_period(database, period, "r.value, c.value, count(*)",
                             "CROSS JOIN current_label r ON r.ticket = t.id AND r.task = ?3 "
                             "CROSS JOIN current_label c ON c.ticket = t.id AND c.task = ?4",
                             " GROUP BY r.value, c.value");
  crossed.bind(3, std::string(row_task));
  crossed.bind(4, std::string(column_task));
  while (crossed.executeStep())
    tally.crossed[crossed.getColumn(0).getString()][crossed.getColumn(1).getString()] = number(crossed, 2);

  auto products = over_period(database, period, "t.product, count(*)", "", " AND t.product <> '' GROUP BY t.product");
  while (products.executeStep()) tally.products[products.getColumn(0).getString()] = number(products, 1);
  return tally;
}

}  // namespace smartdesk
