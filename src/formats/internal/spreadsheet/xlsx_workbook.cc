// Reads .xlsx and .xlsm (ECMA-376, Office Open XML: SpreadsheetML).

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <unordered_map>

#include "core/error.h"
#include "formats/internal/spreadsheet/cell_place.h"
#include "formats/internal/spreadsheet/sheet_number.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "formats/internal/spreadsheet/xml_elements.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace smartdesk::formats {
namespace {

// "xl/worksheets/sheet1.xml" of "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" in "xl/workbook.xml".
std::string part_path(const std::string& base, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  auto folder = base.substr(0, base.rfind('/') + 1);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (!folder.empty()) folder.pop_back();
    folder.resize(folder.rfind('/') + 1);
  }
  return folder + std::string(target);
}

std::string relations_of(const std::string& part) {
  const auto slash = part.rfind('/') + 1;
  return part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
}

// "_x000D_" is how Excel writes characters that XML cannot have. Carriage returns stand before line feeds and go.
std::string unescaped(std::string_view text) {
  constexpr std::size_t kLength = 7;
  std::string result;
  std::size_t copied = 0;
  for (auto at = text.find("_x"); at != std::string_view::npos; at = text.find("_x", std::max(copied, at + 1))) {
    unsigned code = 0;
    const bool is_whole = at + kLength <= text.size() && text[at + kLength - 1] == '_';
    const auto* end = is_whole ? text.data() + at + kLength - 1 : nullptr;
    if (!is_whole || std::from_chars(text.data() + at + 2, end, code, 16).ptr != end) continue;
    result += text.substr(copied, at - copied);
    copied = at + kLength;
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    if (code != 0 && code != '\r' && !is_surrogate) text::append_utf8(result, code);
  }
  result += text.substr(copied);
  return result;
}

// Of a shared or inline text: its runs, without the reading aids of Japanese (rPh).
std::string text_of_runs(const pugi::xml_node& text) {
  std::string runs;
  for (const auto& child : text.children()) {
    if (local_name(child) == "t") runs += child.text().get();
    if (local_name(child) == "r") runs += child_of(child, "t").text().get();
  }
  return unescaped(runs);
}

struct Relation {
  std::string type, target;
};

struct SheetPart {
  std::string name, path;
};

class XlsxWorkbook final : public Workbook {
 public:
  explicit XlsxWorkbook(files::Archive archive) : archive_(std::move(archive)) {
    const auto part = workbook_part();
    relations_ = relations_in(part);
    for (const auto& [id, relation] : relations_) {
      if (relation.type.ends_with("/sharedStrings")) read_shared_texts(part_path(part, relation.target));
      if (relation.type.ends_with("/styles")) read_styles(part_path(part, relation.target));
    }
    read_sheets(part);
  }

  bool next_sheet() override {
    if (next_ == sheets_.size()) return false;
    current_ = next_++;
    row_number_ = 0;
    rows_.reset();
    const auto* member = archive_.find(sheets_[current_].path);
    if (member == nullptr) return true;  // a chart, or a document that is damaged: no rows
    read_merged(*member);
    rows_.emplace(archive_.open(*member), std::vector<std::string>{"row"});
    return true;
  }

  void restart() override {
    next_ = 0;
    lost_ = {};
  }

  const std::string& sheet_name() const override { return sheets_[current_].name; }
  const LostCells& lost() const override { return lost_; }
  std::uint64_t bytes_read() const override { return rows_ ? rows_->bytes_read() : 0; }

  bool next_row(SheetRow& row) override {
    row.cells.clear();
    while (rows_) {
      const auto node = rows_->next();
      if (!node) return false;
      row.number = row_number_ = row_of(attribute_of(node, "r")).value_or(row_number_ + 1);
      if (row.number > kMostRows) damaged("row " + std::to_string(row.number));
      read_cells(node, row);
      if (!row.cells.empty()) return true;
    }
    return false;
  }

 private:
  [[noreturn]] void damaged(const std::string& what) const {
    throw Error(ErrorCode::kInvalidInput,
                fmt::format("{} is not a spreadsheet that can be read ({}). Save it again.", archive_.path(), what));
  }

  static std::optional<std::uint64_t> row_of(std::string_view number) {
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool is_number = fault == std::errc() && end == number.data() + number.size();
    return is_number ? std::optional(value) : std::nullopt;
  }

  XmlElements elements(const std::string& part, std::vector<std::string> whole, std::vector<std::string> opening) {
    const auto* member = archive_.find(part);
    if (member == nullptr) damaged("there is no " + part + " in it");
    return {archive_.open(*member), std::move(whole), std::move(opening)};
  }

  std::map<std::string, Relation> relations_in(const std::string& part) {
    std::map<std::string, Relation> relations;
    const auto* member = archive_.find(relations_of(part));
    if (member == nullptr) return relations;
    XmlElements all(archive_.open(*member), {}, {"Relationship"});
    while (const auto node = all.next()) {
      relations[std::string(attribute_of(node, "Id"))] = {std::string(attribute_of(node, "Type")),
                                                          std::string(attribute_of(node, "Target"))};
    }
    return relations;
  }

  std::string workbook_part() {
    for (const auto& [id, relation] : relations_in("")) {
      if (relation.type.ends_with("/officeDocument")) return part_path("", relation.target);
    }
    return "xl/workbook.xml";
  }

