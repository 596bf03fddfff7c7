#include "formats/internal/json_columns.h"

#include <simdjson.h>

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

#include "core/error.h"
#include "text/json_text.h"

namespace smartdesk::formats {
namespace {

namespace dom = simdjson::dom;

bool is_number(std::string_view key) {
  return !key.empty() && key.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

struct JsonColumns::Impl {
  struct Column {
    std::string key;  // as JSON
    dom::object::iterator at, end;
  };
  dom::parser parser;
  bool by_index = false;  // each value of the outer object is a row
  dom::object rows;
  dom::object::iterator row, row_end;
  std::vector<Column> columns;

  explicit Impl(std::string_view text) : rows(parser.parse(text.data(), text.size()).get_object()) {
    row = rows.begin();
    row_end = rows.end();
    by_index = row != row_end && is_number(row.key());
    if (by_index) return;
    for (const auto field : rows) {
      const dom::object cells = field.value.get_object();
      const auto key = text::json_text(boost::json::value(boost::json::string(field.key)));
      columns.push_back({key, cells.begin(), cells.end()});
    }
  }

  bool next_by_index(std::string& out) {
    if (row == row_end) return false;
    out = simdjson::minify(row.value());
    ++row;
    return true;
  }

  // The longest column has all rows; a cell that others lack is left out.
  bool next_by_column(std::string& out) {
    std::string_view key;
    for (const auto& column : columns) {
      if (key.empty() && column.at != column.end) key = column.at.key();
    }
    if (key.empty()) return false;
    out = "{";
    for (auto& column : columns) {
      if (column.at == column.end || column.at.key() != key) continue;
      if (out.size() > 1) out += ',';
      out += column.key + ":" + simdjson::minify(column.at.value());
      ++column.at;
    }
    out += '}';
    return true;
  }
};

JsonColumns::JsonColumns(std::string_view text, const std::string& path) {
  try {
    impl_ = std::make_unique<Impl>(text);
  } catch (const simdjson::simdjson_error& error) {
    throw Error(ErrorCode::kInvalidInput,
                path + " looks like a table by columns, but is not valid JSON: " + error.what());
  }
}

JsonColumns::~JsonColumns() = default;

bool JsonColumns::next(std::string& row) {
  return impl_->by_index ? impl_->next_by_index(row) : impl_->next_by_column(row);
}

}  // namespace smartdesk::formats
