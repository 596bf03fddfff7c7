// The stylesheet of /docs (docs.css, compiled in).

#pragma once

#include <string_view>

namespace smartdesk::server {

extern const std::string_view kDocsStyle;

}  // namespace smartdesk::server
