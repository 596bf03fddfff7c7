#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/reading_notes.h"
#include "prediction/explain_rows.h"
#include "prediction/explanation_json.h"
#include "text/html_text.h"
#include "text/json_text.h"
#include "text/ticket_text.h"

namespace smartdesk::cli {
namespace {

struct ExplainArguments {
  std::string model, text, format;
  bool is_about_rows = false;  // --in is given
  double abstain_below = 0;
  std::size_t words = 10;
  ColumnFlags columns;
  prediction::ExplainRowsOptions rows;
};

std::string as_text(const prediction::Explanation& explanation, std::size_t limit) {
  std::string text =
      fmt::format("{}: {} ({:.0f} %{})\n", explanation.task, explanation.label, explanation.probability * 100,
                  explanation.trust == prediction::Trust::kSure
                      ? ""
                      : fmt::format(", flagged `{}`", prediction::flag_of(explanation.trust)));
  double shown = 0;
  for (std::size_t i = 0; i < std::min(limit, explanation.words.size()); ++i) {
    text += fmt::format("  {:+8.3f}  {}\n", explanation.words[i].weight, explanation.words[i].word);
    shown += explanation.words[i].weight;
  }
  if (explanation.words.size() > limit) {
    text += fmt::format("  {:+8.3f}  ({} more words)\n",
                        explanation.score - explanation.constant - explanation.embedding - shown,
                        explanation.words.size() - limit);
  }
  if (explanation.embedding != 0)
    text += fmt::format("  {:+8.3f}  (the embedding of the whole text)\n", explanation.embedding);
  return text + fmt::format("  {:+8.3f}  (constant)\n  {:8.3f}   score\n", explanation.constant, explanation.score);
}

void explain_text(const prediction::Predictor& predictor, const ExplainArguments& arguments, const Session& session) {
  std::string buffer;
  const std::string text(text::ticket_text("", text::visible_text(arguments.text), buffer));
  const auto explanations = prediction::explain(predictor, text);
  if (session.json) {
    const auto object =
        prediction::explanation_json(predictor.model().version, text, explanations, arguments.rows.most_words);
    return print(text::json_text(object) + "\n");
  }
  for (const auto& explanation : explanations) print(as_text(explanation, arguments.words));
}

void explain_rows(const prediction::Predictor& predictor, ExplainArguments& arguments, Session& session) {
  constexpr int kShown = 3;
  int shown = 0;
  auto& options = arguments.rows;
  options.text_column = arguments.text;
  options.map = arguments.columns.mapping();
  options.encoding = arguments.columns.encoding;
  if (!arguments.format.empty()) options.in_format = formats::table_format("stdin." + arguments.format);
  options.on_rejected = [&](const formats::Rejected& row) {
    if (++shown <= kShown) session.console->warn(fmt::format("{}, line {}: {}", options.in, row.line, row.reason));
  };
  options.on_read = reading_notes(*session.console);
  const auto result = prediction::explain_rows(predictor, options, session.run());
  session.console->say(fmt::format("{} tickets explained by model {}{}.", result.rows, predictor.model().version,
                                   result.rejected > 0 ? fmt::format(", {} rows rejected", result.rejected) : ""));
  session.exit_code = exit_code_for_rejected(result.rejected);
}

void run_explain(ExplainArguments& arguments, Session& session) {
  prediction::PredictorOptions options;
  options.abstain_below = arguments.abstain_below;
  options.embedders = embedders(session);
  const prediction::Predictor predictor(models::load_model(arguments.model), options);
  if (arguments.is_about_rows) return explain_rows(predictor, arguments, session);
  explain_text(predictor, arguments, session);
}

Action make_explain(Options& options, Session& session) {
  auto arguments = std::make_shared<ExplainArguments>();
  options.add("--model", arguments->model, "Model file.").required();
  const auto text = options.add("--text", arguments->text,
                                "Text of the ticket. With --in: column with the text (default: detected).");
  const auto in =
      options.add("--in", arguments->rows.in,
                  "Explain every ticket of a table, or the text of a .txt file, as JSON lines; - for standard "
                  "input.");
  options.add("--out", arguments->rows.out, "Output file for --in, - for standard output.")
      .show_default()
      .needs("--in");
  add_format_option(options, arguments->format);
  options.add("--abstain-below", arguments->abstain_below, "Flag predictions below this probability as `abstain`.")
      .between(0.0, 1.0);
  const auto words =
      options.add("--words", arguments->words, "Number of words to list, strongest first (default: 10; in JSON, all).");
  arguments->columns.add_mapping_to(options);
  return [arguments, text, in, words, &session] {
    if (!text.is_given() && !in.is_given())
      throw Error(ErrorCode::kUsage, "Nothing to explain. Pass --text TEXT, or --in FILE with tickets.");
    arguments->is_about_rows = in.is_given();
    if (words.is_given()) arguments->rows.most_words = arguments->words;
    run_explain(*arguments, session);
  };
}

}  // namespace

const Command kExplain{"explain", CommandGroup::kFiles,
                       "Show the words that decided a prediction, with weights that add up to the score.",
                       "Examples:\n"
                       "  smartdesk explain --model desk.model --text \"I was charged twice and nobody answers\"\n"
                       "  smartdesk explain --model desk.model --in tickets.csv --out explained.jsonl\n"
                       "  smartdesk explain --model desk.model --in mail.txt --words 5",
                       make_explain};

}  // namespace smartdesk::cli
