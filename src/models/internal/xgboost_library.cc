#include "models/internal/xgboost_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>

#include "core/error.h"

namespace smartdesk::models {
namespace {

constexpr const char* kLibrary = "libxgboost.so.0";

void* loaded() {
  setenv("OMP_WAIT_POLICY", "passive", 0);
  return dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
}

}  // namespace

void* xgboost_symbol(const char* name) {
  static void* const library = loaded();
  void* symbol = library == nullptr ? nullptr : dlsym(library, name);
  if (symbol == nullptr) {
    throw Error(ErrorCode::kUnavailable,
                std::string(kLibrary) + " is missing, or too old to have " + name + "; run script/setup to install it");
  }
  return symbol;
}

}  // namespace smartdesk::models
