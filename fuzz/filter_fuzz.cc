// Parses any bytes as a filter. It is refused, or the store can run it without damage.

#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "store/sqlite/sqlite_store.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  static const auto store = [] {
    auto made = store::open_sqlite_store(":memory:", store::Access::kWrite);
    NewTicket ticket;
    ticket.body = "my refund never arrived";
    made->add(std::span(&ticket, 1));
    made->index_words(10);
    return made;
  }();
  store::TicketFilter filter;
  try {
    filter = store::parse_filter(std::string_view(reinterpret_cast<const char*>(data), size), {"category", "urgency"});
  } catch (const Error&) {
    return 0;
  }
  store->list(filter, store::Order::kNewestFirst, {}, 10);  // must not throw
  if (store->count({}, 10) != 1) __builtin_trap();
  return 0;
}
