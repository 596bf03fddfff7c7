// Filters as SQL on the tables of schema.h.

#pragma once

#include <string>

#include "store/internal/filter_plan.h"

namespace smartdesk::store {

const SqlDialect& postgres_dialect();

// Question marks become $1, $2, …
std::string numbered(const std::string& sql);

}  // namespace smartdesk::store
