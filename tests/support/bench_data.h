// For tests: measuring data that lies beside the project, where it is there at all.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace smartdesk {

// The path of a measuring file; empty if there is none (then skip and say so).
inline std::string bench_data(const std::string& name) {
  const char* chosen = std::getenv("SMARTDESK_BENCH_DATA");
  const std::string folder = chosen != nullptr ? chosen : std::string(SMARTDESK_SOURCE_DIR) + "/../shared/data";
  const std::string path = folder + "/" + name;
  return std::filesystem::exists(path) ? path : "";
}

}  // namespace smartdesk

#define SKIP_WITHOUT(path) \
  if ((path).empty()) GTEST_SKIP() << "no measuring data here (SMARTDESK_BENCH_DATA)"
