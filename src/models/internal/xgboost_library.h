// Loads libxgboost on first use. Linking it would start its OpenMP before main(), which reads only then whether idle
// threads sleep or spin; spinning made fits 16 times slower next to another busy program. Only fitting needs the
// library; predicting does not load it.

#pragma once

namespace smartdesk::models {

// The function of that name in libxgboost.so.0. Throws Error{kUnavailable} with what to do if the library is missing.
// Thread-safe.
void* xgboost_symbol(const char* name);

template <typename Function>
Function* xgboost_function(const char* name) {
  return reinterpret_cast<Function*>(xgboost_symbol(name));
}

}  // namespace smartdesk::models
