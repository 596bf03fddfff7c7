#include "store/sqlite/folder_backend.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"
#include "files/private_files.h"
#include "store/sqlite/sqlite_store.h"

namespace smartdesk::store {
namespace {

namespace fs = std::filesystem;

class WriteLock {
 public:
  WriteLock(const std::string& folder, const std::string& command) {
    const auto path = folder + "/smartdesk.lock";
    files::make_private_file(path);
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
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
  throw Error(ErrorCode::kNoWorkspace, "There is no workspace in " + folder + ".", folder);
}

// A folder that was there may hold other things, so it keeps its mode.
void make_folder(const std::string& folder) {
  if (!fs::exists(folder)) files::make_private_folder(folder);
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

Workspace FolderBackend::open_to_read() const {
  require_workspace(folder_);
  return {folder_, open_sqlite_store(store_path(folder_), Access::kRead, from_)};
}

Workspace FolderBackend::open_to_write(const std::string& command) const {
  require_workspace(folder_);
  return make_or_open(command);
}

Workspace FolderBackend::make_or_open(const std::string& command) const {
  make_folder(folder_);
  auto lock = std::make_shared<WriteLock>(folder_, command);
  files::make_private_file(store_path(folder_));
  return {folder_, open_sqlite_store(store_path(folder_), Access::kWrite, from_), std::move(lock)};
}

Restored FolderBackend::restore(const std::string& backup) const {
  Restored restored;
  const auto source = open_sqlite_store(backup, Access::kRead);
  restored.tickets = source->counts().tickets;
  make_folder(folder_);
  const WriteLock lock(folder_, "restore");
  const auto path = store_path(folder_), fresh = path + ".restored";
  remove_with_logs(fresh);
  files::make_private_file(fresh);
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

std::unique_ptr<AccountStore> FolderBackend::open_accounts() const {
  make_folder(folder_);
  return open_sqlite_accounts(folder_ + "/accounts.db");
}

std::unique_ptr<JobStore> FolderBackend::open_jobs() const {
  make_folder(folder_);
  return open_sqlite_jobs(folder_ + "/jobs.db");
}

std::unique_ptr<ModelStore> FolderBackend::open_models() const { return open_folder_models(folder_ + "/models"); }

std::unique_ptr<IncomingFiles> FolderBackend::open_incoming() const {
  return open_folder_incoming(folder_ + "/incoming");
}

}  // namespace smartdesk::store
