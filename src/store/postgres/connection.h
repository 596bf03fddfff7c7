// A PostgreSQL connection over libpq: bound statements, bulk copies, transactions.

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
  int changed() const;  // rows affected by an INSERT, UPDATE or DELETE
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

// Throws Error{kUnavailable} if the server is unreachable or the connection is lost, Error{kInvalidInput} for values
// that it rejects (text that is not UTF-8), else Error{kFailed}; each names host and database, never the password.
class PgConnection {
 public:
  explicit PgConnection(std::string url);

  // Reconnects if the connection was lost since the last call, for example by a database restart. Not within a
  // transaction.
  void ensure();

  PgResult run(const std::string& sql, const std::vector<PgValue>& values = {});
  void script(const std::string& sql);  // runs several statements

  // sql: COPY … FROM STDIN. next_line appends one line in COPY's text format; returns false if there are no more. The
  // server processes lines while the next are produced.
  void copy(const std::string& sql, const std::function<bool(std::string& lines)>& next_line);

  // After LISTEN: whether a notification arrived since the last call; waits up to at_most.
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

// Rolls back on destruction unless committed.
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

// Appends a field to a line of COPY's text format: escaped, followed by `end` (a tab, or a newline).
void append_copied(std::string& lines, std::string_view field, char end);

// A PostgreSQL array literal, such as {"a","b"}.
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
