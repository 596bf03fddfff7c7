// The built dashboard (cmake/embed_folder.cmake).

#pragma once

#include <span>

#include "server/assets.h"

namespace smartdesk::server {

extern const std::span<const EmbeddedFile> kDashboardFiles;

}  // namespace smartdesk::server
