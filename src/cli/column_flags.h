// Options that say how a file is read: --text, --map, --encoding, --tasks, --label, --task, --multi-label, --group.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"
#include "training/dataset.h"

namespace smartdesk::cli {

// Adds --format, the format of standard input, which has no file name to detect it from.
void add_format_option(Options& options, std::string& format);

struct ColumnFlags {
  std::string text;
  std::vector<std::string> map;    // FIELD=COLUMN
  std::string encoding;            // --encoding
  std::vector<std::string> tasks;  // --tasks a,b,c
  std::string label, task;         // --label COL [--task NAME]
  bool multi_label = false, single_label = false;
  std::string group;  // --group COL

  void add_text_to(Options& options);
  void add_mapping_to(Options& options);  // --map and --encoding alone
  void add_labels_to(Options& options);
  void add_group_to(Options& options);

  // The entries of map, split. Throws Error{kUsage} for one that is not FIELD=COLUMN.
  std::vector<std::pair<std::string, std::string>> mapping() const;
  // Without --tasks and --label: the tasks of the configuration that the file has. Says on the session's console how
  // the file was read.
  training::DatasetSource source(const std::string& path, const Session& session) const;

  SeveralLabels several() const;
};

// Reads the rows, and says on the session's console what was decided about their labels.
training::Dataset read_labelled(const training::DatasetSource& source, const Session& session);

}  // namespace smartdesk::cli
