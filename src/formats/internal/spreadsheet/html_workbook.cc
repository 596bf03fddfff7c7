// Reads the tables of an HTML page. Tags are looked for one by one: a table of 100 MB as a tree would need gigabytes.

#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "formats/internal/decoded_file.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "text/ascii.h"
#include "text/html_text.h"

namespace smartdesk::formats {
namespace {

struct Tag {
  std::string name;  // small letters; "/td" closes
  std::string_view attributes;
  std::size_t begin = 0, end = 0;
};

// The first tag at or behind `at`; one without a name at the end of the text. Comments are passed over.
Tag tag_behind(std::string_view html, std::size_t at) {
  for (at = html.find('<', at); at != std::string_view::npos; at = html.find('<', at)) {
    const auto rest = html.substr(at);
    if (rest.starts_with("<!--")) {
      at = std::min(html.find("-->", at), html.size());
      continue;
    }
    const auto name_end = std::min(rest.find_first_of(" \t\r\n>", 1), rest.size());
    const auto name = rest.substr(1, name_end - 1);
    constexpr std::size_t kLongestName = 10;
    if (name.empty() || name.size() > kLongestName) {
      ++at;
      continue;
    }
    const auto end = std::min(html.find('>', at), html.size() - 1) + 1;
    const auto attributes = at + name_end < end ? html.substr(at + name_end, end - at - name_end) : std::string_view();
    return {text::ascii_lower(name), attributes, at, end};
  }
  return {"", {}, html.size(), html.size()};
}

// The number in `rowspan="3"` or `rowspan=3`; else 1.
std::uint32_t number_in(std::string_view attributes, std::string_view name) {
  constexpr std::uint32_t kMost = 1'000;  // as in the HTML standard for columns
  const auto small = text::ascii_lower(attributes);
  const auto at = small.find(name);
  if (at == std::string::npos) return 1;
  const auto digits = small.find_first_not_of(" =\"'", at + name.size());
  std::uint32_t value = 1;
  if (digits != std::string::npos) std::from_chars(small.data() + digits, small.data() + small.size(), value);
  return std::clamp(value, std::uint32_t{1}, kMost);
}

class HtmlWorkbook final : public Workbook {
 public:
  HtmlWorkbook(files::InputFile file, const std::string& encoding) {
    constexpr std::size_t kMost = std::size_t{256} << 20, kStep = std::size_t{1} << 20;
    DecodedFile decoded(std::move(file), encoding);
    std::size_t end = 0;
    for (auto next = decoded.read(html_, end, kStep); next > end; next = decoded.read(html_, end, kStep)) {
      end = next;
      if (end > kMost) {
        throw Error(ErrorCode::kInvalidInput,
                    decoded.file().path() + " is a page of more than 256 MiB. Save it as .xlsx or .csv.");
      }
    }
    html_.resize(end);
  }

  bool next_sheet() override {
    for (SheetRow ignored; next_row(ignored);) continue;
    for (auto tag = tag_behind(html_, at_); !tag.name.empty(); tag = tag_behind(html_, at_)) {
      at_ = tag.end;
      if (tag.name != "table") continue;
      name_ = "table " + std::to_string(++tables_);
      is_inside_ = true;
      row_number_ = 0;
      covered_until_.clear();
      return true;
    }
    return false;
  }

  void restart() override {
    at_ = 0;
    tables_ = 0;
    is_inside_ = false;
  }

  const std::string& sheet_name() const override { return name_; }
  const LostCells& lost() const override { return lost_; }

  // Tags that close cells and rows may be left out.
  bool next_row(SheetRow& row) override {
    row.cells.clear();
    std::uint32_t column = 0;
    while (is_inside_) {
      const auto tag = tag_behind(html_, at_);
      const bool ends_table = tag.name.empty() || tag.name == "/table";
      if (ends_table) is_inside_ = false;
      if (tag.name == "tr" && !row.cells.empty()) return true;
      at_ = tag.end;
      if ((ends_table || tag.name == "/tr") && !row.cells.empty()) return true;
      if (tag.name == "tr") {
        ++row_number_;
        column = 0;
      } else if ((tag.name == "td" || tag.name == "th") && column < kMostColumns) {
        row_number_ = std::max<std::uint64_t>(row_number_, 1);
        row.number = row_number_;
        read_cell(tag, row, column);
      }
    }
    return false;
  }

 private:
  // tag: its opening one. A table in a cell belongs to the cell.
  void read_cell(const Tag& opening, SheetRow& row, std::uint32_t& column) {
    int depth = 0;
    auto tag = tag_behind(html_, at_);
    for (; !tag.name.empty(); tag = tag_behind(html_, tag.end)) {
      if (depth == 0 && is_end_of_cell(tag.name)) break;
      if (tag.name == "table") ++depth;
      if (tag.name == "/table") --depth;
    }
    auto text = text::html_to_text(std::string_view(html_).substr(opening.end, tag.begin - opening.end));
    at_ = tag.begin;
    while (column < covered_until_.size() && covered_until_[column] >= row_number_) ++column;
    const auto rows = number_in(opening.attributes, "rowspan");
    if (!text.empty() && column < kMostColumns) row.cells.push_back({column, rows, std::move(text)});
    const auto end = std::min(column + number_in(opening.attributes, "colspan"), kMostColumns);
    for (; column < end; ++column) cover(column, rows);
  }

  // A cell of several rows moves the cells of the rows below to the right.
  void cover(std::uint32_t column, std::uint32_t rows) {
    if (rows == 1) return;
    if (column >= covered_until_.size()) covered_until_.resize(column + std::size_t{1});
    covered_until_[column] = row_number_ + rows - 1;
  }

  static bool is_end_of_cell(std::string_view name) {
    for (const std::string_view end : {"/td", "/th", "td", "th", "/tr", "tr", "/table", "/tbody", "tbody", "/thead"}) {
      if (name == end) return true;
    }
    return false;
  }

  std::string html_, name_;
  LostCells lost_;
  std::vector<std::uint64_t> covered_until_;  // per column: the last row that a cell above reaches
  std::size_t at_ = 0;
  std::uint64_t tables_ = 0, row_number_ = 0;
  bool is_inside_ = false;
};

}  // namespace

std::unique_ptr<Workbook> open_html_workbook(files::InputFile file, const std::string& encoding) {
  return std::make_unique<HtmlWorkbook>(std::move(file), encoding);
}

}  // namespace smartdesk::formats
