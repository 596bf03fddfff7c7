#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/server_embedder.h"
#include "prediction/explain.h"

namespace smartdesk::cli {
namespace {

struct ExplainArguments {
  std::string model, text;
  std::size_t words = 10;
};

boost::json::object as_json(const prediction::Explanation& explanation) {
  boost::json::array words;
  for (const auto& word : explanation.words) {
    words.push_back({{"word", word.word}, {"begin", word.span.begin}, {"end", word.span.end}, {"weight", word.weight}});
  }
  return {{"label", explanation.label},       {"probability", explanation.probability}, {"score", explanation.score},
          {"constant", explanation.constant}, {"embedding", explanation.embedding},     {"words", words}};
}

std::string as_text(const prediction::Explanation& explanation, std::size_t limit) {
  std::string text =
      fmt::format("{}: {} ({:.0f} %)\n", explanation.task, explanation.label, explanation.probability * 100);
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
  return text +
         fmt::format("  {:+8.3f}  (without any word)\n  {:8.3f}   score\n", explanation.constant, explanation.score);
}

void run_explain(const ExplainArguments& arguments, Session& session) {
  const auto model = models::load_model(arguments.model);
  const auto explanations = prediction::explain(model, arguments.text, embedder_for(model, session).get());
  if (session.json) {
    boost::json::object tasks;
    for (const auto& explanation : explanations) tasks[explanation.task] = as_json(explanation);
    print(boost::json::serialize(boost::json::object{{"model_version", model.version}, {"tasks", tasks}}) + "\n");
    return;
  }
  for (const auto& explanation : explanations) print(as_text(explanation, arguments.words));
}

}  // namespace

void add_explain(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("explain", "the words that decided, with weights that add up to the score");
  auto arguments = std::make_shared<ExplainArguments>();
  command->add_option("--model", arguments->model, "model file")->required();
  command->add_option("--text", arguments->text, "the ticket")->required();
  command->add_option("--words", arguments->words, "how many words to list")->capture_default_str();
  command->footer("Example:\n  smartdesk explain --model desk.model --text \"I was charged twice and nobody answers\"");
  command->callback([arguments, &session] { run_explain(*arguments, session); });
}

}  // namespace smartdesk::cli
