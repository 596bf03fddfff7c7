// Reads .ods (OpenDocument 1.3, part 3: ODF schema, chapters 9 and 19).

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "core/error.h"
#include "formats/internal/spreadsheet/cell_place.h"
#include "formats/internal/spreadsheet/sheet_number.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "formats/internal/spreadsheet/xml_elements.h"
#include "text/ascii.h"

namespace smartdesk::formats {
namespace {

std::uint64_t count_in(const pugi::xml_node& node, std::string_view attribute) {
  const auto text = attribute_of(node, attribute);
  std::uint64_t count = 1;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::max<std::uint64_t>(count, 1);
}

// Blanks count once, as in HTML: several are written as text:s.
void append_with_single_blanks(std::string_view text, std::string& result) {
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    const bool repeats = is_blank && (result.empty() || result.back() == ' ' || result.back() == '\n');
    if (!repeats) result += is_blank ? ' ' : c;
  }
}

void append_paragraph(const pugi::xml_node& paragraph, std::string& text) {
  constexpr std::uint64_t kMostBlanks = 1'000;
  visit_all(paragraph, [&](const pugi::xml_node& node) {
    const auto name = local_name(node);
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
      append_with_single_blanks(node.value(), text);
    } else if (name == "line-break") {
      text += '\n';
    } else if (name == "tab") {
      text += '\t';
    } else if (name == "s") {
      text.append(std::min(count_in(node, "c"), kMostBlanks), ' ');
    }
    return name != "annotation" && name != "note";
  });
}

// A line per paragraph.
std::string paragraphs_in(const pugi::xml_node& cell) {
  std::string lines;
  bool is_first = true;
  for (const auto& paragraph : cell.children()) {
    if (local_name(paragraph) != "p" && local_name(paragraph) != "h") continue;
    if (!std::exchange(is_first, false)) lines += '\n';
    append_paragraph(paragraph, lines);
  }
  return lines;
}

// "14:30:00" of "PT14H30M00S" or "PT14H30M00.5S".
std::string clock_of(std::string_view duration) {
  unsigned hours = 0, minutes = 0;
  double seconds = 0;
  const auto part = [&](char unit, auto& value) {
    const auto end = duration.find(unit);
    const auto begin = end == std::string_view::npos ? end : duration.find_last_not_of("0123456789.", end - 1);
    if (begin == std::string_view::npos) return;
    std::from_chars(duration.data() + begin + 1, duration.data() + end, value);
  };
  const auto time = duration.find('T');
  if (time == std::string_view::npos) return std::string(duration);
  duration.remove_prefix(time);
  part('H', hours);
  part('M', minutes);
  part('S', seconds);
  return fmt::format("{:02}:{:02}:{:02}", hours, minutes, static_cast<unsigned>(std::clamp(seconds, 0.0, 60.0)));
}

// "2026-03-05T14:30:00" of "2026-03-05T14:30:00.000000000".
std::string date_of(std::string_view date) { return std::string(date.substr(0, date.find('.'))); }

class OdsWorkbook final : public Workbook {
 public:
  explicit OdsWorkbook(files::Archive archive) : archive_(std::move(archive)) {
    refuse_encrypted();
    restart();
  }

  bool next_sheet() override {
    while (read_row()) continue;
    repeats_ = 0;
    if (ahead_.empty()) return false;
    name_ = std::exchange(ahead_, "").substr(1);
    row_number_ = 0;
    is_inside_ = true;
    return true;
  }

  void restart() override {
    const auto* content = archive_.find("content.xml");
    if (content == nullptr) throw Error(ErrorCode::kInvalidInput, archive_.path() + " has no sheets in it.");
    elements_.emplace(archive_.open(*content), std::vector<std::string>{"table-row"},
                      std::vector<std::string>{"table"});
    lost_ = {};
    repeats_ = repeated_bytes_ = 0;
    is_inside_ = false;
    look_for_sheet();
  }

  const std::string& sheet_name() const override { return name_; }
  const LostCells& lost() const override { return lost_; }
  std::uint64_t bytes_read() const override { return elements_->bytes_read(); }

  bool next_row(SheetRow& row) override {
    if (repeats_ == 0 && !read_row()) return false;
    --repeats_;
    row.number = ++row_number_;
    row.cells = cells_;
    return true;
  }

 private:
  void refuse_encrypted() const {
    const auto* manifest = archive_.find("META-INF/manifest.xml");
    if (manifest == nullptr) return;
    XmlElements all(archive_.open(*manifest), {}, {"encryption-data"});
    if (all.next()) {
      throw Error(ErrorCode::kInvalidInput,
                  archive_.path() + " is protected by a password. Save it without one, or as .csv.");
    }
  }

