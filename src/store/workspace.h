// A workspace: a folder or a database with a team's tickets and models. A folder has one writing process.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/account_store.h"
#include "store/job_store.h"
#include "store/model_store.h"
#include "store/ticket_store.h"

namespace smartdesk::store {

struct WorkspaceLocation {
  std::string folder;
  std::string database = {};  // postgresql://… with the tickets; empty: the folder holds them
};

// Layout: tickets.db (the store), accounts.db (users), jobs.db (jobs), models/ (versions), smartdesk.lock (the lock for
// writing tickets). With a database the first four are in it, any number of processes may write, and the folder holds
// only data that can be recreated.
class Workspace {
 public:
  // Throw Error{kUsage} if there is no workspace. open_to_write also throws Error{kFailed} if another process is
  // writing, naming the process, its command and what to do; the system releases the lock when a process ends.
  static Workspace open_to_read(const WorkspaceLocation& location);
  static Workspace open_to_write(const WorkspaceLocation& location, const std::string& command);

  // As open_to_write, but creates the workspace if necessary.
  static Workspace make_or_open(const WorkspaceLocation& location, const std::string& command);

  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  // The accounts of a location: in its folder, which is created if necessary, or in its database. Any number of
  // processes may open them, even while another writes tickets.
  static std::unique_ptr<AccountStore> open_accounts(const WorkspaceLocation& location);

  TicketStore& store();
  const std::string& folder() const;

  // Writes a copy of the tickets to `path` atomically and checks it. Returns the number of tickets.
  std::uint64_t back_up(const std::string& path);

  // Replaces the store with a copy of the backup, atomically, while nobody writes. The old store, damaged or not, is
  // kept next to it. Throws Error{kUsage} for a database.
  struct Restored {
    std::uint64_t tickets = 0;
    std::string kept;  // the path of the old store; empty if there was none
  };
  static Restored restore(const WorkspaceLocation& location, const std::string& backup);

 private:
  struct Impl;
  explicit Workspace(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The workspace's jobs: jobs.db in the folder, or tables in the database.
std::unique_ptr<JobStore> open_jobs(const WorkspaceLocation& location);

// The workspace's models: models/ in the folder, or tables in the database, with local copies in models/copies/.
std::unique_ptr<ModelStore> open_models(const WorkspaceLocation& location);

}  // namespace smartdesk::store
