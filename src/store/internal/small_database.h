// Small tables next to the tickets, in SQLite or PostgreSQL, for SQL that both engines accept.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::store {

struct SmallSchema {
  std::string_view name;                // distinguishes its version from other schemas in the database
  std::vector<std::string_view> steps;  // migrations from version to version; never changed once released. @id: an
                                        // increasing integer that is never reused
  std::string_view alone_with;          // the table that alone() locks
  std::string_view remedy;              // what to do if the file is damaged
};

// The operations of an engine. Values bind to $1, $2, …; all values and results are text. One thread at a time; any
// number of processes. If the connection is lost, the call throws Error{kUnavailable} and the next call reconnects.
class SmallDatabase {
 public:
  using Row = std::vector<std::string>;
  using Rows = std::vector<Row>;

  virtual ~SmallDatabase() = default;
  virtual bool is_postgres() const = 0;

  virtual Rows read(const std::string& sql, const std::vector<std::string>& values) = 0;

  // Runs one statement, in its own transaction or within alone(). Returns its RETURNING rows.
  virtual Rows write(const std::string& sql, const std::vector<std::string>& values) = 0;

  // Runs `work` as one transaction; no other alone() of any process runs at the same time.
  virtual void alone(const std::function<void()>& work) = 0;

 protected:
  // For alone(): is_alone() is true while `work` runs.
  void run_alone(const std::function<void()>& work);
  bool is_alone() const { return is_alone_; }

 private:
  bool is_alone_ = false;
};

// Open the database; create the file (readable by this user only) or the tables, and run missing migration steps. In
// SQLite, processes take turns with a lock on PATH.lock. Throw Error{kInvalidInput} if it is damaged or was written by
// a newer smartdesk; PostgreSQL: Error{kUsage} for an invalid URL, Error{kUnavailable} if no server answers.
std::unique_ptr<SmallDatabase> open_sqlite_small(const std::string& path, const SmallSchema& schema);
std::unique_ptr<SmallDatabase> open_postgres_small(const std::string& url, const SmallSchema& schema);

// The schema that an engine finds in its database.
struct FoundSchema {
  int version = 0;              // the number of steps that have run
  std::string database, words;  // for messages: what it is called, and "schema" with the schema's name if need be
  std::string_view id_column;   // for @id
};

// The SQL of the steps that have not run. Throws Error{kInvalidInput} if the version is newer than the schema.
std::vector<std::string> missing_steps(const SmallSchema& schema, const FoundSchema& found);

}  // namespace smartdesk::store
