#include "store/postgres/database_backend.h"

#include <filesystem>

#include "core/error.h"
#include "files/private_files.h"
#include "store/postgres/postgres_store.h"

namespace smartdesk::store {

Workspace DatabaseBackend::open_to_read() const { return {folder_, open_postgres_store(url_, Access::kRead, from_)}; }

Workspace DatabaseBackend::open_to_write(const std::string& command) const { return make_or_open(command); }

Workspace DatabaseBackend::make_or_open(const std::string&) const {
  if (!std::filesystem::exists(folder_)) files::make_private_folder(folder_);
  return {folder_, open_postgres_store(url_, Access::kWrite, from_)};
}

Restored DatabaseBackend::restore(const std::string&) const {
  throw Error(ErrorCode::kUsage, "A workspace in PostgreSQL is restored with PostgreSQL's own `pg_restore --clean`.");
}

std::unique_ptr<AccountStore> DatabaseBackend::open_accounts() const { return open_postgres_accounts(url_); }

std::unique_ptr<JobStore> DatabaseBackend::open_jobs() const { return open_postgres_jobs(url_); }

std::unique_ptr<ModelStore> DatabaseBackend::open_models() const {
  return open_postgres_models(url_, folder_ + "/models/copies");
}

std::unique_ptr<IncomingFiles> DatabaseBackend::open_incoming() const {
  return open_postgres_incoming(url_, folder_ + "/incoming");
}

std::unique_ptr<TokenBucketLedger> DatabaseBackend::open_token_buckets() const {
  return std::make_unique<TokenBucketLedger>(url_);
}

}  // namespace smartdesk::store
