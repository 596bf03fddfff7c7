#include "store/internal/sqlite_errors.h"

#include <sqlite3.h>

#include "core/error.h"

namespace smartdesk {
namespace {

const char* advice_for(int extended_code) {
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
      return "run it again; if that does not help, restore a backup with `smartdesk restore`";
  }
}

}  // namespace

void throw_error_of(const SQLite::Exception& error, const std::string& path) {
  const int code = error.getErrorCode();
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    throw Error(ErrorCode::kInvalidInput, path + " is damaged or no store of smartdesk (" + error.what() +
                                              "); restore a backup with `smartdesk restore`");
  }
  throw Error(ErrorCode::kFailed, path + ": " + error.what() + "; " + advice_for(error.getExtendedErrorCode()));
}

}  // namespace smartdesk
