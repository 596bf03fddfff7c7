// Reads .xls of Excel 5 to 2003 (MS-XLS; the older form as in OpenOffice's documentation of the Excel file format).

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

#include "core/error.h"
#include "formats/internal/spreadsheet/cell_place.h"
#include "formats/internal/spreadsheet/compound_file.h"
#include "formats/internal/spreadsheet/little_endian.h"
#include "formats/internal/spreadsheet/sheet_number.h"
#include "formats/internal/spreadsheet/workbook.h"
#include "formats/internal/spreadsheet/xls_strings.h"
#include "text/encoding.h"

namespace smartdesk::formats {
namespace {

enum RecordId : std::uint16_t {
  kFormula = 0x06,
  kEnd = 0x0A,
  kDateSystem = 0x22,
  kPassword = 0x2F,
  kContinue = 0x3C,
  kCodePage = 0x42,
  kSheet = 0x85,
  kNumbersRk = 0xBD,
  kRichText = 0xD6,
  kStyle = 0xE0,
  kMerged = 0xE5,
  kSharedTexts = 0xFC,
  kSharedText = 0xFD,
  kNumber = 0x203,
  kText = 0x204,
  kBoolOrError = 0x205,
  kFormulaText = 0x207,
  kNumberRk = 0x27E,
  kFormat = 0x41E,
  kBegin = 0x809,
};

constexpr std::uint16_t kExcel5 = 0x500, kExcel97 = 0x600;
constexpr std::uint32_t kNotShared = 0xFFFFFFFF;

// A record in the stream, without those that continue it.
struct Piece {
  std::uint16_t id = 0;
  std::string_view data;
  std::size_t end = 0;
};

std::optional<Piece> piece_at(std::string_view stream, std::size_t at) {
  constexpr std::size_t kHead = 4;
  if (at + kHead > stream.size()) return std::nullopt;
  const std::size_t length = u16_at(stream, at + 2);
  const auto data = stream.substr(at + kHead, length);
  return Piece{u16_at(stream, at), data, at + kHead + data.size()};
}

// A number in 30 bits.
double rk_number(std::uint32_t rk) {
  const double number = (rk & 2) != 0 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                                      : std::bit_cast<double>(static_cast<std::uint64_t>(rk & 0xFFFFFFFC) << 32);
  return (rk & 1) != 0 ? number / 100 : number;
}

std::string encoding_of(unsigned code_page) {
  const auto name = code_page == 10'000 ? std::string("macintosh")
                    : code_page == 932  ? std::string("Shift_JIS")
                    : code_page == 936  ? std::string("GB18030")
                    : code_page == 949  ? std::string("EUC-KR")
                    : code_page == 950  ? std::string("Big5")
                    : code_page < 1'250 ? "IBM" + std::to_string(code_page)
                                        : "windows-" + std::to_string(code_page);
  return text::encoding_name(name).value_or("windows-1252");
}

// A document of Office from 2007 on that is encrypted has the form of an old one.
std::string workbook_stream(files::InputFile& file) {
  constexpr std::size_t kMost = std::size_t{512} << 20;
  auto bytes = file.read_all(kMost);
  for (const std::string_view name : {"Workbook", "Book", "WORKBOOK", "BOOK"}) {
    if (auto stream = stream_in_compound_file(bytes, name)) return std::move(*stream);
  }
  if (stream_in_compound_file(bytes, "EncryptedPackage")) {
    throw Error(ErrorCode::kInvalidInput,
                file.path() + " is protected by a password. Save it without one, or as .csv.");
  }
  if (bytes.starts_with('\x09')) return bytes;
  throw Error(ErrorCode::kInvalidInput,
              file.path() + " is no Excel file that can be read, or a damaged one. Save it as .xlsx or .csv.");
}

class XlsWorkbook final : public Workbook {
 public:
  explicit XlsWorkbook(files::InputFile file) : path_(file.path()), stream_(workbook_stream(file)) {
    version_ = u16_at(stream_, 4);
    if (u16_at(stream_, 0) != kBegin || (version_ != kExcel5 && version_ != kExcel97))
      refuse("is of a version before Excel 5");
    read_globals();
    std::stable_sort(sheets_.begin(), sheets_.end(), [](auto& a, auto& b) { return a.is_hidden < b.is_hidden; });
  }

  bool next_sheet() override {
    rows_.clear();
    if (next_ >= sheets_.size()) return false;
    read_sheet(sheets_[next_++].begin);
    row_ = rows_.begin();
    return true;
  }

