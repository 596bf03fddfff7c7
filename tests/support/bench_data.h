// For tests: benchmark data next to the project, if available.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace smartdesk {

// The path of a benchmark file; empty if it is not available (then skip and say so).
inline std::string bench_data(const std::string& name) {
  const char* chosen = std::getenv("SMARTDESK_BENCH_DATA");
  const std::string folder = chosen != nullptr ? chosen : std::string(SMARTDESK_SOURCE_DIR) + "/../shared/data";
  const std::string path = folder + "/" + name;
  return std::filesystem::exists(path) ? path : "";
}

}  // namespace smartdesk

#define SKIP_WITHOUT(path) \
  if ((path).empty()) GTEST_SKIP() << "No benchmark data (SMARTDESK_BENCH_DATA)."
