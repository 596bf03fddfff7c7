#include "prediction/explain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace smartdesk::prediction {
namespace {

// The words of a text. Words with the same spelling, ignoring case, share one entry.
class WordLedger {
 public:
  explicit WordLedger(std::string_view text) : text_(text) {
    words_.read(text, text::Words::Rule::kAll);
    for (std::size_t i = 0; i < words_.size(); ++i)
      entry_of_word_.push_back(entry(std::string(words_.word(i)), words_.span(i)));
  }

  // Distributes the weight of a piece of the text over the words it touches. A piece without words gets its own entry.
  void credit(text::Span piece, double weight) {
    const std::size_t first = first_word_touching(piece);
    std::size_t last = first;
    while (last < words_.size() && words_.span(last).begin < piece.end) ++last;
    if (first == last) {
      entries_[entry(std::string(text_.substr(piece.begin, piece.end - piece.begin)), piece)].weight += weight;
      return;
    }
    const double share = weight / static_cast<double>(last - first);
    for (std::size_t i = first; i < last; ++i) entries_[entry_of_word_[i]].weight += share;
  }

  std::vector<DecidingWord>& entries() { return entries_; }

  // The text without any occurrence of one entry's word.
  std::string without(std::size_t entry) const {
    std::string left(text_);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (entry_of_word_[i] != entry) continue;
      std::fill(left.begin() + words_.span(i).begin, left.begin() + words_.span(i).end, ' ');
    }
    return left;
  }

 private:
  std::size_t first_word_touching(text::Span piece) const {
    std::size_t low = 0, high = words_.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (words_.span(middle).end <= piece.begin) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  std::size_t entry(const std::string& key, text::Span span) {
    const auto [found, is_new] = number_.try_emplace(key, entries_.size());
    if (is_new) entries_.push_back({std::string(text_.substr(span.begin, span.end - span.begin)), {}, 0});
    entries_[found->second].spans.push_back(span);
    return found->second;
  }

  std::string_view text_;
  text::Words words_;
  std::map<std::string, std::size_t> number_;
  std::vector<DecidingWord> entries_;
  std::vector<std::size_t> entry_of_word_;
};

// Divides each column's part of the score among its occurrences, and each occurrence among its words.
void credit_linear(const features::Tfidf& features, const models::Classifier& classifier, ClassIndex label,
                   std::string_view text, features::SparseRow row, WordLedger& ledger) {
  const auto found = features.occurrences(text);
  std::map<std::uint32_t, int> occurrences;
  for (const auto& term : found) ++occurrences[term.column];
  for (const auto& term : found) {
    const auto at = std::lower_bound(row.columns.begin(), row.columns.end(), term.column) - row.columns.begin();
    const double part =
        static_cast<double>(*classifier.weight(term.column, label)) * row.values[static_cast<std::size_t>(at)];
    ledger.credit(term.span, part / occurrences[term.column]);
  }
}

void credit_by_leaving_out(const features::Tfidf& features, const models::Classifier& classifier, ClassIndex label,
                           double score, WordLedger& ledger) {
  features::TfidfScratch scratch;
  std::vector<float> scores(static_cast<std::size_t>(classifier.classes()));
  for (std::size_t i = 0; i < ledger.entries().size(); ++i) {
    classifier.scores(features.transform(ledger.without(i), scratch), scores);
    ledger.entries()[i].weight = score - scores[static_cast<std::size_t>(label)];
  }
}

// Pieces without words come once for each term that covers them, in any order.
void sort_spans(std::vector<text::Span>& spans) {
  const auto is_before = [](text::Span a, text::Span b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  };
  std::sort(spans.begin(), spans.end(), is_before);
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
}

// Of one head alone, also if it answers one label of a column with several.
Trust trust_in(const Predictor& predictor, std::size_t head, std::span<const models::Prediction> predictions) {
  Answer answer;
  predictor.answer({"", head, head + 1}, predictions, answer);
  return answer.trust;
}

double embedding_score_of(const models::EmbeddingClassifier& reader, std::span<const float> embedding,
                          ClassIndex label) {
  std::vector<std::uint32_t> columns(embedding.size());
  std::iota(columns.begin(), columns.end(), 0U);
  std::vector<float> scores(static_cast<std::size_t>(reader.classifier.classes()));
  reader.classifier.scores({columns, embedding}, scores);
  return static_cast<double>(reader.weight) * scores[static_cast<std::size_t>(label)];
}

}  // namespace

Explanation explain_label(const features::Tfidf& features, const models::Classifier& classifier, ClassIndex label,
                          std::string_view text) {
  features::TfidfScratch scratch;
  const features::SparseRow row = features.transform(text, scratch);
  std::vector<float> scores(static_cast<std::size_t>(classifier.classes()));
  classifier.scores(row, scores);

  Explanation explanation;
  explanation.score = scores[static_cast<std::size_t>(label)];
  WordLedger ledger(text);
  if (classifier.intercept(label)) {
    credit_linear(features, classifier, label, text, row, ledger);
  } else {
    credit_by_leaving_out(features, classifier, label, explanation.score, ledger);
  }
  explanation.constant = explanation.score;
  for (auto& word : ledger.entries()) {
    explanation.constant -= word.weight;
    if (word.weight == 0) continue;
    sort_spans(word.spans);
    explanation.words.push_back(std::move(word));
  }
  std::stable_sort(
      explanation.words.begin(), explanation.words.end(),
      [](const DecidingWord& a, const DecidingWord& b) { return std::abs(a.weight) > std::abs(b.weight); });
  return explanation;
}

std::vector<Explanation> explain(const Predictor& predictor, std::string_view text) {
  const auto& model = predictor.model();
  const auto embedding = predictor.embedding(text);
  models::ModelScratch scratch;
  std::vector<models::Prediction> predictions;
  models::predict(model, text, scratch, predictions, embedding);
  std::vector<Explanation> explanations;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const auto& head = model.heads[h];
    const auto label = predictions[h].label;
    auto explanation = explain_label(model.features, head.classifier, label, text);
    if (head.embedding_classifier) {
      explanation.embedding = embedding_score_of(*head.embedding_classifier, embedding, label);
      explanation.score += explanation.embedding;
    }
    explanation.task = head.task;
    explanation.label = head.labels.name(label);
    explanation.probability = predictions[h].probability();
    explanation.trust = trust_in(predictor, h, predictions);
    explanations.push_back(std::move(explanation));
  }
  return explanations;
}

}  // namespace smartdesk::prediction
