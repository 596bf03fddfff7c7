#include "text/own_text.h"

#include <algorithm>
#include <vector>

#include "text/internal/closing.h"
#include "text/internal/mail_lines.h"
#include "text/internal/reply_header.h"
#include "text/utf8.h"

namespace smartdesk::text {
namespace {

struct LineRange {
  std::size_t first, last;
};

// A line that may belong to something else than the author's words: ">", a rule, a colon that ends a line or a word.
bool has_mark(std::string_view line) {
  constexpr std::size_t kNameOfAField = 40;
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return false;
  const auto c = static_cast<unsigned char>(line[first]);
  if (c == '>' || c == '-' || c == '_' || c == '=' || c == '*' || c == '#' || c == '~' || c == 0xC2 || c == 0xE2 ||
      c == 0xEF)
    return true;
  if (line.back() == ':' || line.back() == ' ' || line.back() == '\r') {
    const auto last = line.find_last_not_of(" \t\r");
    if (line[last] == ':') return true;
  }
  return line.substr(0, kNameOfAField).find(':') != std::string_view::npos ||
         line.find("：") != std::string_view::npos || line.find('@') != std::string_view::npos;
}

// Calls each(line) until it returns false.
template <typename Each>
void each_line(std::string_view text, Each each) {
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (!each(text.substr(begin, end - begin))) return;
    begin = end + 1;
  }
}

// Most tickets are prose alone. False: there is nothing to leave out.
bool may_have_foreign_text(std::string_view body) {
  if (body.find('\n') == std::string_view::npos) return false;
  bool found = false;
  std::string_view before;
  std::size_t paragraph = 0;  // where the last one begins
  each_line(body, [&](std::string_view line) {
    const bool is_blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
    const auto begin = static_cast<std::size_t>(line.data() - body.data());
    if (is_blank && line.data() + line.size() < body.data() + body.size()) paragraph = begin + line.size() + 1;
    found = is_blank ? is_device_footer(before) : has_mark(line);
    before = is_blank ? std::string_view() : line;
    return !found;
  });
  return found || is_device_footer(before) || (paragraph > 0 && is_legal_notice(body.substr(paragraph)));
}

bool says_something(std::string_view text) {
  constexpr std::string_view kSigns = "-_=*#~>|.: \t\r\n";
  return text.find_first_not_of(kSigns) != std::string_view::npos;
}

// Sorts the lines of one message into the author's and others'.
class OwnLines {
 public:
  explicit OwnLines(std::string_view text)
      : text_(text), lines_(mail_lines(text)), headers_(reply_headers(text, lines_)) {}

  // The lines that stay, in order.
  std::vector<LineRange> find() {
    for (std::size_t at = 0; at < lines_.size();) at = step(at);
    drop_closings();
    return std::move(kept_);
  }

  std::string_view text_of(LineRange range) const {
    const auto begin = lines_[range.first].begin;
    return text_.substr(begin, lines_[range.last - 1].end - begin);
  }

 private:
  bool is(std::size_t i, MailLineKind kind) const { return i < lines_.size() && lines_[i].kind == kind; }

  // Looks at the line and returns the next one to look at.
  std::size_t step(std::size_t at) {
    while (header_ < headers_.size() && headers_[header_].first < at) ++header_;
    const bool is_header = header_ < headers_.size() && headers_[header_].first == at;
    if (is_header && !headers_[header_].is_quoted) return has_own_words_ ? lines_.size() : keep(at, lines_.size());
    if (is_header) return behind_quote(headers_[header_].last);
    if (is(at, MailLineKind::kQuoted)) return behind_quote(at);
    if (has_own_words_ && ends_paragraph(at) && is_device_footer(text_of({at, at + 1}))) return behind_footer(at);
    return keep(at, at + 1);
  }

  bool ends_paragraph(std::size_t at) const { return is(at, MailLineKind::kText) && !is(at + 1, MailLineKind::kText); }

  std::size_t keep(std::size_t first, std::size_t last) {
    has_own_words_ = has_own_words_ || says_something(text_of({first, last}));
    if (!kept_.empty() && kept_.back().last == first) {
      kept_.back().last = last;
    } else {
      kept_.push_back({first, last});
    }
    return last;
  }

  // Behind the quoted lines that begin at `at` or after a blank line.
  std::size_t behind_quote(std::size_t at) const {
    while (is(at, MailLineKind::kBlank) || is(at, MailLineKind::kQuoted) || is_wrapped_quote(at)) ++at;
    return at;
  }

  // A mail program has broken a long quoted line: its end stands alone and without a mark between quoted lines.
  bool is_wrapped_quote(std::size_t at) const {
    constexpr std::size_t kLongLine = 60;  // bytes
    if (!is(at, MailLineKind::kText) || !is(at - 1, MailLineKind::kQuoted) || !is(at + 1, MailLineKind::kQuoted))
      return false;
    const auto quoted = text_.substr(lines_[at - 1].last_begin, lines_[at - 1].end - lines_[at - 1].last_begin);
    const auto opened = quoted.rfind("(http");
    if (opened != std::string_view::npos && quoted.find(')', opened) == std::string_view::npos) return true;
    const auto first = decode(text_, lines_[at].begin).value;
    const bool goes_on = to_lower(first) == first && is_word_char(first) &&
                         std::string_view(".!?:").find(trimmed_line(quoted).back()) == std::string_view::npos;
    return quoted.size() >= kLongLine && goes_on;
  }

  // A footer ends the own text up to the next quote.
  std::size_t behind_footer(std::size_t at) const {
    while (at < lines_.size() && !is(at, MailLineKind::kQuoted) &&
           !(header_ < headers_.size() && headers_[header_].first == at)) {
      ++at;
    }
    return at;
  }

  void drop_closings() {
    while (!kept_.empty()) {
      auto& range = kept_.back();
      range.last = closing_begin(text_, lines_, range.first, range.last);
      if (range.last > range.first) return;
      kept_.pop_back();
    }
  }

  std::string_view text_;
  std::vector<MailLine> lines_;
  std::vector<ReplyHeader> headers_;
  std::size_t header_ = 0;  // the next one
  std::vector<LineRange> kept_;
  bool has_own_words_ = false;
};

std::string_view without_blank_ends(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto last = text.find_last_not_of(kBlanks);
  if (last == std::string_view::npos) return {};
  text = text.substr(0, last + 1);
  const auto first_line = text.rfind('\n', text.find_first_not_of(kBlanks));
  return first_line == std::string_view::npos ? text : text.substr(first_line + 1);
}

}  // namespace

std::string_view own_text(std::string_view body, std::string& buffer) {
  if (!may_have_foreign_text(body)) return body;
  OwnLines lines(body);
  const auto kept = lines.find();
  if (kept.size() == 1) {
    const auto own = lines.text_of(kept.front());
    const bool is_all = without_blank_ends(own).size() == without_blank_ends(body).size();
    return is_all || !says_something(own) ? body : without_blank_ends(own);
  }
  buffer.clear();
  for (const auto range : kept) (buffer += lines.text_of(range)) += '\n';
  return says_something(buffer) ? without_blank_ends(buffer) : body;
}

std::string own_text(std::string_view body) {
  std::string buffer;
  return std::string(own_text(body, buffer));
}

}  // namespace smartdesk::text
