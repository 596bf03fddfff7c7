#include "formats/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "formats/archive.h"
#include "formats/internal/record_source.h"
#include "formats/internal/repeated_columns.h"
#include "formats/internal/spreadsheet/spreadsheet.h"
#include "formats/mail.h"

namespace smartdesk::formats {

TableFormat table_format(const std::string& path) {
  std::string small = path;
  for (auto& c : small) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  std::string_view name = small;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  if (name == "-" || name.ends_with(".csv")) return TableFormat::kCsv;
  if (name.ends_with(".tsv")) return TableFormat::kTsv;
  if (name.ends_with(".jsonl") || name.ends_with(".ndjson")) return TableFormat::kJsonl;
  if (name.ends_with(".json")) return TableFormat::kJson;
  if (name.ends_with(".eml")) return TableFormat::kEml;
  if (name.ends_with(".mbox")) return TableFormat::kMbox;
  if (name.ends_with(".xlsx") || name.ends_with(".xlsm")) return TableFormat::kXlsx;
  if (name.ends_with(".ods")) return TableFormat::kOds;
  if (name.ends_with(".xls")) return TableFormat::kXls;
  if (is_maildir_message(path)) return TableFormat::kEml;
  throw Error(ErrorCode::kUsage,
              fmt::format("{}: unknown file type. Known are {}, each also with .gz or .zst.", path, kTableEndings));
}

struct TableReader::Impl {
  TableFormat format;
  ReadOptions options;
  std::unique_ptr<RecordSource> source;
  std::optional<RepeatedColumns> repeated;
  std::vector<std::string> columns;
  std::vector<std::string> notes, all_notes;  // the file's name, and with the source's
  std::string path;
  std::uint64_t accepted = 0, rejected = 0;

  void reject(const Rejected& row) {
    ++rejected;
    if (options.on_rejected) options.on_rejected(row);
  }

  void open(files::InputFile file) {
    path = file.path();
    if (is_mail(format)) {
      source = open_mail(std::move(file), format, options);
    } else if (format == TableFormat::kJson || format == TableFormat::kJsonl) {
      source = open_json(std::move(file), format, options, [this](const Rejected& row) { reject(row); });
    } else {
      open_by_contents(std::move(file));
    }
  }

  void open_by_contents(files::InputFile file) {
    const auto named = format;
    const auto contents = contents_of(file);
    if (contents == Contents::kText) {
      if (is_spreadsheet(format)) format = TableFormat::kCsv;
      source = open_csv(std::move(file), format, options);
    } else {
      source = open_spreadsheet(std::move(file), contents, format, options);
    }
    if (format != named || contents == Contents::kHtml || contents == Contents::kXmlWorkbook)
      notes.push_back(
          fmt::format("the file is {}, whatever its name says, and was read as that", name_of(contents, format)));
  }

  static std::string_view name_of(Contents contents, TableFormat format) {
    if (contents == Contents::kHtml) return "an HTML page";
    if (contents == Contents::kXmlWorkbook) return "an XML spreadsheet of 2003";
    if (format == TableFormat::kOds) return "an OpenDocument spreadsheet";
    if (format == TableFormat::kXlsx) return "an Excel file (.xlsx)";
    return format == TableFormat::kXls ? "an Excel file of before 2007 (.xls)" : "text such as CSV";
  }

  void name_columns() {
    repeated.emplace(source->columns());
    columns = repeated->columns();
    for (const auto& [ours, theirs] : options.map) {
      const auto found = std::find(columns.begin(), columns.end(), theirs);
      if (found == columns.end()) {
        throw Error(ErrorCode::kInvalidInput, fmt::format("{}: no column \"{}\" to map to {}. Columns in the file: {}.",
                                                          path, theirs, ours, fmt::join(columns, ", ")));
      }
      *found = ours;
    }
    std::set<std::string> seen;
    for (const auto& column : columns) {
      if (!seen.insert(column).second) {
        throw Error(ErrorCode::kInvalidInput,
                    fmt::format("{}: two columns are called \"{}\". Rename one of them.", path, column));
      }
    }
  }
};

TableReader TableReader::open(const std::string& path, ReadOptions options) {
  auto impl = std::make_unique<Impl>();
  const auto table = is_archive(path) ? only_table_in(path) : path;
  impl->format = options.format ? *options.format : table_format(table);
  impl->options = std::move(options);
  impl->open(files::InputFile::open(table));
  impl->name_columns();
  return TableReader(std::move(impl));
}

TableReader::TableReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TableReader::TableReader(TableReader&&) noexcept = default;
TableReader& TableReader::operator=(TableReader&&) noexcept = default;
TableReader::~TableReader() = default;

TableFormat TableReader::format() const { return impl_->format; }
const std::string& TableReader::path() const { return impl_->path; }
const std::vector<std::string>& TableReader::columns() const { return impl_->columns; }

std::optional<std::size_t> TableReader::column(std::string_view name) const {
  const auto found = std::find(impl_->columns.begin(), impl_->columns.end(), name);
  if (found == impl_->columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - impl_->columns.begin());
}

bool TableReader::next(Record& record) {
  if (!impl_->source->next(record, [this](const Rejected& row) { impl_->reject(row); })) return false;
  impl_->repeated->join(record);
  ++impl_->accepted;
  return true;
}

text::Encoding TableReader::encoding() const { return impl_->source->encoding(); }
std::uint64_t TableReader::unreadable_characters() const { return impl_->source->unreadable_characters(); }
std::optional<char> TableReader::delimiter() const { return impl_->source->delimiter(); }

const std::vector<std::string>& TableReader::notes() const {
  const auto& more = impl_->source->notes();
  if (impl_->notes.empty()) return more;
  impl_->all_notes = impl_->notes;
  impl_->all_notes.insert(impl_->all_notes.end(), more.begin(), more.end());
  return impl_->all_notes;
}

std::uint64_t TableReader::accepted() const { return impl_->accepted; }
std::uint64_t TableReader::rejected() const { return impl_->rejected; }
std::uint64_t TableReader::bytes_read() const { return impl_->source->bytes_read(); }
std::uint64_t TableReader::bytes_total() const { return impl_->source->bytes_total(); }

}  // namespace smartdesk::formats
