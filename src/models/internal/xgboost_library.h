// libxgboost, loaded when it is first asked for. Linking it instead would start its OpenMP before main(), which reads
// only then whether idle threads sleep or spin; spinning made fits 16 times slower beside another busy program. And
// only fitting needs it: predicting starts without.

#pragma once

namespace smartdesk::models {

// The function of that name in libxgboost.so.0. Throws Error{kUnavailable} that says what to do where the library is
// missing. Safe to call from several threads.
void* xgboost_symbol(const char* name);

template <typename Function>
Function* xgboost_function(const char* name) {
  return reinterpret_cast<Function*>(xgboost_symbol(name));
}

}  // namespace smartdesk::models
