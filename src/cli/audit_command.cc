#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/fitting_flags.h"
#include "formats/table.h"
#include "text/json_text.h"
#include "training/audit.h"

namespace smartdesk::cli {
namespace {

struct AuditArguments {
  std::string in, out;
  bool all = false;
  ColumnFlags columns;
  FittingFlags fitting;

  training::AuditScope scope() const {
    return all ? training::AuditScope::kEveryLabel : training::AuditScope::kSuspects;
  }
};

std::string reason_text(const training::Suspect& suspect) {
  const auto first = std::to_string(suspect.same_as.value_or(0));
  switch (suspect.reason) {
    case training::SuspectReason::kLabel:
      return "label";
    case training::SuspectReason::kDuplicate:
      return "duplicate of line " + first;
    case training::SuspectReason::kOtherLabel:
      return "same text, other label, line " + first;
    case training::SuspectReason::kLeakedReasoning:
      return "leaked reasoning: " + suspect.evidence;
    case training::SuspectReason::kPromptEcho:
      return "prompt echo: " + suspect.evidence;
  }
  return "";
}

template <typename Judged>
void write_row(const Judged& judged, std::string_view reason, formats::TableWriter& table) {
  const auto line = std::to_string(judged.line), score = fmt::format("{:.6f}", judged.score);
  const std::string_view fields[] = {line, judged.task, judged.label, judged.suggested, score, reason};
  table.write(fields);
}

// Suspects and passed labels, merged by score.
void write_result(const training::AuditResult& result, const std::string& path) {
  auto table = formats::TableWriter::create(
      path,
      {{"line", true}, {"task", false}, {"label", false}, {"suggested", false}, {"score", true}, {"reason", false}});
  auto passed = result.passed.begin();
  for (const auto& suspect : result.suspects) {
    for (; passed != result.passed.end() && passed->score > suspect.score; ++passed) write_row(*passed, "", table);
    write_row(suspect, reason_text(suspect), table);
  }
  for (; passed != result.passed.end(); ++passed) write_row(*passed, "", table);
  table.commit();
}

void run_audit(const AuditArguments& arguments, Session& session) {
  const auto dataset = read_labelled(arguments.columns.source(arguments.in, session), session);
  const auto result = training::audit(dataset, arguments.fitting.fitting(), session.run(), arguments.scope());
  write_result(result, arguments.out);
  warn_of(result.warnings, session);
  const auto labels =
      std::count_if(result.suspects.begin(), result.suspects.end(),
                    [](const training::Suspect& suspect) { return suspect.reason == training::SuspectReason::kLabel; });
  const auto texts = static_cast<std::ptrdiff_t>(result.suspects.size()) - labels;
  session.console->say(fmt::format(
      "{} rows read. {} labels are likely wrong; {} texts are duplicates or not tickets. Most suspicious first: {}",
      result.rows, labels, texts, arguments.out));
  if (session.json && arguments.out != "-") {
    print(text::json_text(boost::json::object{{"rows", result.rows}, {"labels", labels}, {"texts", texts}}) + "\n");
  }
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

Action make_audit(Options& options, Session& session) {
  auto arguments = std::make_shared<AuditArguments>();
  options.add("--in", arguments->in, "Labelled tickets.").required();
  options.add("--out", arguments->out, "Output file: suspicious rows, the most suspicious first.").required();
  options.flag("--all", arguments->all, "Write a score for every label, with an empty reason for those not suspected.");
  arguments->columns.add_labels_to(options);
  arguments->fitting.add_to(options);
  return [arguments, &session] { run_audit(*arguments, session); };
}

}  // namespace

const Command kAudit{"audit", CommandGroup::kFiles,
                     "Find labels that are likely wrong, duplicates, and texts that are no tickets.",
                     "Examples:\n  smartdesk audit --in tickets.csv --out suspects.csv\n"
                     "  smartdesk audit --in tickets.csv --all --out scores.csv",
                     make_audit};

}  // namespace smartdesk::cli
