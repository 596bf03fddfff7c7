#include "store/workspace.h"

#include <filesystem>

#include "core/error.h"
#include "files/output_file.h"
#include "store/sqlite/sqlite_store.h"

namespace smartdesk::store {

namespace fs = std::filesystem;

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

}  // namespace smartdesk::store
