#include "llm/label_reply.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "core/label_spelling.h"
#include "text/ascii.h"
#include "text/leaked_reasoning.h"
#include "text/utf8.h"

namespace smartdesk::llm {
namespace {

namespace json = boost::json;

// Letters and digits in lower case, and the position in the text that each of their bytes came from.
struct Skeleton {
  std::string letters;
  std::vector<std::size_t> begin, end;

  explicit Skeleton(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto [value, next] = text::decode(text, at);
      if (text::is_word_char(value)) {
        text::append_utf8(letters, text::to_lower(value));
        begin.resize(letters.size(), at);
        end.resize(letters.size(), next);
      }
      at = next;
    }
  }
};

// The label with this name: an exact match, else another spelling of one.
const std::string* label_named(const TaskDefinition& task, std::string_view value) {
  for (const auto& label : task.labels) {
    if (label.name == value) return &label.name;
  }
  const auto wanted = label_key(value);
  for (const auto& label : task.labels) {
    if (label_key(label.name) == wanted) return &label.name;
  }
  return nullptr;
}

// The model's confidence in the value of a key. At each token of the value: the probability of the chosen token divided
// by that of all alternatives that continue some label.
class Confidence {
 public:
  explicit Confidence(const ChatReply& reply) : tokens_(reply.tokens) {
    for (const auto& token : tokens_) {
      starts_.push_back(text_.size());
      text_ += token.text;
    }
  }

  std::optional<double> of(const TaskDefinition& task, const std::string& label) const {
    const auto key = text_.find("\"" + task.name + "\"");
    const auto colon = key == std::string::npos ? key : text_.find(':', key + task.name.size() + 2);
    const auto quote = colon == std::string::npos ? colon : text_.find('"', colon);
    if (quote == std::string::npos || text_.compare(quote + 1, label.size(), label) != 0) return std::nullopt;
    double probability = 1;
    // Token by token until the label ends.
    for (std::size_t at = quote + 1; at < quote + 1 + label.size();) {
      const auto index =
          static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), at) - starts_.begin()) - 1;
      const auto& token = tokens_[index];
      const auto token_end = starts_[index] + token.text.size();
      // A token may begin before the value, with the quotation mark.
      const std::string before = text_.substr(starts_[index], at - starts_[index]);
      const std::string said = label.substr(0, at - quote - 1);
      probability *= share(task, said, before, token);
      if (token_end <= at) break;
      at = token_end;
    }
    return probability;
  }

 private:
  static double share(const TaskDefinition& task, const std::string& said, const std::string& before,
                      const ChatToken& chosen) {
    double all = 0, own = 0;
    bool chosen_is_listed = false;
    const auto add = [&](const std::string& text, double log_probability) {
      if (!text.starts_with(before)) return;
      const auto piece = std::string_view(text).substr(before.size());
      if (!may_follow(task, said, piece)) return;
      all += std::exp(log_probability);
      if (text != chosen.text) return;
      own += std::exp(log_probability);
      chosen_is_listed = true;
    };
    for (const auto& [text, log_probability] : chosen.likeliest) add(text, log_probability);
    if (!chosen_is_listed) add(chosen.text, chosen.log_probability);
    return all > 0 ? own / all : 1;
  }

  // Whether some label begins with `said` and continues with the piece.
  static bool may_follow(const TaskDefinition& task, const std::string& said, std::string_view piece) {
    if (piece.empty()) return false;
    return std::any_of(task.labels.begin(), task.labels.end(), [&](const LabelDefinition& label) {
      if (!label.name.starts_with(said)) return false;
      const std::string rest = label.name.substr(said.size()) + "\"";
      const auto shared = std::min(rest.size(), piece.size());
      return rest.compare(0, shared, piece.substr(0, shared)) == 0;
    });
  }

  const std::vector<ChatToken>& tokens_;
  std::string text_;
  std::vector<std::size_t> starts_;
};

