// One connection to PostgreSQL: statements with bound values, bulk copies, transactions. Over libpq.

#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::store {

// A value as text; nullopt: NULL.
using PgValue = std::optional<std::string>;

class PgResult {
 public:
  explicit PgResult(PGresult* result) : result_(result) {}

  int rows() const { return PQntuples(result_.get()); }
  int columns() const { return PQnfields(result_.get()); }
  int changed() const;  // rows that an INSERT, UPDATE or DELETE touched
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string text(int row, int column) const;
  std::int64_t integer(int row, int column) const;
  std::uint64_t count(int row, int column) const { return static_cast<std::uint64_t>(integer(row, column)); }
  double real(int row, int column) const;

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// Errors: Error{kUnavailable} where the server cannot be reached or the connection is lost, Error{kInvalidInput} for
// values that it refuses (text that is no UTF-8), else Error{kFailed}; each names host and database, never the
// password.
class PgConnection {
 public:
  explicit PgConnection(std::string url);

  // Connects again if the connection was lost since the last call, as one that waits is when a database starts again.
  // Not within a transaction.
  void ensure();

  PgResult run(const std::string& sql, const std::vector<PgValue>& values = {});
  void script(const std::string& sql);  // several statements

  // sql: COPY … FROM STDIN. next_line appends one line in COPY's text format; false: there was none left. The server
  // works on lines while the next are made.
  void copy(const std::string& sql, const std::function<bool(std::string& lines)>& next_line);

  // After LISTEN: whether something was announced since it was last asked, waiting so long for it at most.
  bool wait_for_notice(std::chrono::milliseconds at_most);

  // SQLSTATE of the last error.
  const std::string& last_state() const { return last_state_; }

  // host and database, for messages.
  const std::string& name() const { return name_; }

 private:
  [[noreturn]] void fail(const PGresult* result);
  void connect();

  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::string url_, name_, last_state_;
  std::unique_ptr<PGconn, Finish> connection_;
};

// Rolled back unless it is committed.
class PgTransaction {
 public:
  explicit PgTransaction(PgConnection& connection);
  ~PgTransaction();
  PgTransaction(const PgTransaction&) = delete;
  PgTransaction& operator=(const PgTransaction&) = delete;
  void commit();

 private:
  PgConnection& connection_;
  bool is_open_ = true;
};

// One more field in a line of COPY's text format: escaped, followed by `end` (a tab, or the line's end).
void append_copied(std::string& lines, std::string_view field, char end);

// An array's text, as in {"a","b"}.
class PgArray {
 public:
  void add(std::string_view element);
  void add_null();
  PgValue value() const { return text_ + "}"; }

 private:
  void separate();
  std::string text_ = "{";
};

}  // namespace smartdesk::store
