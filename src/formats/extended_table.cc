#include "formats/extended_table.h"

#include <algorithm>

namespace smartdesk::formats {
namespace {

bool is_json(TableFormat format) { return format == TableFormat::kJson || format == TableFormat::kJsonl; }

TableFormat format_of(const std::string& out, std::optional<TableFormat> chosen, TableFormat in_format) {
  if (chosen) return *chosen;
  if (out == "-") return can_be_written(in_format) ? in_format : TableFormat::kCsv;
  return table_format(out);
}

}  // namespace

std::size_t KeptRecord::take(const Record& record) {
  line_ = record.line;
  bytes_.clear();
  field_end_.clear();
  for (const auto field : record.fields) {
    bytes_ += field;
    field_end_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }
  bytes_ += record.raw;
  return bytes_.size();
}

void KeptRecord::fields(std::vector<std::string_view>& out) const {
  out.clear();
  std::uint32_t begin = 0;
  for (const auto end : field_end_) {
    out.push_back(std::string_view(bytes_).substr(begin, end - begin));
    begin = end;
  }
}

ExtendedTable::Layout::Layout(const std::vector<std::string>& input, const std::vector<Column>& added)
    : first_new(input.size()) {
  for (const auto& name : input) columns.push_back({name, false});
  for (const auto& column : added) {
    const auto same = std::find(input.begin(), input.end(), column.name);
    added_at.push_back(same == input.end() ? columns.size() : static_cast<std::size_t>(same - input.begin()));
    if (same == input.end()) columns.push_back(column);
  }
}

ExtendedTable::ExtendedTable(const std::string& out, std::optional<TableFormat> out_format, TableFormat in_format,
                             const std::vector<std::string>& input, const std::vector<Column>& added, bool renamed)
    : layout_(input, added),
      extends_json_(!renamed && is_json(in_format) && is_json(format_of(out, out_format, in_format)) &&
                    layout_.added_at.size() == layout_.columns.size() - layout_.first_new),
      table_(TableWriter::create(out, layout_.columns, format_of(out, out_format, in_format))) {}

void ExtendedTable::write(const KeptRecord& record, std::span<const std::string> added) {
  if (extends_json_) {
    cells_.assign(added.begin(), added.end());
    table_.write_extended(record.raw(), layout_.first_new, cells_);
    return;
  }
  record.fields(cells_);
  cells_.resize(layout_.columns.size());
  for (std::size_t i = 0; i < added.size(); ++i) cells_[layout_.added_at[i]] = added[i];
  table_.write(cells_);
}

}  // namespace smartdesk::formats
