#include "cli/column_flags.h"
#include "cli/command.h"
#include "report/overview.h"
#include "report/overview_report.h"

namespace smartdesk::cli {
namespace {

struct ReportArguments {
  std::string in, out;
  ColumnFlags columns;
};

void run_report(const ReportArguments& arguments, Session& session) {
  auto source = arguments.columns.source(arguments.in);
  if (source.tasks.empty()) source.tasks = {{"sentiment", ""}, {"urgency", ""}, {"category", ""}};
  source.may_lack_tasks = true;
  const auto dataset = training::read_dataset(source, session.run());
  report::write_overview(report::survey(dataset), arguments.out, session.run());
  session.console->say("the report is " + arguments.out + "/report.html");
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

}  // namespace

void add_report(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("report", "what a table of labelled tickets says: charts, insights, one page to send");
  auto arguments = std::make_shared<ReportArguments>();
  command->add_option("--in", arguments->in, "labelled tickets")->required();
  command->add_option("--out", arguments->out, "folder for report.html, report.md and the charts")->required();
  arguments->columns.add_labels_to(*command);
  command->footer("Example:\n  smartdesk report --in tickets.csv --out report");
  command->callback([arguments, &session] { run_report(*arguments, session); });
}

}  // namespace smartdesk::cli
