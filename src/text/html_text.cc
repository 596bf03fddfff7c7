#include "text/html_text.h"

#include <gumbo.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <vector>

#include "text/ascii.h"

namespace smartdesk::text {
namespace {

bool is_hidden(GumboTag tag) {
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_TITLE ||
         tag == GUMBO_TAG_NOSCRIPT || tag == GUMBO_TAG_TEMPLATE;
}

bool is_block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
      return true;
    default:
      return false;
  }
}

// Collects lines without blanks at their ends and without empty lines.
class Lines {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (blank) {
        pending_blank_ = !line_.empty();
        continue;
      }
      if (line_.empty()) line_ = prefix_;
      if (pending_blank_) line_ += ' ';
      pending_blank_ = false;
      line_ += c;
    }
  }
  void end_line() {
    if (!line_.empty()) out_ += line_ + '\n';
    line_.clear();
    pending_blank_ = false;
  }
  void set_prefix(std::string prefix) {
    end_line();
    prefix_ = std::move(prefix);
  }
  const std::string& prefix() const { return prefix_; }
  std::string take() {
    end_line();
    if (!out_.empty()) out_.pop_back();
    return std::move(out_);
  }

 private:
  std::string out_, line_, prefix_;
  bool pending_blank_ = false;
};

// A step into an element or out of it. Not recursive: mails may nest to any depth.
struct Step {
  const GumboNode* node;
  bool leaving;
  std::string prefix;  // to restore
};

// Elements that mails and editors make. Not those of which people ask questions alone (script, form …).
constexpr std::string_view kEditorTags[] = {
    "p",       "div",        "span", "table", "tbody",  "tr",    "td",     "th",   "ul",   "ol",
    "li",      "blockquote", "pre",  "h1",    "h2",     "h3",    "h4",     "h5",   "h6",   "b",
    "i",       "u",          "a",    "em",    "strong", "font",  "center", "html", "body", "section",
    "article", "code",       "dl",   "dt",    "dd",     "small", "sub",    "sup",  "main", "address"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// The name in the tag that opens at text[0], if it has an end: `p` of `<p class="x">`, `/p` of `</p>`.
std::string tag_name(std::string_view text) {
  constexpr std::size_t kLongestTag = 4096;
  std::string name;
  for (const char c : text.substr(1, 12)) {
    const bool is_part = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || (c == '/' && name.empty());
    if (!is_part) break;
    name += lower(c);
  }
  if (name.size() + 1 >= text.size()) return {};
  const char after = text[name.size() + 1];
  const bool is_whole = after == '>' || after == ' ' || after == '\n' || after == '\t' || after == '\r' || after == '/';
  return is_whole && text.substr(0, kLongestTag).find('>') != std::string_view::npos ? name : "";
}

bool is_editor_tag(std::string_view name) {
  return std::find(std::begin(kEditorTags), std::end(kEditorTags), name) != std::end(kEditorTags);
}

// Tags that open nothing, or that the next one of their kind closes.
constexpr std::string_view kSingleTags[] = {"br", "img", "hr", "input", "meta", "link", "wbr", "col",   "area",
                                            "p",  "li",  "td", "th",    "tr",   "dt",   "dd",  "option"};

// Gumbo takes time and memory for each tag in proportion to the elements that are open there, and recurses into them.
bool is_too_deep(std::string_view html) {
  constexpr std::int64_t kDeepest = 2000, kMostWork = 10'000'000;
  std::int64_t depth = 0, work = 0;
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const auto name = tag_name(html.substr(at));
    if (name.empty() || std::find(std::begin(kSingleTags), std::end(kSingleTags), name) != std::end(kSingleTags)) {
      work += depth;
      continue;
    }
    depth = name.starts_with('/') ? std::max<std::int64_t>(0, depth - 1) : depth + 1;
    work += depth;
    if (depth > kDeepest || work > kMostWork) return true;
  }
  return work > kMostWork;
}

