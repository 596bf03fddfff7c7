#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/server_embedder.h"
#include "desk/train.h"
#include "models/model.h"

namespace smartdesk {
namespace {

struct TrainArguments {
  std::string in, out, algorithm = "auto";
  ColumnOptions columns;
  FittingFlags fitting;
  std::string features;
  LlmFlags llm;
};

void print_result(const TrainResult& result, const TrainArguments& arguments, const std::string& version,
                  const Session& session) {
  boost::json::array heads;
  for (const auto& head : result.model.heads) {
    heads.push_back({{"task", head.task},
                     {"algorithm", option_name(head.classifier.algorithm())},
                     {"labels", head.labels.size()},
                     {"rows", head.training_rows},
                     {"cv_macro_f1", head.cv_macro_f1},
                     {"no_signal", head.no_signal}});
    session.console->say(fmt::format("{}: {} on {} rows, {} labels; macro F1 {:.3f} by cross-validation", head.task,
                                     display_name(head.classifier.algorithm()), head.training_rows, head.labels.size(),
                                     head.cv_macro_f1));
  }
  session.console->say(fmt::format("model {} written to {}", version, arguments.out));
  if (session.json) {
    print(boost::json::serialize(
              boost::json::object{{"model_version", version}, {"model", arguments.out}, {"heads", heads}}) +
          "\n");
  }
}

void run_train(const TrainArguments& arguments, Session& session) {
  TrainOptions options;
  if (arguments.algorithm != "auto") options.algorithm = parse_algorithm(arguments.algorithm);
  options.fitting = arguments.fitting.fitting();
  std::unique_ptr<Embedder> embedder;
  if (!arguments.features.empty()) embedder = make_embedder(arguments.llm, session);
  options.embedder = embedder.get();
  const auto dataset = read_dataset(arguments.columns.source(arguments.in), session.run());
  const auto result = train(dataset, options, session.run());
  const auto version = save_model(result.model, arguments.out);
  warn_of(result.warnings, session);
  print_result(result, arguments, version, session);
  session.exit_code = exit_code_for_rejected(dataset.rejected.size());
}

}  // namespace

void add_train(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("train", "learn from labelled tickets: one model file with a head per task");
  auto arguments = std::make_shared<TrainArguments>();
  command->add_option("--in", arguments->in, "labelled tickets (.csv .tsv .json .jsonl, also .gz .zst, - for stdin)")
      ->required();
  command->add_option("--out", arguments->out, "where to write the model")->required();
  command
      ->add_option("--algorithm", arguments->algorithm,
                   "auto, logreg, naive_bayes, random_forest, linear_svc, xgboost or catboost")
      ->capture_default_str();
  command
      ->add_option("--features", arguments->features,
                   "+embeddings: also what texts mean, from the server's embedding model (--llm-model, else "
                   "SMARTDESK_EMBED_MODEL); kept where cross-validation gains")
      ->check(CLI::IsMember({"+embeddings"}));
  arguments->llm.add_to(*command);
  arguments->columns.add_labels_to(*command);
  arguments->fitting.add_to(*command);
  command->footer(
      "Examples:\n"
      "  smartdesk train --in tickets.csv --out desk.model\n"
      "  smartdesk train --in mails.jsonl --text body --label queue --task category --out queue.model\n"
      "  smartdesk train --in tickets.csv --tasks urgency --algorithm logreg --out urgency.model\n"
      "  smartdesk train --in tickets.csv --features +embeddings --llm-model all-minilm --out desk.model");
  command->callback([arguments, &session] { run_train(*arguments, session); });
}

}  // namespace smartdesk
