// What a report says, apart from how it is written: the same document becomes a web page and Markdown.

#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace smartdesk::report {

// All texts are plain; escaping is the business of those who write the document out.
struct Heading {
  std::string text;
};

struct Paragraph {
  std::string text;
};

// Something to beware of.
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
  std::vector<std::size_t> emphasised;         // rows to set off
};

// Numbers large enough to be read from afar.
struct Figures {
  std::vector<std::pair<std::string, std::string>> items;  // "1,130", "tickets"
};

struct Drawing {
  std::string file;  // of its pictures, beside the report, without .svg or .png
  std::string alt;
  std::string svg;  // in the page's colours (Theme::kPage)
};

struct Links {
  std::vector<std::pair<std::string, std::string>> items;  // text, file beside the report
};

// Text as it is, in a typewriter's letters.
struct Verbatim {
  std::string text;
};

using Block = std::variant<Heading, Paragraph, Caution, Bullets, TextTable, Figures, Drawing, Links, Verbatim>;

struct Document {
  std::string title;
  std::string subtitle;
  std::vector<Block> blocks;
};

// GitHub's Markdown; pictures are linked (PNG).
std::string as_markdown(const Document& document);

// One self-contained page: no script, nothing from a network, light and dark by the reader's setting, fit for phones
// and for paper. A policy in it forbids all that it does not need, should a text ever get through as markup.
std::string as_html(const Document& document);

}  // namespace smartdesk::report
