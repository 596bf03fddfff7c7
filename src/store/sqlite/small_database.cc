#include "store/internal/small_database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "files/private_files.h"
#include "store/sqlite/failure.h"

namespace smartdesk::store {
namespace {

[[noreturn]] void fail_to_open(const std::string& path) {
  throw Error(ErrorCode::kFailed, path + " cannot be opened: " + std::strerror(errno) +
                                      ". Check that you may write to it and its folder and that not too many files "
                                      "are open (ulimit -n).");
}

class LockFile {
 public:
  explicit LockFile(const std::string& path) {
    files::make_private_file(path);
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor_ < 0) fail_to_open(path);
  }
  ~LockFile() { ::close(descriptor_); }
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

// SQLite 3.40 has a race between a connection that writes and one that checkpoints the log, so both need this lock. The
// system releases it when the process ends.
class Turn {
 public:
  explicit Turn(const LockFile& file) : file_(file) {
    while (::flock(file_.descriptor(), LOCK_EX) != 0) {
      if (errno != EINTR)
        throw Error(ErrorCode::kFailed,
                    std::string("The database's lock file cannot be locked: ") + std::strerror(errno) + ". Try again.");
    }
  }
  ~Turn() { ::flock(file_.descriptor(), LOCK_UN); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  const LockFile& file_;
};

class SqliteSmall final : public SmallDatabase {
  // Declared first so that its return type is known below.
  template <typename Work>
  auto guarded(const Work& work) const {
    try {
      return work();
    } catch (const SQLite::Exception& error) {
      throw sqlite_failure(path_, error, std::string(schema_.remedy));
    }
  }

 public:
  SqliteSmall(const std::string& path, const SmallSchema& schema)
      : path_(path), schema_(schema), lock_(path + ".lock") {
    const Turn turn(lock_);
    files::make_private_file(path);
    guarded([&] {
      database_.emplace(path, SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE, 5000);
      database_->exec("PRAGMA journal_mode = WAL");
      database_->exec("PRAGMA synchronous = FULL");  // a commit is on disk when it returns
      database_->exec("PRAGMA secure_delete = ON");
      database_->exec("PRAGMA foreign_keys = ON");
      migrate();
    });
  }

  bool is_postgres() const override { return false; }

  ~SqliteSmall() override {
    const Turn turn(lock_);  // the last connection to close checkpoints the log
    database_.reset();
  }
  SqliteSmall(const SqliteSmall&) = delete;
  SqliteSmall& operator=(const SqliteSmall&) = delete;

  Rows read(const std::string& sql, const std::vector<std::string>& values) override {
    return guarded([&] { return run(sql, values); });
  }

  Rows write(const std::string& sql, const std::vector<std::string>& values) override {
    std::optional<Turn> turn;
    if (!is_alone()) turn.emplace(lock_);
    return guarded([&] { return run(sql, values); });
  }

  void alone(const std::function<void()>& work) override {
    const Turn turn(lock_);
    guarded([&] {
      SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      run_alone(work);
      transaction.commit();
    });
  }

 private:
  Rows run(const std::string& sql, const std::vector<std::string>& values) {
    SQLite::Statement statement(*database_, sql);
    for (std::size_t i = 0; i < values.size(); ++i) statement.bind("$" + std::to_string(i + 1), values[i]);
    Rows rows;
    while (statement.executeStep()) {
      auto& row = rows.emplace_back();
      for (int column = 0; column < statement.getColumnCount(); ++column)
        row.push_back(statement.getColumn(column).getString());
    }
    return rows;
  }

  void migrate() {
    int version = database_->execAndGet("PRAGMA user_version").getInt();
    for (const auto& step :
         missing_steps(schema_, {version, path_, "schema", "id INTEGER PRIMARY KEY AUTOINCREMENT"})) {
      SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      database_->exec(step);
      database_->exec("PRAGMA user_version = " + std::to_string(++version));
      transaction.commit();
    }
  }

  const std::string path_;
  const SmallSchema schema_;
  const LockFile lock_;
  std::optional<SQLite::Database> database_;
};

}  // namespace

std::unique_ptr<SmallDatabase> open_sqlite_small(const std::string& path, const SmallSchema& schema) {
  return std::make_unique<SqliteSmall>(path, schema);
}

}  // namespace smartdesk::store
