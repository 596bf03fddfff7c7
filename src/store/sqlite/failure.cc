#include "store/sqlite/failure.h"

#include <sqlite3.h>

namespace smartdesk::store {
namespace {

std::string advice_for(int extended_code, const std::string& remedy) {
  if (extended_code == SQLITE_READONLY_ROLLBACK || extended_code == SQLITE_READONLY_RECOVERY) {
    return "a command was cut off here; the next one that writes puts it right, for example `smartdesk import FILE`";
  }
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return "the disk is full; make room and run it again";
    case SQLITE_IOERR:
      return "see whether the disk is full or sick or files may not grow (ulimit -f), then run it again";
    case SQLITE_CANTOPEN:
      return "see whether you may write in its folder and whether too many files are open (ulimit -n)";
    case SQLITE_READONLY:
      return "see whether you may write the file and its folder";
    default:
      return "run it again; if that does not help, " + remedy;
  }
}

}  // namespace

Error sqlite_failure(const std::string& path, const SQLite::Exception& error, const std::string& remedy) {
  const int code = error.getErrorCode();
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    return {ErrorCode::kInvalidInput, path + " is damaged or no such store (" + error.what() + "); " + remedy};
  return {ErrorCode::kFailed, path + ": " + error.what() + "; " + advice_for(error.getExtendedErrorCode(), remedy)};
}

}  // namespace smartdesk::store