// The position after the closing brace of the object that begins at `begin`; npos if it is not closed.
std::size_t object_end(std::string_view text, std::size_t begin) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::string without_hanging_commas(std::string_view object) {
  std::string out;
  bool in_string = false;
  for (std::size_t i = 0; i < object.size(); ++i) {
    const char c = object[i];
    if (!in_string && c == ',') {
      const auto next = object.find_first_not_of(" \t\r\n", i + 1);
      if (next != std::string_view::npos && (object[next] == '}' || object[next] == ']')) continue;
    }
    out += c;
    if (in_string && c == '\\' && i + 1 < object.size()) {
      out += object[++i];
    } else if (c == '"') {
      in_string = !in_string;
    }
  }
  return out;
}

std::string names_of(const TaskDefinition& task) {
  std::string names;
  for (const auto& label : task.labels) names += (names.empty() ? "" : ", ") + label.name;
  return names;
}

LabelReading fault(std::string reason) { return {std::nullopt, std::move(reason)}; }

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text::trimmed(text)) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank) line += c;
    if (blank && !line.ends_with(' ')) line += ' ';
  }
  return line;
}

}  // namespace

std::string without_thoughts(std::string_view reply) {
  constexpr std::string_view kOpen = "<think>", kClose = "</think>";
  if (const auto close = reply.rfind(kClose); close != std::string_view::npos) {
    reply = reply.substr(close + kClose.size());
  }
  if (const auto open = reply.find(kOpen); open != std::string_view::npos) reply = reply.substr(0, open);
  return std::string(text::trimmed(reply));
}

std::optional<std::string> json_in(std::string_view reply) {
  const auto answer = without_thoughts(reply);
  const auto begin = answer.find('{');
  if (begin == std::string::npos) return std::nullopt;
  const auto end = object_end(answer, begin);
  if (end == std::string_view::npos) return std::nullopt;
  return without_hanging_commas(std::string_view(answer).substr(begin, end - begin));
}

std::string_view find_quote(std::string_view ticket, std::string_view quote) {
  const auto exact = ticket.find(text::trimmed(quote));
  if (!text::trimmed(quote).empty() && exact != std::string_view::npos)
    return ticket.substr(exact, text::trimmed(quote).size());
  const Skeleton wanted(quote);
  if (wanted.letters.size() < 3) return {};
  const Skeleton words(ticket);
  const auto at = words.letters.find(wanted.letters);
  if (at == std::string::npos) return {};
  const auto begin = words.begin[at];
  return ticket.substr(begin, words.end[at + wanted.letters.size() - 1] - begin);
}

LabelReading read_labels(const ChatReply& reply, const Taxonomy& taxonomy, std::string_view ticket) {
  const auto text = json_in(reply.content);
  if (!text)
    return fault(reply.cut ? "the answer was cut off before its JSON ended" : "the answer holds no JSON object");
  boost::system::error_code unparsed;
  const auto value = json::parse(*text, unparsed);
  if (unparsed || !value.is_object()) return fault("the answer is no valid JSON: " + unparsed.message());
  const auto& object = value.as_object();

  TicketLabels found;
  double confidence = 1;
  bool confident = !reply.tokens.empty();
  const Confidence confidences(reply);
  for (const auto& task : taxonomy.tasks) {
    const auto* given = object.if_contains(task.name);
    if (given == nullptr || !given->is_string()) return fault("the key \"" + task.name + "\" is missing or no text");
    const auto* label = label_named(task, given->get_string());
    if (label == nullptr) {
      return fault("\"" + std::string(given->get_string()).substr(0, 60) + "\" is no " + task.name + "; there are " +
                   names_of(task));
    }
    found.labels.push_back(*label);
    const auto sure = confidences.of(task, *label);
    confident &= sure.has_value();
    confidence *= sure.value_or(1);
  }
  if (confident) found.confidence = confidence;

  const auto* summary = object.if_contains("summary");
  if (summary == nullptr || !summary->is_string()) return fault("the key \"summary\" is missing or no text");
  found.summary = on_one_line(summary->get_string());
  if (found.summary.empty()) return fault("the summary is empty");
  if (text::find_leaked_reasoning(found.summary))
    return fault("the summary talks about the task instead of the ticket");

  const auto* evidence = object.if_contains("evidence");
  if (evidence != nullptr && evidence->is_string()) found.evidence = find_quote(ticket, evidence->get_string());
  LabelReading reading{std::move(found), {}};
  if (reading.labels->evidence.empty()) reading.fault = "the evidence is not in the ticket, word for word";
  return reading;
}

}  // namespace smartdesk::llm
