#include "report/markup.h"

#include <algorithm>
#include <cctype>

#include "charts/font_metrics.h"
#include "text/utf8.h"

namespace smartdesk::report {

std::string html_escaped(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      case '\0':
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string markdown_escaped(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_[]|#!~$";
  std::string markdown;
  const auto line = text.empty() ? std::string() : charts::plain_text(text);
  for (const char c : line) {
    if (c == '<' || c == '>' || c == '&') {
      markdown += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
    } else {
      if (kMarkup.find(c) != std::string_view::npos) markdown += '\\';
      markdown += c;
    }
  }
  // A line that begins like a list, or like a heading's underline.
  if (!markdown.empty() && std::string_view("-+=").find(markdown[0]) != std::string_view::npos) {
    markdown.insert(0, 1, '\\');
  }
  // "1. " or "1) " would begin a numbered list.
  const auto digits = markdown.find_first_not_of("0123456789");
  const bool numbered =
      digits != 0 && digits != std::string::npos && (markdown[digits] == '.' || markdown[digits] == ')');
  if (numbered && (digits + 1 == markdown.size() || markdown[digits + 1] == ' ')) {
    markdown.insert(digits, 1, '\\');
  }
  return markdown;
}

std::string spreadsheet_safe(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  return (formula ? "'" : "") + std::string(text);
}

std::string excerpt(std::string_view text, std::size_t most) {
  const auto line = charts::plain_text(text);
  std::size_t end = 0;
  for (std::size_t count = 0; count < most && end < line.size(); ++count) end = text::decode(line, end).end;
  return end == line.size() ? line : line.substr(0, end) + "…";
}

std::string file_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    name += plain ? c : '_';
  }
  return name.empty() ? "_" : name;
}

}  // namespace smartdesk::report
