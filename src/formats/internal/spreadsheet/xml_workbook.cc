// Reads Excel's XML of 2003 (XML Spreadsheet Reference, Microsoft).

#include <charconv>
#include <optional>
#include <system_error>

#include "core/error.h"
#include "formats/internal/spreadsheet/cell_place.h"
#include "formats/internal/spreadsheet/sheet_number.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "formats/internal/spreadsheet/xml_elements.h"

namespace smartdesk::formats {
namespace {

std::optional<std::uint64_t> number_in(const pugi::xml_node& node, std::string_view attribute) {
  const auto text = attribute_of(node, attribute);
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = fault == std::errc() && end == text.data() + text.size();
  return is_number ? std::optional(value) : std::nullopt;
}

// "2026-03-05T14:30:00.000": without a time if it is midnight, since each date has one.
std::string date_of(std::string_view text) {
  constexpr std::string_view kMidnight = "T00:00:00";
  auto date = text.substr(0, text.find('.'));
  if (date.ends_with(kMidnight)) date.remove_suffix(kMidnight.size());
  return std::string(date);
}

std::string number_of(const std::string& text) {
  double number = 0;
  const auto* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end) return text;
  return number_text(number, {}, DateSystem::k1900);
}

// Texts may be formatted by elements of HTML.
std::string text_in(const pugi::xml_node& data) {
  std::string text;
  visit_all(data, [&](const pugi::xml_node& node) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
    return true;
  });
  return text;
}

class XmlWorkbook final : public Workbook {
 public:
  explicit XmlWorkbook(OpenPart open) : open_(std::move(open)) { restart(); }

  void restart() override {
    elements_.emplace(open_(), std::vector<std::string>{"Row"}, std::vector<std::string>{"Worksheet"});
    lost_ = {};
    is_inside_ = has_sheet_ahead_ = false;
    while (const auto node = elements_->next()) {
      if (local_name(node) != "Worksheet") continue;
      take_sheet(node);
      break;
    }
  }

  bool next_sheet() override {
    SheetRow ignored;
    while (next_row(ignored)) continue;
    if (!has_sheet_ahead_) return false;
    name_ = ahead_;
    has_sheet_ahead_ = false;
    is_inside_ = true;
    row_number_ = 0;
    return true;
  }

  const std::string& sheet_name() const override { return name_; }
  const LostCells& lost() const override { return lost_; }
  std::uint64_t bytes_read() const override { return elements_->bytes_read(); }

  bool next_row(SheetRow& row) override {
    while (is_inside_) {
      const auto node = elements_->next();
      if (!node || local_name(node) == "Worksheet") {
        if (node) take_sheet(node);
        is_inside_ = false;
        break;
      }
      row_number_ = number_in(node, "Index").value_or(row_number_ + 1);
      if (row_number_ > kMostRows) refuse();
      row.number = row_number_;
      read_cells(node, row);
      row_number_ += std::min(number_in(node, "Span").value_or(0), kMostRows);
      if (!row.cells.empty()) return true;
    }
    return false;
  }

 private:
  void take_sheet(const pugi::xml_node& sheet) {
    ahead_ = attribute_of(sheet, "Name");
    has_sheet_ahead_ = true;
  }

  [[noreturn]] static void refuse() {
    throw Error(ErrorCode::kInvalidInput,
                "A sheet of the document is larger than Excel allows. Save it as .xlsx or .csv.");
  }

  void read_cells(const pugi::xml_node& node, SheetRow& row) {
    row.cells.clear();
    std::uint64_t column = 0;
    for (const auto& cell : node.children()) {
      if (local_name(cell) != "Cell") continue;
      const auto index = number_in(cell, "Index").value_or(column + 1);
      if (index <= column || index > kMostColumns) refuse();
      auto text = text_of(child_of(cell, "Data"), static_cast<std::uint32_t>(index - 1));
      const auto rows = 1 + std::min(number_in(cell, "MergeDown").value_or(0), kMostRows);
      if (!text.empty())
        row.cells.push_back({static_cast<std::uint32_t>(index - 1), static_cast<std::uint32_t>(rows), std::move(text)});
      column = index + std::min<std::uint64_t>(number_in(cell, "MergeAcross").value_or(0), kMostColumns);
    }
  }

  std::string text_of(const pugi::xml_node& data, std::uint32_t column) {
    const auto type = attribute_of(data, "Type");
    auto text = text_in(data);
    if (type == "Number") return number_of(text);
    if (type == "DateTime") return date_of(text);
    if (type == "Boolean") return text == "1" ? "true" : "false";
    if (type != "Error") return text;
    if (lost_.errors++ == 0) lost_.first_error = place_name(row_number_, column);
    return {};
  }

  OpenPart open_;
  std::optional<XmlElements> elements_;
  std::string name_, ahead_;
  LostCells lost_;
  std::uint64_t row_number_ = 0;
  bool is_inside_ = false, has_sheet_ahead_ = false;
};

}  // namespace

std::unique_ptr<Workbook> open_xml_workbook(OpenPart open) { return std::make_unique<XmlWorkbook>(std::move(open)); }

}  // namespace smartdesk::formats
