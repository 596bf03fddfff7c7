#include "text/html_text.h"

#include <gumbo.h>

#include <memory>
#include <vector>

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
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
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

struct FreeOutput {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

}  // namespace

std::string html_to_text(std::string_view html) {
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

}  // namespace smartdesk::text
