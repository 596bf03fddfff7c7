// The content of a report, independent of its format: a document can be written as a web page or as Markdown.

#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace smartdesk::report {

// All texts are plain. as_markdown and as_html escape them.
struct Heading {
  std::string text;
};

struct Paragraph {
  std::string text;
};

// A warning.
struct Caution {
  std::string text;
};

struct Bullets {
  std::vector<std::string> items;
};

struct TextTable {
  struct Column {
    std::string header;
    bool is_number = false;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // one text per column
  std::vector<std::size_t> emphasised;         // highlighted rows, ascending
};

// Key figures in large type.
struct Figures {
  std::vector<std::pair<std::string, std::string>> items;  // "1,130", "tickets"
};

struct Drawing {
  std::string file;  // of its images, next to the report, without .svg or .png
  std::string alt;
  std::string svg;  // in the page's colours (Theme::kPage)
};

struct Links {
  std::vector<std::pair<std::string, std::string>> items;  // text, file next to the report
};

// Preformatted text in a monospaced font.
struct Verbatim {
  std::string text;
};

using Block = std::variant<Heading, Paragraph, Caution, Bullets, TextTable, Figures, Drawing, Links, Verbatim>;

struct Document {
  std::string title;
  std::string subtitle;
  std::vector<Block> blocks;
};

// GitHub-flavoured Markdown with links to the PNG images.
std::string as_markdown(const Document& document);

// One self-contained page without scripts or network access. It follows the reader's light or dark setting and suits
// phones and paper. Its Content Security Policy blocks everything else, in case a text is not escaped.
std::string as_html(const Document& document);

}  // namespace smartdesk::report
