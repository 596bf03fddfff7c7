// The columns of ticket fields as SQL.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/ticket_fields.h"

namespace smartdesk::store {

// "created_at, product, customer"
std::string column_list(std::span<const TicketField> fields, std::string_view separator = ", ");

}  // namespace smartdesk::store
