// Statements that both engines understand, one at a time: for tables that are small and plain.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace smartdesk {

using SqlValue = std::optional<std::string>;  // nullopt: NULL

// One row, by column.
using SqlRow = std::vector<SqlValue>;

enum class Engine { kSqlite, kPostgres };

// A connection. One thread at a time. Throws Error as the stores of tickets do.
class PlainSql {
 public:
  virtual ~PlainSql() = default;
  virtual Engine engine() const = 0;

  // $1, $2 … stand for the values, which PostgreSQL takes for the types that their places have and SQLite for texts.
  virtual std::vector<SqlRow> run(const std::string& sql, const std::vector<SqlValue>& values = {}) = 0;

  // Several statements, all or none.
  virtual void script(const std::string& sql) = 0;
};

// The file is readable by its owner alone; it is made if it is not there.
std::unique_ptr<PlainSql> plain_sqlite(const std::string& path);

// script() runs under the lock that keeps two processes from making tables at a time. A lost connection is made anew at
// the next statement.
std::unique_ptr<PlainSql> plain_postgres(const std::string& url);

}  // namespace smartdesk
