// Where a workspace is kept. Everything that depends on the kind of place is behind this interface.

#pragma once

#include <memory>
#include <string>

#include "store/account_store.h"
#include "store/incoming_files.h"
#include "store/job_store.h"
#include "store/model_store.h"
#include "store/token_bucket_ledger.h"
#include "store/workspace.h"

namespace smartdesk::store {

struct WorkspaceLocation {
  std::string folder;
  std::string database = {};              // postgresql://… with the tickets; empty: the folder holds them
  TextFrom text_from = TextFrom::kFirst;  // which messages make the body of a ticket
};

// In a folder: tickets.db, accounts.db, jobs.db, models/ (versions), incoming/ (uploads) and smartdesk.lock (the lock
// for writing tickets); one process writes tickets. In a database: all of these are tables, any number of processes may
// write, and the folder holds only data that can be recreated. Thread-safe.
class Backend {
 public:
  virtual ~Backend() = default;

  // For messages: the folder, or "the database".
  virtual std::string name() const = 0;

  // Throw Error{kNoWorkspace} if there is none; in a database open_to_write creates it. In a folder open_to_write
  // throws Error{kFailed} if another process is writing, naming the process, its command and what to do. The system
  // releases the lock when a process ends.
  virtual Workspace open_to_read() const = 0;
  virtual Workspace open_to_write(const std::string& command) const = 0;

  // As open_to_write, but creates the workspace if necessary.
  virtual Workspace make_or_open(const std::string& command) const = 0;

  // Replaces the tickets with a copy of the backup, atomically. The old tickets, damaged or not, are kept next to them
  // as tickets.db.before-restore, in place of earlier ones. Throws Error{kFailed} if another process is writing,
  // Error{kUsage} for a database.
  virtual Restored restore(const std::string& backup) const = 0;

  // Created if necessary. Any number of processes may open them, even while another writes tickets.
  virtual std::unique_ptr<AccountStore> open_accounts() const = 0;
  virtual std::unique_ptr<JobStore> open_jobs() const = 0;
  virtual std::unique_ptr<ModelStore> open_models() const = 0;
  virtual std::unique_ptr<IncomingFiles> open_incoming() const = 0;

  // Null where only one server can use the workspace.
  virtual std::unique_ptr<TokenBucketLedger> open_token_buckets() const = 0;

  // Whether other processes may write while this one does.
  virtual bool has_many_writers() const = 0;
};

std::unique_ptr<Backend> backend_for(const WorkspaceLocation& location);

}  // namespace smartdesk::store
