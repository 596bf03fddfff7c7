#include "report/document.h"
#include "report/markup.h"

namespace smartdesk::report {
namespace {

// emphasis: mark around each text, such as "**".
std::string table_row(const std::vector<std::string>& cells, std::string_view emphasis) {
  std::string line = "|";
  for (const auto& cell : cells) {
    const auto text = markdown_escaped(cell);
    const std::string mark(text.empty() ? "" : emphasis);
    line.append(" ").append(mark).append(text).append(mark).append(" |");
  }
  return line + "\n";
}

struct Writer {
  std::string operator()(const Heading& heading) const { return "## " + markdown_escaped(heading.text) + "\n"; }
  std::string operator()(const Paragraph& paragraph) const { return markdown_escaped(paragraph.text) + "\n"; }
  std::string operator()(const Caution& caution) const {
    return "> **Note:** " + markdown_escaped(caution.text) + "\n";
  }
  std::string operator()(const Bullets& bullets) const {
    std::string text;
    for (const auto& item : bullets.items) text += "- " + markdown_escaped(item) + "\n";
    return text;
  }
  std::string operator()(const TextTable& table) const {
    std::vector<std::string> headers;
    std::string rule = "|";
    for (const auto& column : table.columns) {
      headers.push_back(column.header);
      rule += column.is_number ? "---:|" : "---|";
    }
    std::string text = table_row(headers, "") + rule + "\n";
    std::size_t next = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const bool emphasised = next < table.emphasised.size() && table.emphasised[next] == i;
      if (emphasised) ++next;
      text += table_row(table.rows[i], emphasised ? "**" : "");
    }
    return text;
  }
  std::string operator()(const Figures& figures) const {
    std::string text;
    for (const auto& [figure, caption] : figures.items) {
      text += "- **" + markdown_escaped(figure) + "** " + markdown_escaped(caption) + "\n";
    }
    return text;
  }
  std::string operator()(const Drawing& drawing) const {
    return "![" + markdown_escaped(drawing.alt) + "](" + drawing.file + ".png)\n";
  }
  std::string operator()(const Links& links) const {
    std::string text;
    for (const auto& [name, file] : links.items) text += "- [" + markdown_escaped(name) + "](" + file + ")\n";
    return text;
  }
  std::string operator()(const Verbatim& verbatim) const {
    // Indented code, because it has no end mark that the text could contain.
    std::string text = "    ";
    for (const char c : verbatim.text) {
      text += c;
      if (c == '\n') text += "    ";
    }
    return text + "\n";
  }
};

}  // namespace

std::string as_markdown(const Document& document) {
  std::string text = "# " + markdown_escaped(document.title) + "\n";
  if (!document.subtitle.empty()) text += "\n" + markdown_escaped(document.subtitle) + "\n";
  for (const auto& block : document.blocks) text += "\n" + std::visit(Writer{}, block);
  return text;
}

}  // namespace smartdesk::report