  void look_for_sheet() {
    while (const auto node = elements_->next()) {
      if (local_name(node) == "table") return take_sheet(node);
    }
  }

  // The name with a blank before it, so that a sheet without a name is there, too.
  void take_sheet(const pugi::xml_node& table) { ahead_ = " " + std::string(attribute_of(table, "name")); }

  // Fills cells_ and repeats_ by the next row that is not empty. False at the end of the sheet.
  bool read_row() {
    while (is_inside_) {
      const auto node = elements_->next();
      is_inside_ = static_cast<bool>(node) && local_name(node) != "table";
      if (!is_inside_) {
        if (node) take_sheet(node);
        return false;
      }
      const auto count = count_in(node, "number-rows-repeated");
      read_cells(node);
      if (cells_.empty()) {
        row_number_ += std::min(count, kMostRows);
        continue;
      }
      if (row_number_ >= kMostRows) damaged("it has more than 1,048,576 rows");
      repeats_ = std::min(count, kMostRows - row_number_);
      bound_repeats();
      return true;
    }
    return false;
  }

  void read_cells(const pugi::xml_node& row) {
    cells_.clear();
    std::uint64_t column = 0;
    for (const auto& cell : row.children()) {
      const auto name = local_name(cell);
      if (name != "table-cell" && name != "covered-table-cell") continue;
      const auto count = count_in(cell, "number-columns-repeated");
      const auto text = text_of(cell, column);
      const auto rows = std::min(count_in(cell, "number-rows-spanned"), kMostRows);
      if (!text.empty()) {
        if (column + count > kMostColumns) damaged("it has more than 16,384 columns");
        for (std::uint64_t i = 0; i < count; ++i)
          cells_.push_back({static_cast<std::uint32_t>(column + i), static_cast<std::uint32_t>(rows), text});
        bound_bytes(text.size() * count);
      }
      column += std::min<std::uint64_t>(count, kMostColumns);
      if (column > kMostRows) damaged("it has more than 16,384 columns");
    }
  }

  // A short document can say that a long text repeats a billion times.
  void bound_repeats() {
    std::uint64_t bytes = 0;
    for (const auto& cell : cells_) bytes += cell.text.size() + sizeof(SheetCell);
    bound_bytes(bytes * (repeats_ - 1));
  }

  void bound_bytes(std::uint64_t bytes) {
    constexpr std::uint64_t kMost = std::uint64_t{4} << 30;
    repeated_bytes_ += bytes;
    if (repeated_bytes_ > kMost) damaged("its repeated cells have more than 4 GiB of text");
  }

  [[noreturn]] void damaged(const char* what) const {
    throw Error(ErrorCode::kInvalidInput,
                fmt::format("{} cannot be read ({}). Save it again, or as .csv.", archive_.path(), what));
  }

  std::string text_of(const pugi::xml_node& cell, std::uint64_t column) {
    const auto type = attribute_of(cell, "value-type");
    // LibreOffice marks errors by a second attribute, calcext:value-type.
    for (const auto& attribute : cell.attributes()) {
      if (std::string_view(attribute.name()) == "calcext:value-type" &&
          std::string_view(attribute.value()) == "error") {
        if (lost_.errors++ == 0) lost_.first_error = place_name(row_number_ + 1, static_cast<std::uint32_t>(column));
        return {};
      }
    }
    if (type == "float" || type == "percentage" || type == "currency") return number_of(attribute_of(cell, "value"));
    if (type == "date") return date_of(attribute_of(cell, "date-value"));
    if (type == "time") return clock_of(attribute_of(cell, "time-value"));
    if (type == "boolean") return std::string(attribute_of(cell, "boolean-value"));
    auto text = paragraphs_in(cell);
    return text.empty() ? std::string(attribute_of(cell, "string-value")) : text;
  }

  static std::string number_of(std::string_view value) {
    double number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (fault != std::errc() || end != value.data() + value.size()) return std::string(value);
    return number_text(number, {}, DateSystem::k1900);
  }

  files::Archive archive_;
  std::optional<XmlElements> elements_;
  std::string name_, ahead_;  // of the sheet, and of the next one with a blank before it; empty: none
  std::vector<SheetCell> cells_;
  std::uint64_t repeats_ = 0, row_number_ = 0, repeated_bytes_ = 0;
  LostCells lost_;
  bool is_inside_ = false;
};

}  // namespace

std::unique_ptr<Workbook> open_ods(files::Archive archive) { return std::make_unique<OdsWorkbook>(std::move(archive)); }

}  // namespace smartdesk::formats
