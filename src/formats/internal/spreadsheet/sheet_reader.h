// Reads the table in the sheets of a spreadsheet. spreadsheet.h says which sheets and rows are its table.

#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/internal/record_source.h"
#include "formats/internal/spreadsheet/workbook.h"

namespace smartdesk::formats {

class SheetReader final : public RecordSource {
 public:
  // path: for messages. Throws Error{kInvalidInput} if no sheet has rows.
  SheetReader(std::unique_ptr<Workbook> book, std::string path, const ReadOptions& options);

  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(Record& record, const std::function<void(Rejected)>& reject) override;
  text::Encoding encoding() const override { return {}; }
  std::uint64_t unreadable_characters() const override { return 0; }
  const std::vector<std::string>& notes() const override { return notes_; }
  std::uint64_t bytes_read() const override { return book_->bytes_read(); }
  std::uint64_t bytes_total() const override { return 0; }  // unpacked; only known at the end

 private:
  // What a merged cell says in the rows below its first one.
  struct Span {
    std::uint32_t column = 0;
    std::uint64_t last_row = 0;
    std::string text;
  };

  void choose_sheet();
  bool read_head();
  bool has_table() const;
  std::size_t header_in_head() const;
  void take_header();
  std::vector<std::string> names_in(const SheetRow& header) const;
  bool next_row(SheetRow& row);
  bool read_row(SheetRow& row);
  void fill_spans(SheetRow& row);
  bool next_sheet_of_table();
  void fill_in(const SheetRow& row, Record& record);
  std::optional<Rejected> fault_in(const Record& record) const;
  void note_end();
  void note_titles(std::size_t header);

  std::unique_ptr<Workbook> book_;
  std::string path_;
  std::size_t max_field_bytes_;
  std::vector<std::string> columns_, notes_;
  std::vector<std::optional<std::size_t>> column_of_;  // per column of the sheet
  std::deque<SheetRow> head_;                          // rows that are read and wait
  std::vector<Span> spans_;
  SheetRow row_;
  std::string sheet_;  // the first one of the table
  std::vector<std::string> sheets_read_, sheets_left_out_;
  std::uint64_t cells_left_out_ = 0, first_row_left_out_ = 0;
  std::size_t sheet_number_ = 0;  // of the current sheet, from 1
  bool is_at_end_ = false;
};

}  // namespace smartdesk::formats
