// Apache ECharts' own distribution, as text.

#pragma once

#include <string_view>

namespace smartdesk::charts {

extern const std::string_view kEchartsSource;

}  // namespace smartdesk::charts
