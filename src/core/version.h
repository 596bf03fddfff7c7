// The program's version, set by the build.

#pragma once

namespace smartdesk {

extern const char* const kVersionNumber;  // "0.1.0"
extern const char* const kVersion;        // "smartdesk 0.1.0"

}  // namespace smartdesk