  // Hidden sheets come last: they hold lists for other sheets.
  void read_sheets(const std::string& part) {
    std::vector<SheetPart> hidden;
    std::set<std::string> known;
    auto all = elements(part, {}, {"workbookPr", "sheet"});
    while (const auto node = all.next()) {
      if (local_name(node) == "workbookPr") {
        const auto is_1904 = attribute_of(node, "date1904");
        if (is_1904 == "1" || is_1904 == "true" || is_1904 == "on") system_ = DateSystem::k1904;
        continue;
      }
      const auto relation = relations_.find(relation_id(node));
      if (relation == relations_.end()) continue;
      auto path = part_path(part, relation->second.target);
      if (!known.insert(path).second) continue;
      const auto state = attribute_of(node, "state");
      (state.empty() || state == "visible" ? sheets_ : hidden)
          .push_back({std::string(attribute_of(node, "name")), std::move(path)});
    }
    sheets_.insert(sheets_.end(), hidden.begin(), hidden.end());
  }

  // "r:id", beside which an "id" without prefix could stand.
  static std::string relation_id(const pugi::xml_node& sheet) {
    for (const auto& attribute : sheet.attributes()) {
      if (std::string_view(attribute.name()).ends_with(":id")) return attribute.value();
    }
    return {};
  }

  void read_shared_texts(const std::string& part) {
    auto all = elements(part, {"si"}, {});
    while (const auto node = all.next()) {
      shared_ += text_of_runs(node);
      shared_end_.push_back(shared_.size());
    }
  }

  std::string_view shared_text(std::size_t number) const {
    if (number >= shared_end_.size()) return {};
    const auto begin = number == 0 ? 0 : shared_end_[number - 1];
    return std::string_view(shared_).substr(begin, shared_end_[number] - begin);
  }

  void read_styles(const std::string& part) {
    std::unordered_map<unsigned, NumberFormat> custom;
    std::vector<unsigned> used;
    auto all = elements(part, {"cellXfs"}, {"numFmt"});
    while (const auto node = all.next()) {
      if (local_name(node) == "numFmt") {
        custom[number_of(attribute_of(node, "numFmtId"))] = number_format(attribute_of(node, "formatCode"));
        continue;
      }
      for (const auto& style : node.children()) {
        if (local_name(style) == "xf") used.push_back(number_of(attribute_of(style, "numFmtId")));
      }
    }
    for (const auto id : used) {
      const auto found = custom.find(id);
      styles_.push_back(found == custom.end() ? built_in_number_format(id) : found->second);
    }
  }

  static unsigned number_of(std::string_view text) {
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  // They stand behind the rows.
  void read_merged(const files::ArchiveMember& member) {
    constexpr std::size_t kMost = 1'000'000;
    spans_.clear();
    XmlElements all(archive_.open(member), {}, {"mergeCell"});
    for (auto node = all.next(); node && spans_.size() < kMost; node = all.next()) {
      const auto range = attribute_of(node, "ref");
      const auto first = cell_place(range.substr(0, range.find(':')));
      const auto last = cell_place(range.substr(range.find(':') + 1));
      if (first && last && last->row > first->row && last->row <= kMostRows)
        spans_[{first->row, first->column}] = static_cast<std::uint32_t>(last->row - first->row + 1);
    }
  }

  void read_cells(const pugi::xml_node& node, SheetRow& row) {
    std::uint32_t column = 0;
    for (const auto& cell : node.children()) {
      if (local_name(cell) != "c") continue;
      const auto place = cell_place(attribute_of(cell, "r"));
      if (place) column = place->column;
      if (column >= kMostColumns) damaged("column " + std::to_string(column + 1));
      auto text = text_of(cell, row.number, column);
      if (!text.empty()) {
        if (!row.cells.empty() && row.cells.back().column >= column) damaged("its cells are not in order");
        const auto span = spans_.empty() ? spans_.end() : spans_.find({row.number, column});
        row.cells.push_back({column, span == spans_.end() ? 1 : span->second, std::move(text)});
      }
      ++column;
    }
  }

  std::string text_of(const pugi::xml_node& cell, std::uint64_t row, std::uint32_t column) {
    const auto type = attribute_of(cell, "t");
    if (type == "inlineStr") return text_of_runs(child_of(cell, "is"));
    const std::string_view value = child_of(cell, "v").text().get();
    if (value.empty()) {
      if (type != "str" && child_of(cell, "f") && lost_.unknown++ == 0) lost_.first_unknown = place_name(row, column);
      return {};
    }
    if (type == "s") return std::string(shared_text(number_of(value)));
    if (type == "b") return value == "1" || value == "true" ? "true" : "false";
    if (type == "e") {
      if (lost_.errors++ == 0) lost_.first_error = place_name(row, column);
      return {};
    }
    if (type == "str") return unescaped(value);
    if (type == "d") return std::string(value);
    return number(value, attribute_of(cell, "s"));
  }

  std::string number(std::string_view value, std::string_view style) const {
    const auto trimmed = text::trimmed(value);
    double number = 0;
    const auto [end, fault] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
    if (fault != std::errc() || end != trimmed.data() + trimmed.size()) return std::string(value);
    const auto format = style.empty() ? 0 : number_of(style);
    return number_text(number, format < styles_.size() ? styles_[format] : NumberFormat{}, system_);
  }

  files::Archive archive_;
  std::map<std::string, Relation> relations_;
  std::vector<SheetPart> sheets_;
  std::vector<NumberFormat> styles_;
  DateSystem system_ = DateSystem::k1900;
  std::string shared_;  // all shared texts, one after another
  std::vector<std::size_t> shared_end_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> spans_;  // of merged cells, in rows
  std::optional<XmlElements> rows_;
  LostCells lost_;
  std::size_t next_ = 0, current_ = 0;
  std::uint64_t row_number_ = 0;
};

}  // namespace

std::unique_ptr<Workbook> open_xlsx(files::Archive archive) {
  return std::make_unique<XlsxWorkbook>(std::move(archive));
}

}  // namespace smartdesk::formats
