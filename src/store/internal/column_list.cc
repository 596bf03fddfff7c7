#include "store/internal/column_list.h"

namespace smartdesk::store {

std::string column_list(std::span<const TicketField> fields, std::string_view separator) {
  std::string list;
  for (const auto& field : fields) {
    if (!list.empty()) list += separator;
    list += field.name;
  }
  return list;
}

}  // namespace smartdesk::store
