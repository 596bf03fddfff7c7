// Which column of a file is what: --text, --map, --tasks, --label, --task.

#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "training/dataset.h"

namespace smartdesk::cli {

struct ColumnFlags {
  std::string text;
  std::vector<std::string> map;    // ours=theirs
  std::vector<std::string> tasks;  // --tasks a,b,c
  std::string label, task;         // --label COL [--task NAME]

  void add_text_to(CLI::App& command);
  void add_labels_to(CLI::App& command);
  std::vector<std::pair<std::string, std::string>> mapping() const;  // Error{kUsage} for a pair without '='
  training::DatasetSource source(const std::string& path) const;
};

}  // namespace smartdesk::cli
