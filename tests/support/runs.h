// For tests: a Run with one thread and no progress reports.

#pragma once

#include "core/run.h"

namespace smartdesk {

inline const Run kOneThread{};

}  // namespace smartdesk
