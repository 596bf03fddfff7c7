#include <algorithm>

#include "charts/theme.h"
#include "report/document.h"
#include "report/markup.h"

namespace smartdesk::report {
namespace {

constexpr std::string_view kStyle = R"(*{box-sizing:border-box}
body{margin:0;background:var(--c-background);color:var(--c-ink);font:16px/1.55 "Liberation Sans",Arial,Helvetica,sans-serif}
main{max-width:1260px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:clamp(22px,4vw,32px);line-height:1.2;margin:0 0 4px}
h2{font-size:20px;line-height:1.3;margin:40px 0 10px}
p,li{max-width:78ch;overflow-wrap:anywhere}
.subtitle{color:var(--c-muted);margin:0 0 20px}
.caution{border-left:4px solid var(--c-medium);background:var(--c-panel);padding:8px 14px;margin:10px 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;margin:20px 0;padding:0}
.figures div{background:var(--c-panel);border-radius:8px;padding:12px 16px}
.figures dt{font-size:28px;font-weight:bold;line-height:1.25;overflow-wrap:anywhere}
.figures dd{margin:0;color:var(--c-muted)}
.wide{overflow-x:auto;margin:12px 0}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:6px 10px;border-bottom:1px solid var(--c-line);text-align:left;vertical-align:top}
td{max-width:52ch;overflow-wrap:break-word}
.prose{min-width:30ch}
th{color:var(--c-muted);font-weight:normal;white-space:nowrap}
.number{text-align:right;white-space:nowrap}
tr.best td{font-weight:bold;background:var(--c-panel)}
figure{margin:16px 0}
figure svg{display:block;min-width:640px;max-width:100%;height:auto}
pre{overflow-x:auto;background:var(--c-panel);padding:12px 16px;border-radius:8px;font-size:13px;line-height:1.4}
a{color:var(--c-bar)}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}figure,tr,.figures,.caution{break-inside:avoid}
.wide,pre{overflow:visible}figure svg{min-width:0}}
)";

std::string cell(std::string_view tag, const std::string& text, std::string_view style) {
  const std::string name(tag);
  const auto attribute = style.empty() ? "" : " class=\"" + std::string(style) + "\"";
  return "<" + name + attribute + ">" + html_escaped(text) + "</" + name + ">";
}

// Wide columns for long texts, right alignment for numbers.
std::vector<std::string_view> column_styles(const TextTable& table) {
  constexpr std::size_t kLong = 60;
  std::vector<std::string_view> styles;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    const bool prose =
        std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return row[column].size() > kLong; });
    styles.push_back(table.columns[column].is_number ? "number" : prose ? "prose" : "");
  }
  return styles;
}

struct Writer {
  std::string operator()(const Heading& heading) const { return "<h2>" + html_escaped(heading.text) + "</h2>"; }
  std::string operator()(const Paragraph& paragraph) const { return "<p>" + html_escaped(paragraph.text) + "</p>"; }
  std::string operator()(const Caution& caution) const {
    return "<p class=\"caution\">" + html_escaped(caution.text) + "</p>";
  }
  std::string operator()(const Bullets& bullets) const {
    std::string html = "<ul>";
    for (const auto& item : bullets.items) html += "<li>" + html_escaped(item) + "</li>";
    return html + "</ul>";
  }
  std::string operator()(const TextTable& table) const {
    std::string html = "<div class=\"wide\" tabindex=\"0\"><table><thead><tr>";
    const auto styles = column_styles(table);
    for (std::size_t i = 0; i < styles.size(); ++i) html += cell("th", table.columns[i].header, styles[i]);
    html += "</tr></thead><tbody>\n";
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const bool best = std::find(table.emphasised.begin(), table.emphasised.end(), i) != table.emphasised.end();
      html += best ? "<tr class=\"best\">" : "<tr>";
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        html += cell("td", table.rows[i][column], styles[column]);
      }
      html += "</tr>\n";
    }
    return html + "</tbody></table></div>";
  }
  std::string operator()(const Figures& figures) const {
    std::string html = "<dl class=\"figures\">";
    for (const auto& [figure, caption] : figures.items) {
      html += "<div><dt>" + html_escaped(figure) + "</dt><dd>" + html_escaped(caption) + "</dd></div>";
    }
    return html + "</dl>";
  }
  std::string operator()(const Drawing& drawing) const {
    return "<figure class=\"wide\" tabindex=\"0\">" + drawing.svg + "</figure>";
  }
  std::string operator()(const Links& links) const {
    std::string html = "<ul>";
    for (const auto& [name, file] : links.items) {
      html += "<li><a href=\"" + html_escaped(file) + "\">" + html_escaped(name) + "</a></li>";
    }
    return html + "</ul>";
  }
  std::string operator()(const Verbatim& verbatim) const {
    return "<pre tabindex=\"0\">" + html_escaped(verbatim.text) + "</pre>";
  }
};

}  // namespace

std::string as_html(const Document& document) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      html_escaped(document.title) + "</title>\n<style>\n" + charts::page_variables() + std::string(kStyle) +
      "</style>\n</head>\n<body>\n<main>\n<h1>" + html_escaped(document.title) + "</h1>\n";
  if (!document.subtitle.empty()) html += "<p class=\"subtitle\">" + html_escaped(document.subtitle) + "</p>\n";
  for (const auto& block : document.blocks) html += std::visit(Writer{}, block) + "\n";
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace smartdesk::report
