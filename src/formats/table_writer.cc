#include <fmt/format.h>
#include <simdjson.h>

#include "core/error.h"
#include "files/output_file.h"
#include "formats/table.h"
#include "text/json_text.h"

namespace smartdesk::formats {
namespace {

void append_json_value(std::string& out, std::string_view value, bool is_number) {
  if (!is_number) {
    text::append_json_text(out, value);
  } else {
    out += value.empty() ? "null" : value;
  }
}

// The object's members as text, without those whose keys are replaced.
std::string members_without(std::string_view raw, const std::vector<Column>& columns, std::size_t first_replaced) {
  std::string members;
  simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(raw);
  auto document = parser.iterate(padded);
  for (auto field : document.get_object()) {
    const std::string_view key = field.unescaped_key();
    bool replaced = false;
    for (std::size_t i = first_replaced; i < columns.size(); ++i) replaced = replaced || columns[i].name == key;
    const std::string key_text(key);
    const std::string_view value = simdjson::to_json_string(field.value());
    if (replaced) continue;
    members += members.empty() ? "" : ",";
    text::append_json_text(members, key_text);
    members += ':';
    members += value;
  }
  return members;
}

std::string on_one_line(std::string_view raw) {
  if (raw.find('\n') == std::string_view::npos && raw.find('\r') == std::string_view::npos) return std::string(raw);
  std::string shrunk(raw.size(), '\0');
  std::size_t length = 0;
  if (simdjson::minify(raw.data(), raw.size(), shrunk.data(), length) != simdjson::SUCCESS) return std::string(raw);
  shrunk.resize(length);
  return shrunk;
}

}  // namespace

struct TableWriter::Impl {
  files::OutputFile file;
  TableFormat format;
  std::vector<Column> columns;
  std::string line;
  bool first_element = true;

  char delimiter() const { return format == TableFormat::kTsv ? '\t' : ','; }
  bool is_json() const { return format == TableFormat::kJson || format == TableFormat::kJsonl; }

  void append_csv_field(std::string_view field) {
    const bool plain = field.find_first_of(delimiter() == ',' ? ",\"\r\n" : "\t\"\r\n") == std::string_view::npos;
    if (plain) {
      line += field;
      return;
    }
    line += '"';
    for (std::size_t at = 0;;) {
      const auto quote = field.find('"', at);
      line += field.substr(at, quote - at);
      if (quote == std::string_view::npos) break;
      line += "\"\"";
      at = quote + 1;
    }
    line += '"';
  }

  template <typename Field>
  void write_csv(std::size_t count, const Field& field) {
    line.clear();
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) line += delimiter();
      append_csv_field(field(i));
    }
    if (count == 1 && line.empty()) line = "\"\"";  // readers skip an empty line
    line += '\n';
    file.write(line);
  }

  void write_object(std::string_view object) {
    if (format == TableFormat::kJson) file.write(first_element ? "[\n" : ",\n");
    first_element = false;
    file.write(object);
    if (format == TableFormat::kJsonl) file.write("\n");
  }
};

TableWriter TableWriter::create(const std::string& path, std::vector<Column> columns,
                                std::optional<TableFormat> format) {
  const auto chosen = format ? *format : table_format(path);
  if (!can_be_written(chosen)) {
    throw Error(ErrorCode::kUsage, fmt::format("{}: tickets cannot be written as {}. Use .csv or .jsonl.", path,
                                               is_mail(chosen) ? "mail" : "a spreadsheet"));
  }
  auto impl = std::make_unique<Impl>(Impl{files::OutputFile::create(path), chosen, std::move(columns), {}, true});
  if (!impl->is_json()) {
    impl->write_csv(impl->columns.size(), [&](std::size_t i) -> std::string_view { return impl->columns[i].name; });
  }
  return TableWriter(std::move(impl));
}

TableWriter::TableWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TableWriter::TableWriter(TableWriter&&) noexcept = default;
TableWriter& TableWriter::operator=(TableWriter&&) noexcept = default;
TableWriter::~TableWriter() = default;

void TableWriter::write(std::span<const std::string_view> fields) {
  if (!impl_->is_json()) {
    impl_->write_csv(fields.size(), [&](std::size_t i) { return fields[i]; });
    return;
  }
  auto& object = impl_->line;
  object = "{";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) object += ',';
    text::append_json_text(object, impl_->columns[i].name);
    object += ':';
    append_json_value(object, fields[i], impl_->columns[i].is_number);
  }
  object += '}';
  impl_->write_object(object);
}

void TableWriter::write_extended(std::string_view raw, std::size_t first_added,
                                 std::span<const std::string_view> added) {
  auto& object = impl_->line;
  bool replaces = false;
  for (std::size_t i = first_added; i < impl_->columns.size(); ++i) {
    replaces = replaces || raw.find(fmt::format("\"{}\"", impl_->columns[i].name)) != std::string_view::npos;
  }
  if (replaces) {
    object = "{";
    object += members_without(raw, impl_->columns, first_added);
  } else {
    object = on_one_line(raw);
    object.resize(object.find_last_of('}'));
  }
  for (std::size_t i = 0; i < added.size(); ++i) {
    if (object.find_last_not_of(" \t") != 0) object += ',';
    text::append_json_text(object, impl_->columns[first_added + i].name);
    object += ':';
    append_json_value(object, added[i], impl_->columns[first_added + i].is_number);
  }
  object += '}';
  impl_->write_object(object);
}

void TableWriter::flush() { impl_->file.flush(); }

void TableWriter::commit() {
  if (impl_->format == TableFormat::kJson) impl_->file.write(impl_->first_element ? "[]\n" : "\n]\n");
  impl_->file.commit();
}

}  // namespace smartdesk::formats
