#include "store/internal/plain_sql.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include "core/error.h"
#include "store/internal/postgres_connection.h"
#include "store/internal/postgres_schema.h"
#include "store/internal/sqlite_errors.h"

namespace smartdesk {
namespace {

class Sqlite final : public PlainSql {
 public:
  explicit Sqlite(const std::string& path)
      : path_(path), database_(guarded(path, [&] {
          const auto old = ::umask(0077);
          try {
            SQLite::Database database(path, SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000);
            database.exec("PRAGMA journal_mode = WAL");
            ::umask(old);
            return database;
          } catch (...) {
            ::umask(old);
            throw;
          }
        })) {
    guarded(path_, [&] {
      database_.exec("PRAGMA synchronous = FULL");  // a commit is on the disk
      database_.exec("PRAGMA secure_delete = ON");
      database_.exec("PRAGMA foreign_keys = ON");
    });
  }

  Engine engine() const override { return Engine::kSqlite; }

  std::vector<SqlRow> run(const std::string& sql, const std::vector<SqlValue>& values) override {
    return guarded(path_, [&] {
      SQLite::Statement statement(database_, sql);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto name = "$" + std::to_string(i + 1);
        if (values[i]) {
          statement.bind(name, *values[i]);
        } else {
          statement.bind(name);
        }
      }
      std::vector<SqlRow> rows;
      while (statement.executeStep()) {
        auto& row = rows.emplace_back();
        for (int column = 0; column < statement.getColumnCount(); ++column) {
          const auto cell = statement.getColumn(column);
          row.push_back(cell.isNull() ? SqlValue() : SqlValue(cell.getString()));
        }
      }
      return rows;
    });
  }

  void script(const std::string& sql) override {
    guarded(path_, [&] {
      SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
      database_.exec(sql);
      transaction.commit();
    });
  }

 private:
  std::string path_;
  SQLite::Database database_;
};

class Postgres final : public PlainSql {
 public:
  explicit Postgres(const std::string& url) : connection_(url) {}

  Engine engine() const override { return Engine::kPostgres; }

  std::vector<SqlRow> run(const std::string& sql, const std::vector<SqlValue>& values) override {
    connection_.ensure();
    const auto result = connection_.run(sql, values);
    std::vector<SqlRow> rows(static_cast<std::size_t>(result.rows()));
    for (int row = 0; row < result.rows(); ++row) {
      for (int column = 0; column < result.columns(); ++column) {
        rows[static_cast<std::size_t>(row)].push_back(result.is_null(row, column) ? SqlValue()
                                                                                  : SqlValue(result.text(row, column)));
      }
    }
    return rows;
  }

  void script(const std::string& sql) override {
    connection_.ensure();
    PgTransaction transaction(connection_);
    lock_schema(connection_);
    connection_.script(sql);
    transaction.commit();
  }

 private:
  PgConnection connection_;
};

}  // namespace

std::unique_ptr<PlainSql> plain_sqlite(const std::string& path) { return std::make_unique<Sqlite>(path); }

std::unique_ptr<PlainSql> plain_postgres(const std::string& url) { return std::make_unique<Postgres>(url); }

}  // namespace smartdesk
