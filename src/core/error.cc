#include "core/error.h"

namespace smartdesk {

int exit_code(ErrorCode code) { return static_cast<int>(code); }

}  // namespace smartdesk
