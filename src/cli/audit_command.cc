#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/fitting_flags.h"
#include "formats/table.h"
#include "training/audit.h"

namespace smartdesk::cli {
namespace {

struct AuditArguments {
  std::string in, out;
  ColumnFlags columns;
  FittingFlags fitting;
};

void write_suspects(const training::AuditResult& result, const std::string& path) {
  auto table = formats::TableWriter::create(
      path,
      {{"line", true}, {"task", false}, {"label", false}, {"suggested", false}, {"score", true}, {"reason", false}});
  for (const auto& suspect : result.suspects) {
    const auto line = std::to_string(suspect.line), score = fmt::format("{:.4f}", suspect.score);
    const std::string_view fields[] = {line, suspect.task, suspect.label, suspect.suggested, score, suspect.reason};
    table.write(fields);
  }
  table.commit();
}

void run_audit(const AuditArguments& arguments, Session& session) {
  const auto dataset = training::read_dataset(arguments.columns.source(arguments.in), session.run());
  const auto result = training::audit(dataset, arguments.fitting.fitting(), session.run());
  write_suspects(result, arguments.out);
  warn_of(result.warnings, session);
  const auto labels = std::count_if(result.suspects.begin(), result.suspects.end(),
                                    [](const training::Suspect& suspect) { return suspect.reason == "label"; });
  const auto texts = static_cast<std::ptrdiff_t>(result.suspects.size()) - labels;
  session.console->say(fmt::format(
      "{} rows read; {} labels look wrong, {} texts are duplicates or no tickets; most suspicious first in {}",
      result.rows, labels, texts, arguments.out));
  if (session.json && arguments.out != "-") {
    print(boost::json::serialize(boost::json::object{{"rows", result.rows}, {"labels", labels}, {"texts", texts}}) +
          "\n");
  }
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

}  // namespace

void add_audit(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("audit", "find labels that are likely wrong, duplicates, and texts that are no tickets");
  auto arguments = std::make_shared<AuditArguments>();
  command->add_option("--in", arguments->in, "labelled tickets")->required();
  command->add_option("--out", arguments->out, "table of suspects, most suspicious first")->required();
  arguments->columns.add_labels_to(*command);
  arguments->fitting.add_to(*command);
  command->footer("Example:\n  smartdesk audit --in tickets.csv --out suspects.csv");
  command->callback([arguments, &session] { run_audit(*arguments, session); });
}

}  // namespace smartdesk::cli
