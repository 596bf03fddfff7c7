// Accounts in one SQLite file (docs/formats/accounts.md).

#pragma once

#include <memory>
#include <string>

#include "store/account_store.h"

namespace smartdesk {

// Makes the file, readable by this user only, if it is not there. Any number of processes may have it open and write:
// they take turns by a lock on PATH.lock. Throws Error{kInvalidInput} naming the file if it is no such store, damaged,
// or of a newer smartdesk.
std::unique_ptr<AccountStore> open_sqlite_account_store(const std::string& path);

}  // namespace smartdesk
