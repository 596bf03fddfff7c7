// Which column of a file is what: --text, --map, --tasks, --label, --task.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/command_line.h"
#include "training/dataset.h"

namespace smartdesk::cli {

// --format: of standard input, which has no name to tell it by.
void add_format_option(Options& options, std::string& format);

struct ColumnFlags {
  std::string text;
  std::vector<std::string> map;    // ours=theirs
  std::vector<std::string> tasks;  // --tasks a,b,c
  std::string label, task;         // --label COL [--task NAME]

  void add_text_to(Options& options);
  void add_labels_to(Options& options);
  std::vector<std::pair<std::string, std::string>> mapping() const;  // Error{kUsage} for a pair without '='
  training::DatasetSource source(const std::string& path) const;
};

}  // namespace smartdesk::cli
