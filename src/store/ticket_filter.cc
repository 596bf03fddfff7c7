#include "store/ticket_filter.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/ticket_fields.h"
#include "store/ticket_store.h"
#include "text/search_words.h"

namespace smartdesk::store {
namespace {

constexpr const char* kNoValue = "the value after the colon is missing";

// Control characters separate words, like spaces.
bool is_space(char c) { return static_cast<unsigned char>(c) <= ' '; }

bool holds_a_word(std::string_view text) { return !text::search_phrase(text).words.empty(); }

// The first and the last day of 2026, 2026-03 or 2026-03-01.
struct Days {
  std::string first, last;
};
std::optional<Days> days_of(std::string_view text) {
  int parts[3] = {0, 1, 1};
  std::size_t at = 0;
  int count = 0;
  for (const std::size_t digits : {4U, 2U, 2U}) {
    if (count > 0) {
      if (at == text.size()) break;
      if (text[at++] != '-') return std::nullopt;
    }
    if (text.size() < at + digits) return std::nullopt;
    int number = 0;
    for (const char c : text.substr(at, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    parts[count++] = number;
    at += digits;
  }
  if (at != text.size()) return std::nullopt;
  using namespace std::chrono;
  const year y(parts[0]);
  const month first_month(static_cast<unsigned>(parts[1])), last_month = count > 1 ? first_month : December;
  const day first_day(static_cast<unsigned>(parts[2]));
  if (!year_month_day(y, first_month, first_day).ok()) return std::nullopt;
  const day last_day = count > 2 ? first_day : (y / last_month / last).day();
  const auto iso = [&](month m, day d) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(y), static_cast<unsigned>(m),
                  static_cast<unsigned>(d));
    return std::string(buffer);
  };
  return Days{iso(first_month, first_day), iso(last_month, last_day)};
}

std::string day_beside(const std::string& iso, int step) {
  int y = 0;
  unsigned m = 0, d = 0;
  // NOLINTNEXTLINE(bugprone-unchecked-string-to-number-conversion): the parser has checked the form
  std::sscanf(iso.c_str(), "%d-%u-%u", &y, &m, &d);
  using namespace std::chrono;
  const year_month_day moved{sys_days(year(y) / month(m) / day(d)) + days(step)};
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(moved.year()),
                static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
  return buffer;
}

class FilterParser {
 public:
  FilterParser(std::string_view text, const std::vector<std::string>& tasks) : text_(text), tasks_(tasks) {}

  TicketFilter parse() {
    for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
      start_ = at_;
      const bool negated = text_.size() - at_ > 1 && text_[at_] == '-' && !is_space(text_[at_ + 1]);
      if (negated) ++at_;
      const auto colon = key_end();
      if (colon) {
        const auto key = text_.substr(at_, *colon - at_);
        at_ = *colon + 1;
        const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
        if (key == field_of(&NewTicket::customer).search_key) {
          take_customer(value(), is_quoted, negated);
        } else {
          take_test(key, value(), negated);
        }
      } else {
        const bool is_quoted = text_[at_] == '"';
        take_phrase(value(), is_quoted, negated);
      }
    }
    return std::move(filter_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorCode::kUsage, "The filter is invalid at character " + std::to_string(start_ + 1) + " (" +
                                       std::string(text_.substr(start_, 40)) + "): " + why + ".");
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  // The position of the colon of a key; nullopt if there is no key here.
  std::optional<std::size_t> key_end() const {
    for (std::size_t i = at_; i < text_.size() && !is_space(text_[i]) && text_[i] != '"'; ++i) {
      if (text_[i] == ':') return i > at_ ? std::optional(i) : std::nullopt;
    }
    return std::nullopt;
  }

  // Up to the next space, or between quotes, with \" and \\ as escapes.
  std::string value() {
    std::string found;
    if (at_ < text_.size() && text_[at_] == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        found += is_space(text_[at_]) ? ' ' : text_[at_];
      }
      if (at_ == text_.size()) refuse("the quotation mark is not closed");
      ++at_;
      return found;
    }
    while (at_ < text_.size() && !is_space(text_[at_])) found += text_[at_++];
    return found;
  }

  void take_phrase(std::string text, bool is_quoted, bool negated) {
    if (negated) refuse("words cannot be excluded, only conditions such as -key:value");
    const bool is_prefix = take_star(text, is_quoted);
    filter_.phrases.push_back({std::move(text), is_prefix});
  }

  void take_customer(std::string text, bool is_quoted, bool negated) {
    if (text.empty()) refuse(kNoValue);
    const bool is_prefix = take_star(text, is_quoted);
    filter_.customers.push_back({std::move(text), is_prefix, negated});
  }

  // Takes the star away that makes the last word a prefix. Returns whether there was one.
  bool take_star(std::string& text, bool is_quoted) const {
    const bool is_prefix = !is_quoted && text.size() > 1 && text.back() == '*';
    if (is_prefix) text.pop_back();
    if (!holds_a_word(text)) refuse("the term contains no word");
    return is_prefix;
  }

  void take_test(std::string_view key, std::string value, bool negated) {
    if (value.empty()) refuse(kNoValue);
    if (key == "created") return take_created(value, negated);
    if (key == "by") return take_author(std::move(value), negated);
    if (key == "no") {
      require_task(value);
      filter_.labels.push_back({std::move(value), "", negated});
      return;
    }
    for (const auto& field : kTicketFields) {
      if (key == field.search_key) return filter_.fields.push_back({field.text, std::move(value), negated});
    }
    require_task(key);
    filter_.labels.push_back({std::string(key), std::move(value), negated});
  }

  void take_created(std::string_view value, bool negated) {
    if (negated) refuse("created cannot be excluded; reverse the comparison instead");
    std::string_view sign;
    for (const std::string_view known : {">=", "<=", ">", "<"}) {
      if (value.starts_with(known)) {
        sign = known;
        break;
      }
    }
    const auto days = days_of(value.substr(sign.size()));
    if (!days) refuse("write a day as 2026-03-01, a month as 2026-03, a year as 2026");
    if (sign.empty()) filter_.created.push_back({days->first, days->last});
    if (sign == ">=") filter_.created.push_back({days->first, ""});
    if (sign == "<=") filter_.created.push_back({"", days->last});
    if (sign == ">") filter_.created.push_back({day_beside(days->last, 1), ""});
    if (sign == "<") filter_.created.push_back({"", day_beside(days->first, -1)});
  }

  void take_author(std::string value, bool negated) {
    if (!author_named(value)) refuse("by must be person, model, llm or rule");
    filter_.authors.push_back({std::move(value), negated});
  }

  void require_task(std::string_view name) const {
    if (std::find(tasks_.begin(), tasks_.end(), name) != tasks_.end()) return;
    std::string known;
    for (const auto& field : kTicketFields) {
      if (!field.search_key.empty()) known += std::string(field.search_key) + ", ";
    }
    known += "created, by, no";
    for (const auto& task : tasks_) known += ", " + task;
    refuse("\"" + std::string(name) + "\" is not a key; known keys are " + known +
           "; put words with a colon between quotes");
  }

  std::string_view text_;
  const std::vector<std::string>& tasks_;
  std::size_t at_ = 0, start_ = 0;
  TicketFilter filter_;
};

}  // namespace

TicketFilter parse_filter(std::string_view text, const std::vector<std::string>& tasks) {
  return FilterParser(text, tasks).parse();
}

}  // namespace smartdesk::store
