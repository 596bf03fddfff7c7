#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/embedders.h"
#include "prediction/explain.h"
#include "text/html_text.h"
#include "text/json_text.h"
#include "text/ticket_text.h"

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
  return text + fmt::format("  {:+8.3f}  (constant)\n  {:8.3f}   score\n", explanation.constant, explanation.score);
}

void run_explain(const ExplainArguments& arguments, Session& session) {
  prediction::PredictorOptions options;
  options.embedders = embedders(session);
  const prediction::Predictor predictor(models::load_model(arguments.model), options);
  std::string buffer;
  const std::string text(text::ticket_text("", text::visible_text(arguments.text), buffer));
  const auto explanations = prediction::explain(predictor, text);
  if (session.json) {
    boost::json::object tasks;
    for (const auto& explanation : explanations) tasks[explanation.task] = as_json(explanation);
    print(text::json_text(
              boost::json::object{{"model_version", predictor.model().version}, {"text", text}, {"tasks", tasks}}) +
          "\n");
    return;
  }
  for (const auto& explanation : explanations) print(as_text(explanation, arguments.words));
}

Action make_explain(Options& options, Session& session) {
  auto arguments = std::make_shared<ExplainArguments>();
  options.add("--model", arguments->model, "Model file.").required();
  options.add("--text", arguments->text, "Text of the ticket.").required();
  options.add("--words", arguments->words, "Number of words to list.").show_default();
  return [arguments, &session] { run_explain(*arguments, session); };
}

}  // namespace

const Command kExplain{
    "explain", CommandGroup::kFiles, "Show the words that decided a prediction, with weights that add up to the score.",
    "Example:\n  smartdesk explain --model desk.model --text \"I was charged twice and nobody answers\"", make_explain};

}  // namespace smartdesk::cli
