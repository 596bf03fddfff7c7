// For tests: a Run of one thread that reports to nobody.

#pragma once

#include "core/run.h"

namespace smartdesk {

inline const Run kOneThread{};

}  // namespace smartdesk
