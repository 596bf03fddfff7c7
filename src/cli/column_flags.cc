#include "cli/column_flags.h"

#include "core/error.h"

namespace smartdesk::cli {

void ColumnFlags::add_text_to(CLI::App& command) {
  command.add_option("--text", text, "column with the text (default: recognised, subject and body joined)");
  command.add_option("--map", map, "our name for a column of the file, as body=message; may be repeated");
}

void ColumnFlags::add_labels_to(CLI::App& command) {
  add_text_to(command);
  command.add_option("--tasks", tasks, "tasks with a label column each (default: those the file has)")->delimiter(',');
  command.add_option("--label", label, "the one column with labels")->excludes("--tasks");
  command.add_option("--task", task, "what to call the task of --label (default: the column's name)")->needs("--label");
}

std::vector<std::pair<std::string, std::string>> ColumnFlags::mapping() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& entry : map) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == entry.size()) {
      throw Error(ErrorCode::kUsage,
                  "--map " + entry + ": write our name, '=', the file's name, as in --map body=message");
    }
    pairs.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return pairs;
}

training::DatasetSource ColumnFlags::source(const std::string& path) const {
  training::DatasetSource source{path, text, mapping(), {}, false};
  for (const auto& name : tasks) source.tasks.emplace_back(name, "");
  if (!label.empty()) source.tasks.emplace_back(task.empty() ? label : task, label);
  return source;
}

}  // namespace smartdesk::cli
