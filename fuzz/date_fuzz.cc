// Reads the lines of any bytes as a column of dates. What is read is a day from 1970 to 2099 (a day more or less by its
// zone), and its ISO form is read as the same day again.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "text/calendar.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartdesk;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> column;
  text::DateOrderVotes votes;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    column.push_back(line);
    votes.add(line);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  const text::DayReader days(votes);
  for (const auto text : column) {
    const auto day = days.read(text);
    const auto time = days.read_time(text);
    if (day.has_value() != time.has_value()) std::abort();
    if (!day || time->starts_with("1969") || time->starts_with("2100")) continue;
    if (days.read(*time) != day || days.read_time(*time) != time) std::abort();
  }
  return 0;
}
