#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/budget_notes.h"
#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/reading_notes.h"
#include "cli/workspace_flag.h"
#include "cli/workspace_labelling.h"
#include "labelling/cascade.h"
#include "labelling/label.h"
#include "models/abstention.h"
#include "models/model.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "workspace/label_workspace.h"

namespace smartdesk::cli {
namespace {

constexpr double kLocalErrorWithoutTrust = 0.05;

struct LabelArguments {
  LlmFlags llm;
  ColumnFlags columns;
  labelling::LabelOptions options;
  std::string format, taxonomy, model, trusted, workspace;
  std::size_t trusted_rows = 500;
  std::optional<double> threshold;
  bool cascade = false, think = false, no_cache = false;
};

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

void show_curve(const labelling::CascadeCurve& curve, Console& console) {
  console.say(
      fmt::format("Measured on {} tickets of {} with correct labels:\n  LLM share    macro F1   accuracy   threshold",
                  curve.rows, curve.data));
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const auto& point = curve.points[i];
    console.say(fmt::format("  {:>7}      {:.3f}      {:.3f}      {}{}", percent(point.llm_share), point.macro_f1,
                            point.accuracy, models::threshold_text(point.threshold, point.next),
                            i == curve.chosen ? "   <- chosen" : ""));
  }
}

boost::json::value to_json(const labelling::CascadeCurve& curve) {
  boost::json::array points;
  for (const auto& point : curve.points) {
    points.push_back({{"llm_share", point.llm_share},
                      {"macro_f1", point.macro_f1},
                      {"accuracy", point.accuracy},
                      {"threshold", point.threshold}});
  }
  return {{"data", curve.data}, {"rows", curve.rows}, {"chosen", curve.chosen}, {"points", std::move(points)}};
}

// Without trusted labels: the lowest threshold at which, by cross-validation, at most kLocalErrorWithoutTrust of the
// local predictions are wrong in every task.
double threshold_without_trust(const models::Model& model, Console& console) {
  double threshold = 0;
  for (const auto& head : model.heads) {
    const auto rule = models::keep_error_within({kLocalErrorWithoutTrust}, head.judged, head.labels.size());
    const auto least = *std::min_element(rule.thresholds.begin(), rule.thresholds.end());
    threshold = std::max<double>(threshold, least);
    if (rule.coverage == 0) {
      console.warn(no_promise(head, kLocalErrorWithoutTrust) + " The language model gets all tickets.");
      continue;
    }
    console.say(
        fmt::format("{}: the local model answers about {} of tickets, at most {} of them wrong (by cross-validation).",
                    head.task, percent(rule.coverage), percent(kLocalErrorWithoutTrust)));
  }
  console.warn(
      "The accuracy of the language model is unknown. To measure it, pass --trusted FILE with correctly labelled "
      "tickets.");
  return threshold;
}

double cascade_threshold(const LabelArguments& arguments, const labelling::LocalModel& local,
                         labelling::TicketLabeller& labeller, int concurrency, boost::json::object& json,
                         Session& session) {
  if (arguments.threshold) return *arguments.threshold;
  if (arguments.trusted.empty()) return threshold_without_trust(local.predictor->model(), *session.console);
  training::DatasetSource source = arguments.columns.source(arguments.trusted, session);
  for (const auto& task : labeller.taxonomy().tasks) {
    source.tasks.emplace_back(task.name, "");
    for (const auto& label : task.labels) source.known[task.name].push_back(label.name);
  }
  const auto run = session.run();
  const auto trusted = read_labelled(source, session);
  const auto curve = labelling::measure_cascade(labeller, local, trusted, arguments.trusted_rows, concurrency, run);
  show_curve(curve, *session.console);
  json["cascade"] = to_json(curve);
  return curve.points[curve.chosen].threshold;
}

void say_result(const labelling::LabelResult& result, const LabelArguments& arguments, const LlmConnection& llm,
                Console& console) {
  console.say(fmt::format("{} tickets labelled by {}: {} new, {} from the cache{}, {} failed{}.", result.rows,
                          llm.card.model, result.labelled, result.cached,
                          arguments.cascade ? fmt::format(", {} answered locally", result.local) : "", result.failed,
                          result.resumed > 0 ? fmt::format("; {} are from an earlier run", result.resumed) : ""));
  console.say(fmt::format("{:.1f} s, {:.1f} tickets/s, {:.0f} tokens/s, {} repeated requests.", result.seconds,
                          static_cast<double>(result.rows) / std::max(1e-9, result.seconds),
                          static_cast<double>(result.counts.output_tokens) / std::max(1e-9, result.seconds),
                          result.counts.asked_again));
  for (const auto& [kind, count] : result.failures) console.warn(fmt::format("{} failed: {}", count, kind));
  if (!result.failures_file.empty()) console.warn("Raw replies of the failed tickets: " + result.failures_file);
  if (result.suspected > 0) {
    console.warn(
        fmt::format("{} tickets look like prompt-injection attempts (label_flag: injection). Please review them.",
                    result.suspected));
  }
  if (result.counts.redacted > 0) {
    console.say(fmt::format("Personal data was removed from {} tickets before sending.", result.counts.redacted));
  }
  for (const auto& [task, agreement] : result.agreement) {
    console.say(fmt::format(
        "{}: {} of {} labels agree with the file ({}; kappa {:.2f}).", task, agreement.same, agreement.rows,
        percent(static_cast<double>(agreement.same) / static_cast<double>(agreement.rows)), agreement.kappa()));
  }
}

boost::json::object to_json(const labelling::LabelResult& result, const LlmConnection& llm) {
  boost::json::object agreement;
  for (const auto& [task, of] : result.agreement) {
    agreement[task] = {{"rows", of.rows},
                       {"agreement", static_cast<double>(of.same) / static_cast<double>(of.rows)},
                       {"kappa", of.kappa()}};
  }
  return {{"model", llm.card.model},
          {"model_digest", llm.card.digest},
          {"rows", result.rows},
          {"labelled", result.labelled},
          {"cached", result.cached},
          {"local", result.local},
          {"failed", result.failed},
          {"resumed", result.resumed},
          {"rejected", result.rejected},
          {"suspected", result.suspected},
          {"redacted", result.counts.redacted},
          {"asked_again", result.counts.asked_again},
          {"prompt_tokens", result.counts.prompt_tokens},
          {"output_tokens", result.counts.output_tokens},
          {"seconds", result.seconds},
          {"failures", boost::json::value_from(result.failures)},
          {"agreement", std::move(agreement)}};
}

void label_the_workspace(const LabelArguments& arguments, labelling::TicketLabeller& labeller, const LlmConnection& llm,
                         Session& session) {
  auto workspace = store::backend_for(workspace_at(arguments.workspace))->open_to_write("label");
  const auto result = workspace::label_workspace(
      labeller, workspace.store(), {arguments.options.limit, llm.concurrency, llm.card.model}, session.run());
  auto& console = *session.console;
  console.say(fmt::format("{} tickets lacked labels: {} labelled, {} from the cache, {} failed.", result.tickets,
                          result.labelled, result.cached, result.failed));
  for (const auto& [kind, count] : result.failures) console.warn(fmt::format("{} failed: {}", count, kind));
  if (result.suspected > 0)
    console.warn(fmt::format("{} tickets look like prompt-injection attempts. Please review them.", result.suspected));
  if (!session.json) return;
  print(text::json_text(labelling_json(result, llm.card.model)) + "\n");
}

void run_label(LabelArguments& arguments, Session& session) {
  if (arguments.options.in.empty() && arguments.cascade) {
    throw Error(ErrorCode::kUsage, "--cascade needs a file. Pass --in FILE.");
  }
  const auto configuration = Configuration::load();
  auto& console = *session.console;
  auto& options = arguments.options;
  if (arguments.cascade && arguments.model.empty()) {
    throw Error(ErrorCode::kUsage, "--cascade needs a trained model. Pass --model FILE, made by `smartdesk train`.");
  }
  std::optional<prediction::Predictor> predictor;
  if (arguments.cascade) {
    prediction::PredictorOptions predicting;
    predicting.embedders = embedders(session);
    predictor.emplace(models::load_model(arguments.model), predicting);
  }

  auto llm = arguments.llm.connect(session, configuration);
  if (!llm.card.can_chat)
    throw Error(ErrorCode::kUsage, llm.card.model + " only makes embeddings. Pass a chat model with --llm-model.");
  labelling::LabellerOptions labelling;
  labelling.taxonomy = arguments.taxonomy.empty() ? configuration.taxonomy() : read_taxonomy(arguments.taxonomy);
  if (predictor) labelling.taxonomy = labelling::taxonomy_of(predictor->model(), labelling.taxonomy);
  labelling.think = arguments.think;
  if (arguments.think && !llm.card.can_think) {
    console.warn(llm.card.model + " does not support thinking; --think is ignored.");
    labelling.think = false;
  }
  labelling.redact = llm.redact;
  labelling.context_tokens = llm.server.context_tokens;
  if (!llm.server.url.is_loopback()) {
    console.warn(
        fmt::format("Tickets are sent to {}{}.", llm.server.url.text(),
                    llm.redact ? ", with placeholders for email addresses, numbers and secrets" : " unchanged"));
  }
  llm::ReplyCache cache(cache_file(configuration, "labels.log", arguments.no_cache));
  labelling::TicketLabeller labeller(*llm.client, llm.card, cache, labelling);

  if (options.in.empty()) return label_the_workspace(arguments, labeller, llm, session);
  options.text_column = arguments.columns.text;
  options.map = arguments.columns.mapping();
  options.encoding = arguments.columns.encoding;
  if (!arguments.format.empty()) options.in_format = formats::table_format("stdin." + arguments.format);
  options.concurrency = llm.concurrency;
  boost::json::object cascade;
  if (predictor) {
    options.local.predictor = &*predictor;
    options.local.threshold = cascade_threshold(arguments, options.local, labeller, llm.concurrency, cascade, session);
  }
  constexpr int kShown = 3;
  int shown = 0;
  options.on_rejected = [&](const formats::Rejected& row) {
    if (++shown <= kShown) console.warn(fmt::format("{}, line {}: {}", options.in, row.line, row.reason));
  };
  options.on_read = reading_notes(console);
  const auto result = labelling::label(labeller, options, session.run());
  say_result(result, arguments, llm, console);
  if (session.json && options.out != "-") {
    auto json = to_json(result, llm);
    for (auto& [key, value] : cascade) json[key] = value;
    print(text::json_text(json) + "\n");
  }
  session.exit_code = exit_code_for_rejected(result.rejected);
}

Action make_label(Options& options, Session& session) {
  auto arguments = std::make_shared<LabelArguments>();
  auto& own = arguments->options;
  own.in.clear();
  options.add("--in", own.in, "Tickets, - for standard input (default: the workspace's tickets that lack labels).");
  add_workspace_option(options, arguments->workspace);
  options.add("--out", own.out, "Output file: the same rows with labels, - for standard output.").show_default();
  add_format_option(options, arguments->format);
  options.add("--limit", own.limit, "Read only the first N rows.");
  options.add("--taxonomy", arguments->taxonomy,
              "TOML file with tasks and labels (default: smartdesk.toml, else sentiment, urgency, category).");
  options.flag("--think", arguments->think, "Let a thinking model think first. Better, and many times slower.");
  options.flag("--no-cache", arguments->no_cache, "Ignore cached replies and ask again.");
  options.flag("--cascade", arguments->cascade,
               "Let a trained model answer first, and send the LLM the tickets that it is not sure of.");
  options.add("--model", arguments->model, "Trained model for --cascade.").needs("--cascade");
  options.add("--trusted", arguments->trusted, "Tickets with correct labels, to measure the cascade on.")
      .needs("--cascade");
  options.add("--trusted-rows", arguments->trusted_rows, "Use at most N of them.").show_default();
  options
      .add("--threshold", arguments->threshold,
           "Send tickets below this confidence to the LLM (default: chosen by validation).")
      .between(0.0, 1.01)
      .needs("--cascade");
  arguments->columns.add_text_to(options);
  arguments->llm.add_to(options);
  return [arguments, &session] { run_label(*arguments, session); };
}

}  // namespace

const Command kLabel{
    "label", CommandGroup::kFiles, "Label tickets with a language model and check each answer. Resumes if stopped.",
    "Examples:\n"
    "  smartdesk label --in tickets.csv --out labelled.csv --limit 40\n"
    "  smartdesk label --in tickets.csv --out labelled.csv --llm-model deepseek-r1:8b --think\n"
    "  smartdesk label --in tickets.csv --out labelled.csv --cascade --model desk.model --trusted checked.csv\n"
    "Run the same command again to continue after an interruption.",
    make_label};

}  // namespace smartdesk::cli
