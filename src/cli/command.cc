#include "cli/command.h"

#include <csignal>
#include <cstdio>

#include "core/parallel.h"

namespace smartdesk {
namespace {

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void request_stop(int) { stop_requested = true; }

}  // namespace

Run Session::run() const { return {threads > 0 ? threads : hardware_threads(), console->progress(), &stop_requested}; }

int exit_code_for_rejected(std::uint64_t rejected) { return rejected > 0 ? 4 : 0; }

void install_stop_signals() {
  struct sigaction action {};
  action.sa_handler = request_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void ColumnOptions::add_text_to(CLI::App& command) {
  command.add_option("--text", text, "column with the text (default: recognised, subject and body joined)");
  command.add_option("--map", map, "our name for a column of the file, as body=message; may be repeated");
}

void ColumnOptions::add_labels_to(CLI::App& command) {
  add_text_to(command);
  command.add_option("--tasks", tasks, "tasks with a label column each (default: those the file has)")->delimiter(',');
  command.add_option("--label", label, "the one column with labels")->excludes("--tasks");
  command.add_option("--task", task, "what to call the task of --label (default: the column's name)")->needs("--label");
}

std::vector<std::pair<std::string, std::string>> ColumnOptions::mapping() const {
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

DatasetSource ColumnOptions::source(const std::string& path) const {
  DatasetSource source{path, text, mapping(), {}, false};
  for (const auto& name : tasks) source.tasks.emplace_back(name, "");
  if (!label.empty()) source.tasks.emplace_back(task.empty() ? label : task, label);
  return source;
}

void FittingFlags::add_to(CLI::App& command) {
  command
      .add_option("--profile", profile,
                  "best: words 1-2 and letters 2-5, C by cross-validation; parity: the classic set-up")
      ->check(CLI::IsMember({"best", "parity"}))
      ->capture_default_str();
  command
      .add_option("--folds", options.folds,
                  "folds of the cross-validation (default: 10 of few rows, 5 of many, 3 for trees)")
      ->check(CLI::Range(2, 50));
  command
      .add_option("--catboost-trees", options.catboost_trees,
                  "trees of CatBoost (1000: its own learning rate; fewer: 0.1)")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command.add_option("--seed", options.seed, "seed of everything that is drawn")->capture_default_str();
}

FittingOptions FittingFlags::fitting() const {
  FittingOptions fitting = options;
  fitting.profile = profile == "parity" ? Profile::kParity : Profile::kBest;
  return fitting;
}

Algorithm parse_algorithm(const std::string& name) {
  if (const auto algorithm = algorithm_named(name)) return *algorithm;
  std::string known;
  for (const auto algorithm : kAlgorithms) known += (known.empty() ? "" : ", ") + std::string(option_name(algorithm));
  throw Error(ErrorCode::kUsage, "no algorithm \"" + name + "\"; there are: " + known);
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorCode::kFailed, "cannot write to standard output");
  }
}

void warn_of(const std::vector<std::string>& warnings, const Session& session) {
  for (const auto& warning : warnings) session.console->warn(warning);
}

}  // namespace smartdesk
