#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/column_flags.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "cli/fitting_flags.h"
#include "cli/workspace_flag.h"
#include "models/model.h"
#include "store/backend.h"
#include "text/json_text.h"
#include "training/train.h"
#include "workspace/train_workspace.h"

namespace smartdesk::cli {
namespace {

struct TrainArguments {
  std::string in, out, algorithm = "auto";
  ColumnFlags columns;
  FittingFlags fitting;
  std::string features, workspace;
  bool promote = false;
  LlmFlags llm;
};

void print_result(const training::TrainResult& result, const TrainArguments& arguments, const std::string& version,
                  const Session& session) {
  boost::json::array heads;
  for (const auto& head : result.model.heads) {
    heads.push_back({{"task", head.task},
                     {"algorithm", models::option_name(head.classifier.algorithm())},
                     {"labels", head.labels.size()},
                     {"rows", head.training_rows},
                     {"cv_macro_f1", head.cv_macro_f1},
                     {"no_signal", head.no_signal}});
    session.console->say(fmt::format("{}: {} on {} rows, {} labels; macro F1 {:.3f} by cross-validation.", head.task,
                                     models::display_name(head.classifier.algorithm()), head.training_rows,
                                     head.labels.size(), head.cv_macro_f1));
  }
  session.console->say(fmt::format("Model {} written to {}.", version, arguments.out));
  if (session.json) {
    print(text::json_text(boost::json::object{{"model_version", version}, {"model", arguments.out}, {"heads", heads}}) +
          "\n");
  }
}

void train_the_workspace(const TrainArguments& arguments, const training::TrainOptions& options, Session& session) {
  if (!arguments.out.empty())
    throw Error(ErrorCode::kUsage, "--out needs --in FILE. Without --in, the model is kept in the workspace.");
  if (!arguments.columns.group.empty()) throw Error(ErrorCode::kUsage, "--group needs --in FILE.");
  const auto location = workspace_at(arguments.workspace);
  auto workspace = store::backend_for(location)->open_to_write("train");
  workspace::ModelRegistry registry(location);
  const auto result = workspace::train_workspace(workspace.store(), registry,
                                                 {.train = options,
                                                  .tasks = arguments.columns.tasks,
                                                  .promote = arguments.promote,
                                                  .several = arguments.columns.several()},
                                                 session.run());
  auto& console = *session.console;
  warn_of(result.warnings, session);
  console.say(fmt::format("Model {} trained on {} labelled tickets: {}", result.version, result.rows, result.path));
  boost::json::object contest;
  if (result.contest) {
    const auto& of = *result.contest;
    console.say(fmt::format(
        "Macro F1 on {} held-out tickets: {:.3f}, champion {:.3f} (difference {:+.3f} to {:+.3f}, 95 % interval).",
        of.rows, of.challenger, of.champion, of.difference.low, of.difference.high));
    contest = {{"rows", of.rows},
               {"champion", of.champion},
               {"challenger", of.challenger},
               {"difference_95", {of.difference.low, of.difference.high}}};
  }
  console.say(fmt::format("{} {}", result.promoted ? "The new model is now the champion." : "The champion is kept.",
                          result.why));
  if (!session.json) return;
  print(text::json_text(boost::json::object{{"model_version", result.version},
                                            {"model", result.path},
                                            {"rows", result.rows},
                                            {"promoted", result.promoted},
                                            {"why", result.why},
                                            {"champion", result.champion.value_or("")},
                                            {"contest", std::move(contest)}}) +
        "\n");
}

void run_train(const TrainArguments& arguments, Session& session) {
  training::TrainOptions options;
  if (arguments.algorithm != "auto") options.algorithm = parse_algorithm(arguments.algorithm);
  options.fitting = arguments.fitting.fitting();
  std::shared_ptr<features::Embedder> embedder;
  if (!arguments.features.empty()) embedder = make_embedder(arguments.llm, session);
  options.embedder = embedder.get();
  if (arguments.in.empty()) return train_the_workspace(arguments, options, session);
  if (arguments.out.empty()) throw Error(ErrorCode::kUsage, "--in FILE needs --out FILE for the model.");
  const auto dataset = read_labelled(arguments.columns.source(arguments.in, session), session);
  const auto result = training::train(dataset, options, session.run());
  const auto version = models::save_model(result.model, arguments.out);
  warn_of(result.warnings, session);
  print_result(result, arguments, version, session);
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

Action make_train(Options& options, Session& session) {
  auto arguments = std::make_shared<TrainArguments>();
  options.add("--in", arguments->in,
              "Labelled tickets (.csv .tsv .json .jsonl, also .gz .zst, - for standard input; default: those of the "
              "workspace).");
  options.add("--out", arguments->out, "Output file for the model (with --in).");
  options.flag("--promote", arguments->promote, "Make the model the workspace's champion even if it is not better.");
  add_workspace_option(options, arguments->workspace);
  options.add("--algorithm", arguments->algorithm, "auto, or one of: " + algorithm_names() + ".").show_default();
  options
      .add("--features", arguments->features,
           "+embeddings: also use embeddings from the LLM server (--llm-model, else SMARTDESK_EMBED_MODEL), if "
           "cross-validation improves.")
      .one_of({"+embeddings"});
  arguments->llm.add_to(options);
  arguments->columns.add_labels_to(options);
  arguments->columns.add_group_to(options);
  arguments->fitting.add_to(options);
  return [arguments, &session] { run_train(*arguments, session); };
}

}  // namespace

const Command kTrain{
    "train", CommandGroup::kFiles, "Train a model from labelled tickets: one file with a head per task.",
    "Examples:\n"
    "  smartdesk train --in tickets.csv --out desk.model\n"
    "  smartdesk train --in mails.jsonl --text body --label queue --task category --out queue.model\n"
    "  smartdesk train --in tickets.csv --group customer --out desk.model\n"
    "  smartdesk train --in tickets.csv --tasks urgency --algorithm logreg --out urgency.model\n"
    "  smartdesk train --in tickets.csv --features +embeddings --llm-model all-minilm --out desk.model",
    make_train};

}  // namespace smartdesk::cli
