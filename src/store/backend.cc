#include "store/backend.h"

#include "store/postgres/database_backend.h"
#include "store/sqlite/folder_backend.h"

namespace smartdesk::store {

std::unique_ptr<Backend> backend_for(const WorkspaceLocation& location) {
  if (location.database.empty()) return std::make_unique<FolderBackend>(location.folder, location.text_from);
  return std::make_unique<DatabaseBackend>(location.database, location.folder, location.text_from);
}

}  // namespace smartdesk::store