  void restart() override {
    next_ = 0;
    lost_ = {};
  }

  const std::string& sheet_name() const override { return sheets_[next_ - 1].name; }
  const LostCells& lost() const override { return lost_; }

  bool next_row(SheetRow& row) override {
    row.cells.clear();
    while (row_ != rows_.end()) {
      row.number = row_->first + std::uint64_t{1};
      for (auto& [column, cell] : row_->second) {
        const auto& text = cell.shared == kNotShared ? cell.text : shared_[cell.shared];
        if (!text.empty()) row.cells.push_back({column, cell.rows, text});
      }
      row_ = rows_.erase(row_);
      if (!row.cells.empty()) return true;
    }
    return false;
  }

 private:
  struct Cell {
    std::uint32_t shared = kNotShared;  // in shared_
    std::uint32_t rows = 1;
    std::string text;
  };
  struct SheetPart {
    std::string name;
    std::size_t begin = 0;
    bool is_hidden = false;
  };

  [[noreturn]] void refuse(std::string_view what) const {
    throw Error(ErrorCode::kInvalidInput, fmt::format("{} {}. Save it as .xlsx or .csv.", path_, what));
  }

  // The record with those that continue it; end: behind them all.
  XlsRecord whole(const Piece& first, std::size_t& end) const {
    std::vector<std::string_view> parts{first.data};
    end = first.end;
    for (auto more = piece_at(stream_, end); more && more->id == kContinue; more = piece_at(stream_, end)) {
      parts.push_back(more->data);
      end = more->end;
    }
    return XlsRecord(std::move(parts));
  }

  // Of Excel 97 characters, before that bytes of the code page.
  std::string text_in(XlsRecord& record, std::size_t length) const {
    if (version_ == kExcel97) return record.text(length);
    return text::decoded_text(record.bytes(length), text::Encoding{encoding_, {}, {}});
  }

  void read_globals() {
    std::unordered_map<unsigned, NumberFormat> formats;
    std::vector<unsigned> used;
    for (std::size_t at = 0; const auto piece = piece_at(stream_, at);) {
      auto record = whole(*piece, at);
      switch (piece->id) {
        case kPassword:
          refuse("is protected by a password");
        case kCodePage:
          encoding_ = encoding_of(u16_at(piece->data, 0));
          break;
        case kDateSystem:
          if (u16_at(piece->data, 0) == 1) system_ = DateSystem::k1904;
          break;
        case kStyle:
          used.push_back(u16_at(piece->data, 2));
          break;
        case kFormat: {
          const auto id = static_cast<unsigned>(record.number(2));
          const auto length = record.number(version_ == kExcel97 ? 2 : 1);
          formats[id] = number_format(text_in(record, length));
          break;
        }
        case kSheet:
          read_sheet_entry(record);
          break;
        case kSharedTexts:
          read_shared_texts(record);
          break;
        default:
          break;
      }
      if (piece->id == kEnd) break;
    }
    for (const auto id : used) {
      const auto found = formats.find(id);
      styles_.push_back(found == formats.end() ? built_in_number_format(id) : found->second);
    }
  }

  // Sheets are tables, charts or macros.
  void read_sheet_entry(XlsRecord& record) {
    const auto begin = static_cast<std::size_t>(record.number(4));
    const bool is_hidden = record.number(1) != 0, is_table = record.number(1) == 0;
    const auto length = record.number(1);
    constexpr std::size_t kMost = 1'000;
    if (is_table && sheets_.size() < kMost) sheets_.push_back({text_in(record, length), begin, is_hidden});
  }

  void read_shared_texts(XlsRecord& record) {
    record.skip(8);  // their number, which may be wrong
    constexpr std::size_t kMost = 16'000'000;
    while (!record.at_end()) {
      if (shared_.size() == kMost) refuse("has more than 16,000,000 texts");
      const auto length = record.number(2);
      shared_.push_back(record.text(length));
    }
  }

