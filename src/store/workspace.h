// A folder with a team's tickets and models, and the one process that may write in it.

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
  std::string database = {};  // postgresql://…, where the tickets are; empty: in the folder
};

// Layout: tickets.db (the store), accounts.db (who may use it), jobs.db (long work), models/ (versions), smartdesk.lock
// (who writes tickets). With a database the first four are there, any number of processes may write, and the folder
// holds only what can be had again.
class Workspace {
 public:
  // Throw Error{kUsage} if there is no workspace, open_to_write also Error{kFailed} naming the process and the command
  // that writes in it already, and what to do; the system sees to it that a lock ends with its process.
  static Workspace open_to_read(const WorkspaceLocation& location);
  static Workspace open_to_write(const WorkspaceLocation& location, const std::string& command);

  // As open_to_write, and makes it if it is not there.
  static Workspace make_or_open(const WorkspaceLocation& location, const std::string& command);

  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  // Who may use the location: in its folder, which is made, or in its database. Any number of processes may have it
  // open, whoever writes tickets.
  static std::unique_ptr<AccountStore> open_accounts(const WorkspaceLocation& location);

  TicketStore& store();
  const std::string& folder() const;

  // Writes a copy of the tickets to `path` and opens it to check it: whole, or not at all. Returns how many there are.
  std::uint64_t back_up(const std::string& path);

  // Puts a copy of the backup in the place of the store, while nobody writes; what was there, damaged or not, is kept
  // beside it. Whole or not at all. Throws Error{kUsage} for a database.
  struct Restored {
    std::uint64_t tickets = 0;
    std::string kept;  // where the store that was there is now; empty if there was none
  };
  static Restored restore(const WorkspaceLocation& location, const std::string& backup);

 private:
  struct Impl;
  explicit Workspace(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The workspace's long work: jobs.db in the folder, or beside the tickets in the database.
std::unique_ptr<JobStore> open_jobs(const WorkspaceLocation& location);

// Its models: in models/ of the folder, or beside the tickets in the database, with copies in models/copies/.
std::unique_ptr<ModelStore> open_models(const WorkspaceLocation& location);

}  // namespace smartdesk::store
