// The tickets of a workspace, open.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/ticket_store.h"

namespace smartdesk::store {

// Movable. As long as it lives it keeps what makes this process the only writer, if it writes to a folder.
class Workspace {
 public:
  // lock: released when this is destroyed, after the store.
  Workspace(std::string folder, std::unique_ptr<TicketStore> store, std::shared_ptr<void> lock = {})
      : folder_(std::move(folder)), lock_(std::move(lock)), store_(std::move(store)) {}

  TicketStore& store() { return *store_; }
  const std::string& folder() const { return folder_; }

  // Writes a copy of the tickets to `path` atomically and checks it. Returns the number of tickets.
  std::uint64_t back_up(const std::string& path);

 private:
  std::string folder_;
  std::shared_ptr<void> lock_;
  std::unique_ptr<TicketStore> store_;
};

struct Restored {
  std::uint64_t tickets = 0;
  std::string kept;  // the path of the old tickets; empty if there were none
};

}  // namespace smartdesk::store
