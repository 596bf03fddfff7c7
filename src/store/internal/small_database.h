// A few small tables beside the tickets, in SQLite or PostgreSQL, for statements that both understand.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::store {

struct SmallSchema {
  std::string_view name;                // tells its versions apart from those of others in the same database
  std::vector<std::string_view> steps;  // from one version to the next; @id: a whole number that counts up and is never
                                        // used again. Never changed once released
  std::string_view alone_with;          // the table that alone() keeps others from writing
  std::string_view remedy;              // what to do where the file is damaged
};

// What an engine does in its own way. Values stand for $1, $2, …; all go in and come out as text. One thread at a time;
// any number of processes. A connection that is lost during a call throws Error{kUnavailable}; the next call connects
// again.
class SmallDatabase {
 public:
  using Row = std::vector<std::string>;
  using Rows = std::vector<Row>;

  virtual ~SmallDatabase() = default;
  virtual bool is_postgres() const = 0;

  virtual Rows read(const std::string& sql, const std::vector<std::string>& values) = 0;

  // One statement, a transaction of its own or a part of alone()'s. Its RETURNING rows.
  virtual Rows write(const std::string& sql, const std::vector<std::string>& values) = 0;

  // Runs `work` as one transaction, while no other alone() of any process runs.
  virtual void alone(const std::function<void()>& work) = 0;
};

// Makes the file, readable by this user only, or the tables, and takes the steps that are missing. In SQLite processes
// take turns by a lock on PATH.lock. Throws Error{kInvalidInput} if it is damaged or of a newer smartdesk; PostgreSQL:
// Error{kUsage} for a URL that cannot be read, Error{kUnavailable} where nobody answers.
std::unique_ptr<SmallDatabase> open_sqlite_small(const std::string& path, const SmallSchema& schema);
std::unique_ptr<SmallDatabase> open_postgres_small(const std::string& url, const SmallSchema& schema);

// The step's statements with @id filled in.
std::string with_id_column(std::string_view step, std::string_view id_column);

}  // namespace smartdesk::store
