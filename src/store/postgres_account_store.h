// Accounts in a PostgreSQL database, beside its tickets (docs/formats/accounts.md).

#pragma once

#include <memory>
#include <string>

#include "store/account_store.h"

namespace smartdesk {

// url: as for open_postgres_store. Makes the tables if they are not there. Any number of processes share them. A
// connection that is lost throws Error{kUnavailable}; the next call connects again. Throws Error{kUsage} for a URL that
// cannot be read, Error{kUnavailable} where nobody answers, Error{kInvalidInput} for a newer schema.
std::unique_ptr<AccountStore> open_postgres_account_store(const std::string& url);

}  // namespace smartdesk
