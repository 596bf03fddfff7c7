#include "cli/column_flags.h"

#include "cli/advice.h"
#include "cli/configuration.h"
#include "cli/reading_notes.h"
#include "core/error.h"

namespace smartdesk::cli {

void add_format_option(Options& options, std::string& format) {
  options.add("--format", format, "Format of standard input (default: csv).").one_of({"csv", "tsv", "json", "jsonl"});
}

void ColumnFlags::add_text_to(Options& options) {
  options.add("--text", text, "Column with the text (default: detected; subject and body are joined).");
  add_mapping_to(options);
}

void ColumnFlags::add_mapping_to(Options& options) {
  options.add("--map", map, "FIELD=COLUMN, such as body=message: which column holds a field. May be repeated.");
  options.add("--encoding", encoding, "Encoding of the input, such as windows-1250 or UTF-16LE (default: detected).");
}

void ColumnFlags::add_labels_to(Options& options) {
  add_text_to(options);
  options.add("--tasks", tasks, "Tasks with a label column each, comma-separated (default: all that the file has).")
      .separated_by(',');
  options.add("--label", label, "The one column with labels.").excludes("--tasks");
  options.add("--task", task, "Name of the task in --label (default: the column's name).").needs("--label");
  options.flag("--multi-label", multi_label,
               "A row may have several labels, as in a|b, a;b or a,b (default: lists, and a|b where a and b also occur "
               "alone).");
  options.flag("--single-label", single_label, "A row has one label, whatever it looks like.")
      .excludes("--multi-label");
}

void ColumnFlags::add_group_to(Options& options) {
  options.add("--group", group,
              "Column, such as customer: rows with the same value stay on one side of every split (default: only rows "
              "with the same text do).");
}

std::vector<std::pair<std::string, std::string>> ColumnFlags::mapping() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& entry : map) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == entry.size()) {
      throw Error(ErrorCode::kUsage, "--map " + entry + ": expected FIELD=COLUMN, such as body=message.");
    }
    pairs.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return pairs;
}

training::DatasetSource ColumnFlags::source(const std::string& path, const Session& session) const {
  training::DatasetSource source{path, text, mapping(), encoding, {}, false};
  for (const auto& name : tasks) source.tasks.emplace_back(name, "");
  if (!label.empty()) source.tasks.emplace_back(task.empty() ? label : task, label);
  source.group_column = group;
  source.on_read = reading_notes(*session.console);
  const auto taxonomy = Configuration::load().taxonomy();
  if (source.tasks.empty()) source.usual_tasks = task_names(taxonomy);
  source.like_none = labels_like_none(taxonomy);
  source.several = several();
  return source;
}

SeveralLabels ColumnFlags::several() const {
  if (multi_label) return SeveralLabels::kAlways;
  return single_label ? SeveralLabels::kNever : SeveralLabels::kDetect;
}

training::Dataset read_labelled(const training::DatasetSource& source, const Session& session) {
  auto dataset = training::read_dataset(source, session.run());
  for (const auto& note : dataset.notes) session.console->warn(with_advice(note));
  return dataset;
}

}  // namespace smartdesk::cli
