#include "text/summary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "text/ascii.h"
#include "text/own_text.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace smartdesk::text {
namespace {

bool is_blank(char c) { return kBlanks.find(c) != std::string_view::npos; }

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view b) { return text.starts_with(b); });
}

// In a message that only forwards or quotes, which is its own text.
bool is_quoted(std::string_view line) {
  return starts_with_any(line, {">", "|", "from:", "sent:", "to:", "cc:", "subject:", "date:", "von:", "gesendet:",
                                "an:", "betreff:", "de :", "envoyé"});
}

// The rest is a sign-off, or the mail below a rule.
bool ends_the_message(std::string_view line) {
  return line == "--" ||
         starts_with_any(line, {"-----", "_____", "best regards", "kind regards", "regards", "sincerely", "cheers,",
                                "thanks,", "thank you,", "mit freundlichen", "viele grüße", "cordialement", "saludos",
                                "atentamente", "cordiali saluti", "atenciosamente"});
}

bool is_greeting(std::string_view sentence) {
  return sentence.size() < 40 &&
         starts_with_any(sentence,
                         {"hi",           "hello",  "hey",       "dear ",        "good morning", "good afternoon",
                          "good evening", "hallo",  "guten tag", "sehr geehrte", "bonjour",      "hola",
                          "buenos",       "olá",    "bom dia",   "buongiorno",   "salve",        "ciao",
                          "to whom",      "thanks", "thank you", "danke",        "merci",        "gracias"});
}

// A sentence ends at a mark followed by a blank.
void split_sentences(std::string_view paragraph, std::vector<std::string_view>& sentences) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i + 1 < paragraph.size(); ++i) {
    const char c = paragraph[i];
    const bool mark = c == '!' || c == '?' || c == '.';
    if (!mark || !is_blank(paragraph[i + 1])) continue;
    sentences.push_back(trimmed(paragraph.substr(begin, i + 1 - begin)));
    begin = i + 1;
  }
  sentences.push_back(trimmed(paragraph.substr(begin)));
}

std::vector<std::string_view> own_sentences(std::string_view body) {
  std::vector<std::string_view> sentences;
  for (std::size_t begin = 0; begin < body.size();) {
    const auto end = std::min(body.find('\n', begin), body.size());
    const auto line = trimmed(body.substr(begin, end - begin));
    const auto low = ascii_lower(line);
    begin = end + 1;
    if (ends_the_message(low) && !sentences.empty()) break;
    if (line.empty() || is_quoted(low)) continue;
    split_sentences(line, sentences);
  }
  std::erase_if(sentences,
                [](std::string_view sentence) { return sentence.empty() || is_greeting(ascii_lower(sentence)); });
  return sentences;
}

using WordHash = std::size_t;

void add_telling_words(std::string_view text, Words& words, std::vector<WordHash>& telling) {
  words.read(text, Words::Rule::kAll);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = words.word(i);
    if (word.size() > 2 && !is_english_stop_word(word)) telling.push_back(std::hash<std::string_view>{}(word));
  }
}

// How often each word occurs. A sorted list is faster than a table for a few words.
class WordCounts {
 public:
  explicit WordCounts(std::vector<WordHash> words) : words_(std::move(words)) {
    std::sort(words_.begin(), words_.end());
  }
  double count(WordHash word) const {
    const auto [begin, end] = std::equal_range(words_.begin(), words_.end(), word);
    return static_cast<double>(end - begin);
  }

 private:
  std::vector<WordHash> words_;
};

std::string_view likeliest(const std::vector<std::string_view>& sentences, std::string_view subject) {
  if (sentences.size() == 1) return sentences.front();
  Words words;
  std::vector<WordHash> all;
  std::vector<std::size_t> ends;
  for (const auto sentence : sentences) {
    add_telling_words(sentence, words, all);
    ends.push_back(all.size());
  }
  const std::vector<WordHash> of_sentences = all;
  for (int i = 0; i < 2; ++i) add_telling_words(subject, words, all);  // words of the subject count twice
  const WordCounts counts(std::move(all));
  double best = -1;
  std::string_view chosen;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    double sum = 0;
    for (std::size_t w = begin; w < ends[i]; ++w) sum += counts.count(of_sentences[w]);
    // Divide by a little less than the number of words, so that long sentences do not win. The question comes early.
    const double score =
        sum / std::pow(static_cast<double>(ends[i] - begin) + 3, 0.8) / (1 + 0.15 * static_cast<double>(i));
    begin = ends[i];
    if (score > best) {
      best = score;
      chosen = sentences[i];
    }
  }
  return chosen;
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = is_blank(c);
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string cut(const std::string& line, std::size_t max_chars) {
  std::size_t chars = 0, last_blank = 0, at = 0;
  while (at < line.size()) {
    if (line[at] == ' ') last_blank = at;
    if (++chars == max_chars && decode(line, at).end < line.size()) break;
    at = decode(line, at).end;
  }
  if (at >= line.size()) return line;
  return line.substr(0, last_blank > 0 ? last_blank : at) + "…";
}

bool says_something(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [value, end] = decode(text, at);
    if (is_word_char(value)) return true;
    at = end;
  }
  return false;
}

}  // namespace

std::string summarise(std::string_view subject, std::string_view body, std::size_t max_chars) {
  std::string buffer;
  body = own_text(body, buffer);
  const auto sentences = own_sentences(body);
  std::string_view chosen = likeliest(sentences, subject);
  if (!says_something(chosen)) chosen = says_something(subject) ? subject : body;
  if (!says_something(chosen)) return {};
  return cut(on_one_line(chosen), max_chars);
}

}  // namespace smartdesk::text
