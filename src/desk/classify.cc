#include "desk/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/parallel.h"
#include "formats/columns.h"
#include "text/summary.h"

namespace smartdesk {
namespace {

constexpr std::size_t kBatchRows = 2048;
constexpr std::size_t kBatchBytes = std::size_t{16} << 20;

// A record that outlives the reader's buffer, and the cells that the model adds to it.
struct Ticket {
  std::string bytes;                     // the fields one after another, then raw
  std::vector<std::uint32_t> field_end;  // in bytes
  std::vector<std::string> added;

  void take(const Record& record) {
    bytes.clear();
    field_end.clear();
    for (const auto field : record.fields) {
      bytes += field;
      field_end.push_back(static_cast<std::uint32_t>(bytes.size()));
    }
    bytes += record.raw;
  }
  void fields(std::vector<std::string_view>& out) const {
    out.clear();
    std::uint32_t begin = 0;
    for (const auto end : field_end) {
      out.push_back(std::string_view(bytes).substr(begin, end - begin));
      begin = end;
    }
  }
  std::string_view raw() const { return std::string_view(bytes).substr(field_end.empty() ? 0 : field_end.back()); }
};

std::vector<Column> added_columns(const Model& model) {
  std::vector<Column> columns;
  for (const auto& head : model.heads) {
    columns.push_back({"predicted_" + head.task, false});
    columns.push_back({"probability_" + head.task, true});
    columns.push_back({"flag_" + head.task, false});
  }
  columns.push_back({"predicted_summary", false});
  return columns;
}

// Where the input's and the added columns stand in the output.
struct Layout {
  std::vector<Column> columns;
  std::vector<std::size_t> added_at;  // one per added column
  std::size_t first_new = 0;          // of columns

  Layout(const std::vector<std::string>& input, const std::vector<Column>& added) : first_new(input.size()) {
    for (const auto& name : input) columns.push_back({name, false});
    for (const auto& column : added) {
      const auto same = std::find(input.begin(), input.end(), column.name);
      added_at.push_back(same == input.end() ? columns.size() : static_cast<std::size_t>(same - input.begin()));
      if (same == input.end()) columns.push_back(column);
    }
  }
};

// What one thread needs to answer tickets.
class Answerer {
 public:
  Answerer(const Model& model, const TextColumns& text, double abstain_below)
      : model_(model), text_(text), abstain_below_(abstain_below) {}

  void answer(Ticket& ticket) {
    ticket.fields(fields_);
    predict(model_, text_.text(fields_, text_buffer_), scratch_, probabilities_);
    const bool unknown = !knows_a_word(text_.text(fields_, text_buffer_));
    ticket.added.clear();
    for (std::size_t h = 0; h < model_.heads.size(); ++h) {
      const auto top = std::max_element(probabilities_[h].begin(), probabilities_[h].end());
      ticket.added.push_back(model_.heads[h].labels.name(static_cast<ClassIndex>(top - probabilities_[h].begin())));
      ticket.added.push_back(fmt::format("{:.4f}", *top));
      ticket.added.emplace_back(unknown ? "unknown" : *top < abstain_below_ ? "abstain" : "");
    }
    ticket.added.push_back(summarise(text_.subject(fields_), text_.body(fields_)));
  }

 private:
  bool knows_a_word(std::string_view text) { return model_.features.transform(text, scratch_.features).size() > 0; }

  const Model& model_;
  const TextColumns& text_;
  double abstain_below_;
  ModelScratch scratch_;
  std::vector<std::vector<float>> probabilities_;
  std::vector<std::string_view> fields_;
  std::string text_buffer_;
};

class Writer {
 public:
  Writer(const ClassifyOptions& options, TableFormat in_format, Layout layout)
      : layout_(std::move(layout)),
        extends_json_(is_json(in_format)),
        table_(TableWriter::create(options.out, layout_.columns, out_format(options, in_format))) {
    extends_json_ = extends_json_ && is_json(out_format(options, in_format));
  }

  void write(const Ticket& ticket) {
    if (extends_json_ && layout_.added_at.size() == layout_.columns.size() - layout_.first_new) {
      cells_.assign(ticket.added.begin(), ticket.added.end());
      table_.write_extended(ticket.raw(), layout_.first_new, cells_);
      return;
    }
    ticket.fields(cells_);
    cells_.resize(layout_.columns.size());
    for (std::size_t i = 0; i < ticket.added.size(); ++i) cells_[layout_.added_at[i]] = ticket.added[i];
    table_.write(cells_);
  }

  void flush() { table_.flush(); }
  void commit() { table_.commit(); }

 private:
  static bool is_json(TableFormat format) { return format == TableFormat::kJson || format == TableFormat::kJsonl; }
  static TableFormat out_format(const ClassifyOptions& options, TableFormat in_format) {
    if (options.out_format) return *options.out_format;
    return options.out == "-" ? in_format : table_format(options.out);
  }

  Layout layout_;
  bool extends_json_;
  TableWriter table_;
  std::vector<std::string_view> cells_;
};

std::size_t read_batch(TableReader& reader, std::vector<Ticket>& batch) {
  Record record;
  std::size_t rows = 0, bytes = 0;
  while (rows < kBatchRows && bytes < kBatchBytes && reader.next(record)) {
    if (rows == batch.size()) batch.emplace_back();
    batch[rows].take(record);
    bytes += batch[rows++].bytes.size();
  }
  return rows;
}

}  // namespace

ClassifyResult classify(const Model& model, const ClassifyOptions& options, const Run& run) {
  ReadOptions read;
  read.format = options.in_format;
  read.map = options.map;
  read.on_rejected = options.on_rejected;
  auto reader = TableReader::open(options.in, read);
  const auto text_columns = TextColumns::find(options.in, reader.columns(), options.text_column);
  Writer writer(options, reader.format(), Layout(reader.columns(), added_columns(model)));

  ClassifyResult result;
  std::vector<Ticket> batch;
  std::vector<Answerer> answerers;
  for (int i = 0; i < std::max(1, run.threads); ++i) answerers.emplace_back(model, text_columns, options.abstain_below);
  while (const std::size_t rows = read_batch(reader, batch)) {
    run.stop_if_asked();
    const std::size_t share = (rows + answerers.size() - 1) / answerers.size();
    parallel_for(answerers.size(), run.threads, [&](std::size_t part) {
      for (std::size_t i = part * share; i < std::min(rows, (part + 1) * share); ++i) answerers[part].answer(batch[i]);
    });
    for (std::size_t i = 0; i < rows; ++i) {
      writer.write(batch[i]);
      for (std::size_t h = 0; h < model.heads.size(); ++h) result.abstained += batch[i].added[3 * h + 2] == "abstain";
    }
    if (options.out == "-") writer.flush();
    result.rows += rows;
    run.report("classifying " + options.in, reader.bytes_read(), reader.bytes_total());
  }
  result.rejected = reader.rejected();
  if (result.rows == 0 && result.rejected > 0) {
    throw Error(ErrorCode::kInvalidInput,
                options.in + ": not one of its " + std::to_string(result.rejected) + " rows could be read");
  }
  writer.commit();
  return result;
}

}  // namespace smartdesk
