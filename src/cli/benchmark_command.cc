#include <fmt/format.h>
#include <boost/json.hpp>

#include <memory>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/fitting_flags.h"
#include "cli/workspace_flag.h"
#include "report/benchmark_report.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "training/benchmark.h"
#include "training/benchmark_json.h"

namespace smartdesk::cli {
namespace {

struct BenchmarkArguments {
  std::string in, train, test, synthetic, out, workspace, split;
  std::vector<std::string> algorithms;
  ColumnFlags columns;
  FittingFlags fitting;
};

// Without --split: the file's column `split`, else random.
training::SplitRule split_rule(const BenchmarkArguments& arguments) {
  if (arguments.split.empty()) return training::SplitRule::kFromFile;
  if (!arguments.test.empty()) throw Error(ErrorCode::kUsage, "--split divides one file; do not pass --test with it.");
  if (arguments.split == "time") return training::SplitRule::kTime;
  if (arguments.split == "group" && arguments.columns.group.empty())
    throw Error(ErrorCode::kUsage, "--split group needs --group COLUMN, such as customer.");
  return training::SplitRule::kRandom;
}

training::BenchmarkData read_data(const BenchmarkArguments& arguments, const Session& session) {
  if (arguments.in.empty() == arguments.train.empty()) {
    throw Error(ErrorCode::kUsage, "Pass either --in FILE, or --train FILE and --test FILE.");
  }
  training::BenchmarkData data;
  const auto& path = arguments.in.empty() ? arguments.train : arguments.in;
  const auto read = [&](const training::DatasetSource& source) {
    return std::make_shared<const training::Dataset>(read_labelled(source, session));
  };
  data.train = read(arguments.columns.source(path, session));
  auto source = training::like(*data.train, arguments.columns.source(path, session));
  source.group_column.clear();
  source.path = arguments.test;
  if (!arguments.test.empty()) data.test = read(source);
  source.path = arguments.synthetic;
  if (!arguments.synthetic.empty()) data.synthetic = read(source);
  return data;
}

std::string as_text(const training::TaskResult& task) {
  std::string text = fmt::format(
      "\n{} ({} training rows, {} test rows)\n  {:<14}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>11}\n", task.task,
      task.training_rows, task.test_rows, "", "accuracy", "macro F1", "w. F1", "CV F1", "ECE", "fit s", "rows/s");
  for (std::size_t i = 0; i < task.algorithms.size(); ++i) {
    const auto& row = task.algorithms[i];
    const auto name = fmt::format("{}{}", i == task.best ? "* " : "  ", models::display_name(row.algorithm));
    if (!row.ran) {
      text += fmt::format("  {:<14}  {}\n", name, row.status);
      continue;
    }
    text += fmt::format("  {:<14}{:>9.4f}{:>9.4f}{:>9.4f}{:>9.4f}{:>9.3f}{:>9.2f}{:>11.0f}  {}\n", name,
                        row.metrics.accuracy, row.metrics.macro_f1, row.metrics.weighted_f1, row.cv_macro_f1,
                        row.metrics.ece, row.fit_seconds, row.rows_per_second, row.status == "ok" ? "" : row.status);
  }
  text += fmt::format("    {:<12}{:>9.4f}{:>9.4f}{:>9.4f}  always \"{}\"\n", "Majority", task.baseline.accuracy,
                      task.baseline.macro_f1, task.baseline.weighted_f1, task.baseline_label);
  if (!task.verdict.sentence.empty()) text += "  " + task.verdict.sentence + "\n";
  return text;
}

boost::json::object as_json(const training::TaskResult& task) {
  boost::json::array rows;
  for (const auto& row : task.algorithms) rows.push_back(training::algorithm_json(row));
  return {{"task", task.task},
          {"best", models::display_name(task.algorithms[task.best].algorithm)},
          {"no_signal", task.verdict.kind == training::Verdict::Kind::kGuessing},
          {"single_label", task.verdict.kind == training::Verdict::Kind::kSingleLabel},
          {"majority_accuracy", task.baseline.accuracy},
          {"algorithms", rows}};
}

// Stores the result as a benchmark job, so that the dashboard shows it.
void show_in_workspace(const training::BenchmarkResult& result, const std::string& folder) {
  store::backend_for(workspace_at(folder))
      ->open_jobs()
      ->add_done({"benchmark", "", "smartdesk benchmark"},
                 text::json_text(boost::json::object{{"rows", training::benchmark_rows_json(result)},
                                                     {"warnings", boost::json::value_from(result.warnings)}}));
}

void run_benchmark(const BenchmarkArguments& arguments, Session& session) {
  training::BenchmarkOptions options;
  options.fitting = arguments.fitting.fitting();
  options.split = split_rule(arguments);
  if (!arguments.algorithms.empty()) {
    options.algorithms.clear();
    for (const auto& name : arguments.algorithms) options.algorithms.push_back(parse_algorithm(name));
  }
  const auto data = read_data(arguments, session);
  const auto result = training::benchmark(data, options, session.run());
  report::write_benchmark(result, arguments.out, session.run());
  if (!arguments.workspace.empty()) show_in_workspace(result, arguments.workspace);
  warn_of(result.warnings, session);
  boost::json::array tasks;
  for (const auto& task : result.tasks) {
    if (session.json) {
      tasks.push_back(as_json(task));
    } else if (!session.quiet) {
      print(as_text(task));
    }
  }
  if (session.json) print(text::json_text(boost::json::object{{"out", arguments.out}, {"tasks", tasks}}) + "\n");
  session.console->say("* marks the best algorithm by cross-validation on the training rows. The report is " +
                       arguments.out + "/evaluation_report.html.");
  std::uint64_t rejected = 0;
  for (const auto& dataset : {data.train, data.test, data.synthetic})
    rejected += dataset ? dataset->rejected.size() : 0;
  session.exit_code = exit_code_for_rejected(rejected);
}

Action make_benchmark(Options& options, Session& session) {
  auto arguments = std::make_shared<BenchmarkArguments>();
  options.add(
      "--in", arguments->in,
      "Labelled tickets. A column `split` (dev, locked) is used if there is one, else a random fifth is the test.");
  options.add("--train", arguments->train, "Labelled tickets for training.");
  options.add("--test", arguments->test, "Labelled tickets for testing.").needs("--train");
  options.add("--synthetic", arguments->synthetic,
              "Generated tickets to train on as well. The report compares them with the real ones.");
  options.add("--out", arguments->out, "Output folder.").required();
  options.add("--workspace", arguments->workspace, "Show the table in this workspace's dashboard.");
  options.add("--algorithms", arguments->algorithms, "Some of: " + algorithm_names() + " (default: all).")
      .separated_by(',');
  options
      .add(
          "--split", arguments->split,
          "How --in is divided. random: a fifth tests. group: the same, and the rows of a --group stay together. time: "
          "the latest fifth tests. Repeated texts stay together (default: the column `split` if there is one, else "
          "random).")
      .one_of({"random", "group", "time"});
  arguments->columns.add_labels_to(options);
  arguments->columns.add_group_to(options);
  arguments->fitting.add_to(options);
  return [arguments, &session] { run_benchmark(*arguments, session); };
}

}  // namespace

const Command kBenchmark{
    "benchmark", CommandGroup::kFiles,
    "Compare all algorithms on every task: table, report, charts, and the best model of each task.",
    "Examples:\n"
    "  smartdesk benchmark --in tickets.csv --out bench\n"
    "  smartdesk benchmark --in tickets.csv --tasks sentiment,urgency --algorithms logreg,linear_svc --out bench\n"
    "  smartdesk benchmark --in tickets.csv --split time --out bench\n"
    "  smartdesk benchmark --profile parity --train a.train.csv --test a.test.csv --out bench",
    make_benchmark};

}  // namespace smartdesk::cli
