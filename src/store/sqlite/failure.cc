#include "store/sqlite/failure.h"

#include <sqlite3.h>

namespace smartdesk::store {
namespace {

std::string advice_for(int extended_code, const std::string& remedy) {
  if (extended_code == SQLITE_READONLY_ROLLBACK || extended_code == SQLITE_READONLY_RECOVERY) {
    return "A command was interrupted here. The next command that writes repairs it, for example `smartdesk import "
           "FILE`.";
  }
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return "The disk is full. Free some space and run it again.";
    case SQLITE_IOERR:
      return "Check whether the disk is full or failing, or file sizes are limited (ulimit -f); then run it again.";
    case SQLITE_CANTOPEN:
      return "Check that you may write to its folder and that not too many files are open (ulimit -n).";
    case SQLITE_READONLY:
      return "Check that you may write to the file and its folder.";
    default:
      return "Run it again. If that does not help, " + remedy + ".";
  }
}

}  // namespace

Error sqlite_failure(const std::string& path, const SQLite::Exception& error, const std::string& remedy) {
  const int code = error.getErrorCode();
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    return {ErrorCode::kInvalidInput,
            path + " is damaged or is not a SmartDesk database (" + error.what() + "). To repair it, " + remedy + "."};
  return {ErrorCode::kFailed, path + ": " + error.what() + ". " + advice_for(error.getExtendedErrorCode(), remedy)};
}

}  // namespace smartdesk::store
