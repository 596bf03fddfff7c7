#include "training/drift_texts.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <unordered_map>

#include "core/parallel.h"
#include "core/random.h"
#include "models/classifier.h"
#include "models/splits.h"
#include "text/language.h"
#include "training/fitting.h"
#include "training/repeats.h"

namespace smartdesk::training {
namespace {

constexpr std::size_t kMostTextsToTellApart = 20'000;  // of each file
constexpr std::uint64_t kFewestTextsWithWord = 5;      // rarer words are many, and each test weakens the others
constexpr std::ptrdiff_t kMostWords = 10;              // risen, and as many fallen
constexpr std::uint64_t kSeed = 42;

using Texts = std::span<const std::string_view>;

// Rows of both files that have something, such as a word.
struct Counts {
  std::uint64_t reference = 0, current = 0;
};

struct WordCounts {
  std::vector<double> lengths;                                // words of each text
  std::unordered_map<std::string, std::uint64_t> texts_with;  // by word
};

WordCounts count_words(Texts texts, const Run& run) {
  WordCounts counts;
  for (const auto text : texts) {
    run.stop_if_asked();
    const auto form = normal_form(text);
    std::set<std::string_view> different;
    std::size_t words = 0;
    for (std::size_t begin = 0, end = 0; (end = form.find(' ', begin)) != std::string::npos; begin = end + 1) {
      different.insert(std::string_view(form).substr(begin, end - begin));
      ++words;
    }
    counts.lengths.push_back(static_cast<double>(words));
    for (const auto word : different) ++counts.texts_with[std::string(word)];
  }
  return counts;
}

double median(std::vector<double> numbers) {
  if (numbers.empty()) return 0;
  std::sort(numbers.begin(), numbers.end());
  const auto half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

ShareDrift tested(std::string name, models::Share reference, models::Share current) {
  return {std::move(name), reference, current, DriftTest{models::share_p_value(reference, current)}};
}

std::vector<ShareDrift> compare_words(const WordCounts& reference, const WordCounts& current) {
  std::map<std::string, Counts> words;
  for (const auto& [word, texts] : reference.texts_with) words[word].reference = texts;
  for (const auto& [word, texts] : current.texts_with) words[word].current = texts;
  std::vector<ShareDrift> compared;
  for (const auto& [word, texts] : words) {
    if (texts.reference + texts.current < kFewestTextsWithWord) continue;
    compared.push_back(
        tested(word, {texts.reference, reference.lengths.size()}, {texts.current, current.lengths.size()}));
  }
  return compared;
}

std::vector<std::string> languages_of(Texts texts, const Run& run) {
  std::vector<std::string> languages(texts.size());
  parallel_for(texts.size(), run.threads, [&](std::size_t i) {
    if (i % 256 == 0) run.stop_if_asked();
    languages[i] = text::detect_language(texts[i]);
  });
  return languages;
}

std::vector<ShareDrift> compare_languages(Texts reference, Texts current, const Run& run) {
  std::map<std::string, Counts> rows;
  for (const auto& language : languages_of(reference, run)) ++rows[language].reference;
  for (const auto& language : languages_of(current, run)) ++rows[language].current;
  std::vector<ShareDrift> languages;
  for (const auto& [language, count] : rows)
    languages.push_back(tested(language, {count.reference, reference.size()}, {count.current, current.size()}));
  std::stable_sort(languages.begin(), languages.end(), [](const ShareDrift& a, const ShareDrift& b) {
    return a.reference.rows + a.current.rows > b.reference.rows + b.current.rows;
  });
  return languages;
}

// Adds a sample of the texts, all with one class.
void add_sample(Texts texts, ClassIndex file, LabelledTexts& rows) {
  std::vector<std::string_view> drawn(texts.begin(), texts.end());
  Random(kSeed).fork(static_cast<std::uint64_t>(file)).shuffle(std::span(drawn));
  drawn.resize(std::min(drawn.size(), kMostTextsToTellApart));
  rows.texts.insert(rows.texts.end(), drawn.begin(), drawn.end());
  rows.labels.insert(rows.labels.end(), drawn.size(), file);
}

template <typename T>
std::vector<T> chosen(const std::vector<T>& all, std::span<const std::size_t> positions) {
  std::vector<T> some;
  for (const auto position : positions) some.push_back(all[position]);
  return some;
}

// Trained on texts of both files, judged on others. A text of both files and its twin stay on one side, where they have
// equal scores and so are no evidence.
ToldApart tell_apart(Texts reference, Texts current, const Run& run) {
  LabelledTexts rows;
  add_sample(reference, 0, rows);
  add_sample(current, 1, rows);
  const auto split = models::stratified_split(rows.labels, repeats_of(rows.texts, run), 0.5, kSeed);
  run.report("telling the files apart", 0, 0);
  constexpr auto kAlgorithm = models::Algorithm::kLogReg;
  const auto train = chosen(rows.texts, split.train), judge = chosen(rows.texts, split.test);
  const auto features = features::Tfidf::fit(train, features_for(kAlgorithm, Profile::kBest), run);
  const auto columns = features.transform_all(train, run);
  const auto classifier = models::Classifier::fit(kAlgorithm, {columns, chosen(rows.labels, split.train), 2}, {}, run);
  const auto scores = classifier.scores(features.transform_all(judge, run), run);
  std::vector<double> of_reference, of_current;
  for (std::size_t i = 0; i < split.test.size(); ++i)
    (rows.labels[split.test[i]] == 0 ? of_reference : of_current).push_back(scores[2 * i + 1] - scores[2 * i]);
  const auto ranks = models::rank_test(of_reference, of_current);
  return {of_reference.size(), of_current.size(), ranks.superiority, DriftTest{ranks.p_higher}};
}

}  // namespace

TextDrift compare_texts(Texts reference, Texts current, const Run& run) {
  TextDrift drift;
  const auto words_before = count_words(reference, run), words_now = count_words(current, run);
  drift.length = {median(words_before.lengths), median(words_now.lengths),
                  DriftTest{models::rank_test(words_before.lengths, words_now.lengths).p_value}};
  drift.languages = compare_languages(reference, current, run);
  drift.words = compare_words(words_before, words_now);
  drift.words_tested = drift.words.size();
  const bool can_be_told = std::min(reference.size(), current.size()) >= kFewestDriftTexts;
  if (can_be_told) drift.told_apart = tell_apart(reference, current, run);
  return drift;
}

void keep_changed_words(TextDrift& texts) {
  auto& words = texts.words;
  std::erase_if(words, [](const ShareDrift& word) { return !word.is_change(); });
  std::stable_sort(words.begin(), words.end(),
                   [](const ShareDrift& a, const ShareDrift& b) { return a.rise() > b.rise(); });
  const auto fallen = std::find_if(words.begin(), words.end(), [](const ShareDrift& word) { return word.rise() < 0; });
  std::vector<ShareDrift> kept(words.begin(), words.begin() + std::min(fallen - words.begin(), kMostWords));
  const auto most_fallen = words.end() - std::min(words.end() - fallen, kMostWords);
  kept.insert(kept.end(), std::make_reverse_iterator(words.end()), std::make_reverse_iterator(most_fallen));
  words = std::move(kept);
}

}  // namespace smartdesk::training