// For hostile HTML: each tag becomes the end of a line.
std::string without_tags(std::string_view html) {
  Lines lines;
  while (!html.empty()) {
    const auto tag = std::min(html.find('<'), html.size());
    lines.add(html.substr(0, tag));
    if (tag == html.size()) break;
    lines.end_line();
    const auto end = html.find('>', tag);
    html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
  }
  return lines.take();
}

bool has_escaped_tag(std::string_view text) {
  if (text.find('&') == std::string_view::npos) return false;
  for (const std::string_view sign : {"&lt;", "&#60;", "&#x3c;", "&#x3C;", "&LT;", "&amp;lt;", "&#38;lt;"}) {
    if (text.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

struct FreeOutput {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

}  // namespace

std::string html_to_text(std::string_view html) {
  if (is_too_deep(html)) return without_tags(html);
  const std::unique_ptr<GumboOutput, FreeOutput> parsed(
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()));
  if (parsed == nullptr) return {};
  Lines lines;
  std::vector<Step> steps{{parsed->root, false, ""}};
  while (!steps.empty()) {
    const Step step = std::move(steps.back());
    steps.pop_back();
    const auto* node = step.node;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
      lines.add(node->v.text.text);
      continue;
    }
    if (node->type != GUMBO_NODE_ELEMENT) continue;
    const auto tag = node->v.element.tag;
    if (step.leaving) {
      if (tag == GUMBO_TAG_BLOCKQUOTE) lines.set_prefix(step.prefix);
      lines.end_line();
      continue;
    }
    if (is_hidden(tag)) continue;
    if (tag == GUMBO_TAG_BR || is_block(tag)) lines.end_line();
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) lines.add(" ");
    if (tag == GUMBO_TAG_LI) lines.add("- ");
    if (is_block(tag)) steps.push_back({node, true, lines.prefix()});
    if (tag == GUMBO_TAG_BLOCKQUOTE) lines.set_prefix(lines.prefix() + "> ");
    const auto& children = node->v.element.children;
    for (unsigned i = children.length; i > 0; --i) {
      steps.push_back({static_cast<const GumboNode*>(children.data[i - 1]), false, ""});
    }
  }
  return lines.take();
}

bool is_html(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return false;
  if (starts_with_word(text.substr(first), "<!doctype html") || starts_with_word(text.substr(first), "<html"))
    return true;
  int line_breaks = 0;
  std::vector<std::string> open;
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    auto name = tag_name(text.substr(at));
    if (name == "br" && ++line_breaks == 2) return true;
    const bool closes = name.starts_with('/');
    if (!is_editor_tag(closes ? std::string_view(name).substr(1) : name)) continue;
    if (closes && std::find(open.begin(), open.end(), name.substr(1)) != open.end()) return true;
    if (!closes && std::find(open.begin(), open.end(), name) == open.end()) open.push_back(std::move(name));
  }
  return false;
}

std::optional<std::string> text_if_html(std::string_view text) {
  if (is_html(text)) return html_to_text(text);
  constexpr int kMostTimes = 3;
  std::string unescaped;
  for (int times = 0; times < kMostTimes && has_escaped_tag(text); ++times) {
    unescaped = html_to_text(text);
    if (is_html(unescaped)) return html_to_text(unescaped);
    text = unescaped;
  }
  return std::nullopt;
}

std::string visible_text(std::string_view text) {
  auto visible = text_if_html(text);
  return visible ? std::move(*visible) : std::string(text);
}

std::string visible_text_or_all(std::string_view text) {
  auto visible = visible_text(text);
  return is_blank(visible) ? std::string(text) : visible;
}

std::string charset_in_html(std::string_view bytes) {
  bytes = bytes.substr(0, 1024);
  std::string head(bytes.size(), '\0');
  std::transform(bytes.begin(), bytes.end(), head.begin(), lower);
  const auto meta = head.find("<meta");
  const auto charset = meta == std::string::npos ? meta : head.find("charset", meta);
  if (charset == std::string::npos) return {};
  const auto begin = head.find_first_not_of(" =\"'\t", charset + 7);
  if (begin == std::string::npos) return {};
  return head.substr(begin, head.find_first_of("\"' ;/>\t\r\n", begin) - begin);
}

}  // namespace smartdesk::text
