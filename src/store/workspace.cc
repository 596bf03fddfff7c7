#include "store/workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"
#include "files/output_file.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace smartdesk::store {
namespace {

namespace fs = std::filesystem;

// Released when this is destroyed or the process ends.
class WriteLock {
 public:
  WriteLock(const std::string& folder, const std::string& command) {
    const auto path = folder + "/smartdesk.lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
      throw Error(ErrorCode::kFailed, path + " cannot be opened: " + std::strerror(errno) +
                                          ". Check that you may write to its folder and that not too many files are "
                                          "open (ulimit -n).");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      const auto holder = content();
      ::close(descriptor_);
      throw Error(ErrorCode::kFailed, "The workspace " + folder + " is being written by " +
                                          (holder.empty() ? "another smartdesk" : holder) +
                                          ". Wait until it is done, or stop it.");
    }
    const auto text = "process " + std::to_string(::getpid()) + " (smartdesk " + command + ")";
    // The text is for messages only; the lock does not depend on it.
    if (::ftruncate(descriptor_, 0) == 0) (void)!::pwrite(descriptor_, text.data(), text.size(), 0);
  }
  ~WriteLock() { ::close(descriptor_); }
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

 private:
  std::string content() const {
    char text[256];
    const auto size = ::pread(descriptor_, text, sizeof text, 0);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
  }
  int descriptor_ = -1;
};

std::string store_path(const std::string& folder) { return folder + "/tickets.db"; }

void require_workspace(const std::string& folder) {
  if (fs::exists(store_path(folder))) return;
  throw Error(ErrorCode::kUsage, "There is no workspace in " + folder +
                                     ". Create one with `smartdesk import FILE --workspace " + folder + "`.");
}

void make_folder(const std::string& folder) {
  std::error_code reason;
  fs::create_directories(folder, reason);
  if (reason) throw Error(ErrorCode::kFailed, folder + " cannot be created: " + reason.message() + ".");
}

void remove_logs(const std::string& path) {
  std::error_code ignored;
  for (const char* ending : {"-wal", "-shm", "-journal"}) fs::remove(path + ending, ignored);
}

void remove_with_logs(const std::string& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
  remove_logs(path);
}

// Includes the content of its log if that is readable; else copies the files as they are.
void keep_aside(const std::string& path, const std::string& aside) {
  remove_with_logs(aside);
  try {
    open_sqlite_store(path, Access::kWrite)->backup(aside);
  } catch (const Error&) {
    remove_with_logs(aside);
    fs::copy_file(path, aside);
    if (fs::exists(path + "-wal")) fs::copy_file(path + "-wal", aside + "-wal");
  }
}

}  // namespace

struct Workspace::Impl {
  std::string folder;
  std::unique_ptr<WriteLock> lock;  // outlives the store
  std::unique_ptr<TicketStore> store;
};

Workspace Workspace::open_to_read(const WorkspaceLocation& location) {
  auto impl = std::make_unique<Impl>();
  impl->folder = location.folder;
  if (location.database.empty()) {
    require_workspace(location.folder);
    impl->store = open_sqlite_store(store_path(location.folder), Access::kRead);
  } else {
    impl->store = open_postgres_store(location.database, Access::kRead);
  }
  return Workspace(std::move(impl));
}

Workspace Workspace::open_to_write(const WorkspaceLocation& location, const std::string& command) {
  if (location.database.empty()) require_workspace(location.folder);
  return make_or_open(location, command);
}

Workspace Workspace::make_or_open(const WorkspaceLocation& location, const std::string& command) {
  make_folder(location.folder);
  auto impl = std::make_unique<Impl>();
  impl->folder = location.folder;
  if (location.database.empty()) {
    impl->lock = std::make_unique<WriteLock>(location.folder, command);
    impl->store = open_sqlite_store(store_path(location.folder), Access::kWrite);
  } else {
    impl->store = open_postgres_store(location.database, Access::kWrite);
  }
  return Workspace(std::move(impl));
}

std::unique_ptr<AccountStore> Workspace::open_accounts(const WorkspaceLocation& location) {
  if (!location.database.empty()) return open_postgres_accounts(location.database);
  make_folder(location.folder);
  return open_sqlite_accounts(location.folder + "/accounts.db");
}

std::uint64_t Workspace::back_up(const std::string& path) {
  const auto unfinished = path + ".unfinished";
  const auto remove_unfinished = [&] {
    std::error_code ignored;
    for (const char* ending : {"", "-journal"}) fs::remove(unfinished + ending, ignored);
  };
  remove_unfinished();
  try {
    store().backup(unfinished);
    const auto tickets = open_sqlite_store(unfinished, Access::kRead)->counts().tickets;
    files::move_into_place(unfinished, path);
    return tickets;
  } catch (const Error&) {
    remove_unfinished();  // else it keeps using disk space
    throw;
  }
}

Workspace::Restored Workspace::restore(const WorkspaceLocation& location, const std::string& backup) {
  if (!location.database.empty()) {
    throw Error(ErrorCode::kUsage, "A workspace in PostgreSQL is restored with PostgreSQL's own `pg_restore --clean`.");
  }
  const auto& folder = location.folder;
  Restored restored;
  const auto source = open_sqlite_store(backup, Access::kRead);
  restored.tickets = source->counts().tickets;
  make_folder(folder);
  const WriteLock lock(folder, "restore");
  const auto path = store_path(folder), fresh = path + ".restored";
  remove_with_logs(fresh);
  source->backup(fresh);
  // Switches the file to WAL mode: a writer that is killed later then leaves no journal that a reader would have to
  // roll back.
  open_sqlite_store(fresh, Access::kWrite);
  if (fs::exists(path)) {
    restored.kept = path + ".before-restore";
    keep_aside(path, restored.kept);
    remove_logs(path);  // SQLite would apply them to the new file
  }
  fs::rename(fresh, path);  // atomic: there is always one of the two
  return restored;
}

Workspace::Workspace(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

TicketStore& Workspace::store() { return *impl_->store; }
const std::string& Workspace::folder() const { return impl_->folder; }

std::unique_ptr<JobStore> open_jobs(const WorkspaceLocation& location) {
  if (!location.database.empty()) return open_postgres_jobs(location.database);
  make_folder(location.folder);
  return open_sqlite_jobs(location.folder + "/jobs.db");
}

std::unique_ptr<ModelStore> open_models(const WorkspaceLocation& location) {
  const auto folder = location.folder + "/models";
  if (!location.database.empty()) return open_postgres_models(location.database, folder + "/copies");
  return open_folder_models(folder);
}

}  // namespace smartdesk::store
