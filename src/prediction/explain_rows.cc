#include "prediction/explain_rows.h"

#include <algorithm>

#include "core/parallel.h"
#include "files/input_file.h"
#include "files/output_file.h"
#include "formats/columns.h"
#include "prediction/explanation_json.h"
#include "text/encoding.h"
#include "text/html_text.h"
#include "text/json_text.h"
#include "text/ticket_text.h"

namespace smartdesk::prediction {
namespace {

constexpr std::size_t kBatchRows = 256;

struct Row {
  std::uint64_t line = 0;
  std::string id, text, explained;  // explained: the line of the output
};

void explain_row(const Predictor& predictor, std::size_t most_words, Row& row) {
  boost::json::object object{{"line", row.line}, {"id", row.id}};
  for (auto& [key, value] :
       explanation_json(predictor.model().version, row.text, explain(predictor, row.text), most_words))
    object[key] = std::move(value);
  row.explained = text::json_text(object) + "\n";
}

// The tickets of a table, some at a time.
class Rows {
 public:
  explicit Rows(const ExplainRowsOptions& options)
      : table_(open(options)),
        text_(formats::TextColumns::find(options.in, table_.columns(), options.text_column)),
        id_(formats::find_field_column(table_.columns(), "id")) {}

  // Empty at the end.
  std::vector<Row> next() {
    std::vector<Row> rows;
    formats::Record record;
    while (rows.size() < kBatchRows && table_.next(record)) {
      rows.push_back({record.line, id_ ? std::string(record.fields[*id_]) : "",
                      std::string(text_.text(record.fields, buffer_)), ""});
    }
    return rows;
  }

  const formats::TableReader& table() const { return table_; }

 private:
  static formats::TableReader open(const ExplainRowsOptions& options) {
    formats::ReadOptions read;
    read.format = options.in_format;
    read.map = options.map;
    read.encoding = options.encoding;
    read.on_rejected = options.on_rejected;
    return formats::TableReader::open(options.in, read);
  }

  formats::TableReader table_;
  formats::TextColumns text_;
  std::optional<std::size_t> id_;
  std::string buffer_;
};

Row row_of_text_file(const ExplainRowsOptions& options) {
  const auto bytes = files::InputFile::open(options.in).read_all();
  std::string buffer;
  Row row{1, "",
          std::string(text::ticket_text("", text::visible_text(text::decoded_text(bytes, options.encoding)), buffer)),
          ""};
  if (row.text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Error(ErrorCode::kInvalidInput,
                options.in + " has no text to explain. Name a file with the text of a ticket.");
  return row;
}

}  // namespace

ExplainRowsResult explain_rows(const Predictor& predictor, const ExplainRowsOptions& options, const Run& run) {
  ExplainRowsResult result;
  if (options.in.ends_with(".txt")) {
    auto row = row_of_text_file(options);
    explain_row(predictor, options.most_words, row);
    files::write_file(options.out, row.explained);
    result.rows = 1;
    return result;
  }
  Rows rows(options);
  auto out = files::OutputFile::create(options.out);
  for (auto batch = rows.next(); !batch.empty(); batch = rows.next()) {
    parallel_in_order(
        batch.size(), run.threads,
        [&](std::size_t i, std::size_t) {
          run.stop_if_asked();
          explain_row(predictor, options.most_words, batch[i]);
        },
        [&](std::size_t i) { out.write(batch[i].explained); });
    result.rows += batch.size();
    run.report("explaining " + options.in, rows.table().bytes_read(), rows.table().bytes_total());
  }
  if (options.on_read) options.on_read(rows.table());
  result.rejected = rows.table().rejected();
  if (result.rows == 0 && result.rejected > 0) {
    throw Error(ErrorCode::kInvalidInput, options.in + ": none of the " + std::to_string(result.rejected) +
                                              " rows could be read. Check the file's format.");
  }
  out.commit();
  return result;
}

}  // namespace smartdesk::prediction
