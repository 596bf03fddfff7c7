#include "generation/internal/grammar.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/error.h"
#include "text/ascii.h"

namespace smartdesk::generation {
namespace {

[[noreturn]] void refuse(const std::string& origin, const std::string& what) {
  throw Error(ErrorCode::kInvalidInput, origin + ": " + what);
}

}  // namespace

class Grammar::Parser {
 public:
  Parser(std::string_view text, std::string origin) : text_(text), origin_(std::move(origin)) {}

  Phrase whole() {
    auto phrase = parse(0);
    if (at_ < text_.size()) refuse(origin_, "a ')' or '|' has no matching '('.");
    return phrase;
  }

 private:
  // Parses up to the '|' or ')' that ends a choice, or to the end of the line.
  Phrase parse(int depth) {
    Phrase phrase;
    std::string letters;
    const auto flush = [&] {
      if (letters.empty()) return;
      Part part;
      part.letters = std::exchange(letters, {});
      phrase.push_back(std::move(part));
    };
    while (at_ < text_.size() && text_[at_] != ')' && !(text_[at_] == '|' && depth > 0)) {
      const char c = text_[at_++];
      if (c == '\\' && at_ < text_.size()) {
        const char escaped = text_[at_++];
        letters += escaped == 'n' ? '\n' : escaped;
      } else if (c == '(') {
        flush();
        phrase.push_back(choice(depth + 1));
      } else if (c == '{') {
        flush();
        phrase.push_back(slot());
      } else {
        letters += c;
      }
    }
    flush();
    return phrase;
  }

  Part choice(int depth) {
    Part part;
    part.kind = Part::Kind::kChoice;
    for (;;) {
      part.choices.push_back(parse(depth));
      if (at_ == text_.size()) refuse(origin_, "a '(' is never closed.");
      if (text_[at_++] == ')') return part;
    }
  }

  Part slot() {
    const auto end = text_.find('}', at_);
    if (end == std::string_view::npos) refuse(origin_, "a '{' is never closed.");
    const auto name = text_.substr(at_, end - at_);
    at_ = end + 1;
    Part part;
    part.letters = name;
    part.kind = name.starts_with('#') ? Part::Kind::kNumber : Part::Kind::kSlot;
    if (part.kind == Part::Kind::kNumber) read_range(name.substr(1), part);
    return part;
  }

  void read_range(std::string_view range, Part& part) const {
    const auto dash = range.find('-');
    const auto number = [&](std::string_view digits, std::uint64_t& value) {
      const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      return result.ec == std::errc() && result.ptr == digits.data() + digits.size();
    };
    const bool good = dash != std::string_view::npos && number(range.substr(0, dash), part.low) &&
                      number(range.substr(dash + 1), part.high) && part.low <= part.high;
    if (!good) refuse(origin_, "\"" + std::string(range) + "\" is not a range of numbers such as {#2-90}.");
  }

  std::string_view text_;
  std::string origin_;
  std::size_t at_ = 0;
};

void Grammar::read(std::string_view text, std::string_view name) {
  Section* current = nullptr;
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text::trimmed(text.substr(begin, end - begin), " \r");
    begin = end + 1;
    const std::string origin = std::string(name) + ", line " + std::to_string(++number);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      if (line.back() != ']') refuse(origin, "a section header must end with ']', as in [name].");
      current = &sections_[std::string(line.substr(1, line.size() - 2))];
      current->origin = origin;
      continue;
    }
    if (current == nullptr) refuse(origin, "expected a [section] before the first phrase.");
    current->lines.emplace_back(line);
    current->phrases.push_back(Parser(line, origin).whole());
  }
}

void Grammar::check() const {
  for (const auto& [name, section] : sections_) {
    if (section.phrases.empty()) refuse(section.origin, "section [" + name + "] is empty.");
    for (const auto& phrase : section.phrases) check(phrase, section.origin);
  }
}

void Grammar::check(const Phrase& phrase, const std::string& origin) const {
  for (const auto& part : phrase) {
    for (const auto& choice : part.choices) check(choice, origin);
    if (part.kind != Part::Kind::kSlot || part.letters == "product" || has(part.letters)) continue;
    const auto by_product = sections_.lower_bound(part.letters + " ");
    if (by_product == sections_.end() || !by_product->first.starts_with(part.letters + " ")) {
      refuse(origin, "{" + part.letters + "} names no section.");
    }
  }
}

bool Grammar::has(std::string_view section) const { return sections_.find(section) != sections_.end(); }

const Grammar::Section& Grammar::section(std::string_view name) const {
  const auto found = sections_.find(name);
  if (found == sections_.end()) refuse("grammar", "no section [" + std::string(name) + "].");
  return found->second;
}

std::string Grammar::expand(std::string_view name, std::string_view product, Random& random) const {
  const auto& phrases = section(name).phrases;
  std::string out;
  append(phrases[random.below(phrases.size())], product, random, out);
  return out;
}

void Grammar::append(const Phrase& phrase, std::string_view product, Random& random, std::string& out) const {
  for (const auto& part : phrase) {
    switch (part.kind) {
      case Part::Kind::kLetters:
        out += part.letters;
        break;
      case Part::Kind::kNumber:
        out += std::to_string(part.low + random.below(part.high - part.low + 1));
        break;
      case Part::Kind::kChoice:
        append(part.choices[random.below(part.choices.size())], product, random, out);
        break;
      case Part::Kind::kSlot: {
        if (part.letters == "product") {
          out += product;
          break;
        }
        const std::string specific = part.letters + " " + std::string(product);
        out += expand(has(specific) ? std::string_view(specific) : std::string_view(part.letters), product, random);
        break;
      }
    }
  }
}

Grammar::Weighted Grammar::weights(std::string_view name) const {
  Weighted weighted;
  const auto& found = section(name);
  for (const auto& line : found.lines) {
    const auto blank = line.rfind(' ');
    double weight = -1;
    if (blank != std::string::npos) std::from_chars(line.data() + blank + 1, line.data() + line.size(), weight);
    if (weight < 0) refuse(found.origin, "\"" + line + "\" is not a name followed by a weight.");
    weighted.names.push_back(line.substr(0, blank));
    weighted.weights.push_back(weight);
  }
  return weighted;
}

}  // namespace smartdesk::generation
