#include "prediction/explanation_json.h"

#include <algorithm>

namespace smartdesk::prediction {
namespace {

namespace json = boost::json;

json::object as_json(const DecidingWord& word) {
  json::array spans;
  for (const auto& span : word.spans) spans.push_back({span.begin, span.end});
  return {{"word", word.word},
          {"begin", word.spans.front().begin},
          {"end", word.spans.front().end},
          {"spans", std::move(spans)},
          {"weight", word.weight}};
}

json::object as_json(const Explanation& explanation, std::size_t most_words) {
  json::array words;
  for (const auto& word : std::span(explanation.words).first(std::min(most_words, explanation.words.size())))
    words.push_back(as_json(word));
  json::value flag;
  if (explanation.trust != Trust::kSure) flag = flag_of(explanation.trust);
  return {{"label", explanation.label}, {"probability", explanation.probability}, {"flag", std::move(flag)},
          {"score", explanation.score}, {"constant", explanation.constant},       {"embedding", explanation.embedding},
          {"words", std::move(words)}};
}

}  // namespace

json::object explanation_json(std::string_view model_version, std::string_view text,
                              std::span<const Explanation> explanations, std::size_t most_words) {
  json::object tasks;
  for (const auto& explanation : explanations) tasks[explanation.task] = as_json(explanation, most_words);
  return {{"model_version", model_version}, {"text", text}, {"tasks", std::move(tasks)}};
}

}  // namespace smartdesk::prediction
