// A workspace in a folder.

#pragma once

#include <string>

#include "store/backend.h"

namespace smartdesk::store {

class FolderBackend final : public Backend {
 public:
  FolderBackend(std::string folder, TextFrom from) : folder_(std::move(folder)), from_(from) {}

  std::string name() const override { return folder_; }
  Workspace open_to_read() const override;
  Workspace open_to_write(const std::string& command) const override;
  Workspace make_or_open(const std::string& command) const override;
  Restored restore(const std::string& backup) const override;
  std::unique_ptr<AccountStore> open_accounts() const override;
  std::unique_ptr<JobStore> open_jobs() const override;
  std::unique_ptr<ModelStore> open_models() const override;
  std::unique_ptr<IncomingFiles> open_incoming() const override;
  std::unique_ptr<TokenBucketLedger> open_token_buckets() const override { return nullptr; }
  bool has_many_writers() const override { return false; }

 private:
  std::string folder_;
  TextFrom from_;
};

}  // namespace smartdesk::store
