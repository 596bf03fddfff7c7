#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/configuration.h"
#include "report/overview.h"
#include "report/overview_report.h"
#include "text/json_text.h"

namespace smartdesk::cli {
namespace {

struct ReportArguments {
  std::string in, out;
  ColumnFlags columns;
};

void run_report(const ReportArguments& arguments, Session& session) {
  auto source = arguments.columns.source(arguments.in, session);
  const auto taxonomy = Configuration::load().taxonomy();
  if (source.tasks.empty()) {
    for (const auto& task : source.usual_tasks) source.tasks.emplace_back(task, "");
  }
  source.may_lack_tasks = true;
  const auto dataset = read_labelled(source, session);
  report::write_overview(report::survey(dataset, taxonomy), arguments.out, session.run());
  const auto page = arguments.out + "/report.html";
  session.console->say("Report written to " + page + ".");
  if (session.json) {
    print(text::json_text(boost::json::object{
              {"tickets", dataset.rows.size()}, {"rejected", dataset.rejected.size()}, {"report", page}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

Action make_report(Options& options, Session& session) {
  auto arguments = std::make_shared<ReportArguments>();
  options.add("--in", arguments->in, "Labelled tickets.").required();
  options.add("--out", arguments->out, "Output folder for report.html, report.md and the charts.").required();
  arguments->columns.add_labels_to(options);
  return [arguments, &session] { run_report(*arguments, session); };
}

}  // namespace

const Command kReport{"report", CommandGroup::kFiles,
                      "Write a report on labelled tickets: charts and insights on one page.",
                      "Example:\n  smartdesk report --in tickets.csv --out report", make_report};

}  // namespace smartdesk::cli