  // Charts in the sheet have a beginning and an end of their own.
  void read_sheet(std::size_t begin) {
    int depth = 0;
    std::pair<std::uint16_t, std::uint16_t> formula;  // the last one that is a text
    for (std::size_t at = begin; const auto piece = piece_at(stream_, at);) {
      auto record = whole(*piece, at);
      if (piece->id == kBegin) ++depth;
      if (piece->id == kEnd && --depth <= 0) return;
      if (depth != 1) {
        if (depth == 0) return;
        continue;
      }
      if (piece->id == kMerged) {
        merge(piece->data);
      } else if (piece->id == kFormulaText) {
        const auto length = record.number(2);
        cell_at(formula.first, formula.second).text = text_in(record, length);
      } else {
        if (piece->id == kFormula) formula = {u16_at(piece->data, 0), u16_at(piece->data, 2)};
        read_cell(*piece, record);
      }
    }
  }

  Cell& cell_at(std::uint16_t row, std::uint16_t column) {
    constexpr std::uint16_t kColumns = 256;
    if (column >= kColumns) refuse("is damaged");
    return rows_[row][column];
  }

  void read_cell(const Piece& piece, XlsRecord& record) {
    const auto data = piece.data;
    const auto row = u16_at(data, 0), column = u16_at(data, 2), style = u16_at(data, 4);
    switch (piece.id) {
      case kSharedText:
        if (const auto number = u32_at(data, 6); number < shared_.size()) cell_at(row, column).shared = number;
        break;
      case kText:
      case kRichText: {
        record.skip(6);
        const auto length = record.number(2);
        cell_at(row, column).text = text_in(record, length);
        break;
      }
      case kNumber:
        cell_at(row, column).text = number(double_at(data, 6), style);
        break;
      case kNumberRk:
        cell_at(row, column).text = number(rk_number(u32_at(data, 6)), style);
        break;
      case kNumbersRk:
        read_numbers(row, column, data);
        break;
      case kFormula:
        read_formula(row, column, data);
        break;
      case kBoolOrError:
        read_bool_or_error(row, column, {data.size() > 7 && data[7] != 0, data.size() > 6 && data[6] != 0});
        break;
      default:
        break;
    }
  }

  // Six bytes each: the style and the number.
  void read_numbers(std::uint16_t row, std::uint16_t first, std::string_view data) {
    for (std::size_t at = 4; at + 8 <= data.size(); at += 6, ++first)
      cell_at(row, first).text = number(rk_number(u32_at(data, at + 2)), u16_at(data, at));
  }

  void read_formula(std::uint16_t row, std::uint16_t column, std::string_view data) {
    constexpr std::uint16_t kNoNumber = 0xFFFF;
    if (data.size() < 14) return;
    if (u16_at(data, 12) != kNoNumber) {
      cell_at(row, column).text = number(double_at(data, 6), u16_at(data, 4));
      return;
    }
    constexpr char kBool = 1, kError = 2;
    if (data[6] == kBool || data[6] == kError) read_bool_or_error(row, column, {data[6] == kError, data[8] != 0});
  }

  struct BoolOrError {
    bool is_error, value;
  };

  void read_bool_or_error(std::uint16_t row, std::uint16_t column, BoolOrError cell) {
    if (!cell.is_error) {
      cell_at(row, column).text = cell.value ? "true" : "false";
    } else if (lost_.errors++ == 0) {
      lost_.first_error = place_name(row + std::uint64_t{1}, column);
    }
  }

  // Ranges of four numbers: the first row, the last one, the first column, the last one. They stand behind the cells.
  void merge(std::string_view data) {
    for (std::size_t at = 2; at + 8 <= data.size(); at += 8) {
      const auto first = u16_at(data, at), last = u16_at(data, at + 2), column = u16_at(data, at + 4);
      const auto row = rows_.find(first);
      if (row == rows_.end() || last <= first) continue;
      const auto cell = row->second.find(column);
      if (cell != row->second.end()) cell->second.rows = last - first + 1U;
    }
  }

  std::string number(double value, std::uint16_t style) const {
    return number_text(value, style < styles_.size() ? styles_[style] : NumberFormat{}, system_);
  }

  std::string path_, stream_, encoding_ = "windows-1252";
  std::uint16_t version_ = 0;
  std::vector<SheetPart> sheets_;
  std::vector<NumberFormat> styles_;
  DateSystem system_ = DateSystem::k1900;
  std::vector<std::string> shared_;
  std::map<std::uint16_t, std::map<std::uint16_t, Cell>> rows_;  // of the sheet, those that are still to be read
  std::map<std::uint16_t, std::map<std::uint16_t, Cell>>::iterator row_ = rows_.end();
  LostCells lost_;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Workbook> open_xls(files::InputFile file) { return std::make_unique<XlsWorkbook>(std::move(file)); }

}  // namespace smartdesk::formats
