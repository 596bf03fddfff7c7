#include "prediction/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "core/parallel.h"
#include "formats/columns.h"
#include "formats/extended_table.h"
#include "prediction/answers.h"
#include "text/summary.h"

namespace smartdesk::prediction {
namespace {

constexpr std::size_t kBatchRows = 2048;
constexpr std::size_t kBatchBytes = std::size_t{16} << 20;

// A row, and the cells that the model adds to it.
struct Ticket {
  formats::KeptRecord record;
  std::vector<std::string> added;
};

std::vector<formats::Column> added_columns(const std::vector<AnswerColumn>& answers) {
  std::vector<formats::Column> columns;
  for (const auto& answer : answers) {
    columns.push_back({"predicted_" + answer.task, false});
    columns.push_back({"probability_" + answer.task, true});
    columns.push_back({"flag_" + answer.task, false});
  }
  columns.push_back({"predicted_summary", false});
  return columns;
}

// What one thread needs to answer tickets.
class Answerer {
 public:
  Answerer(const models::Model& model, const std::vector<AnswerColumn>& columns, const formats::TextColumns& text,
           const Thresholds& thresholds, features::Embedder* embedder)
      : model_(model), columns_(columns), text_(text), thresholds_(thresholds), embedder_(embedder) {}

  void answer(std::span<Ticket> tickets) {
    if (!model_.embedder.empty() && embedder_ != nullptr) embed(tickets);
    for (std::size_t i = 0; i < tickets.size(); ++i) {
      answer(tickets[i], embeddings_.dimensions > 0 ? embeddings_.row(i) : std::span<const float>());
    }
  }

 private:
  void embed(std::span<Ticket> tickets) {
    std::vector<std::string> texts;
    for (const auto& ticket : tickets) {
      ticket.record.fields(fields_);
      texts.emplace_back(text_.text(fields_, text_buffer_));
    }
    embeddings_ = embedder_->embed(std::vector<std::string_view>(texts.begin(), texts.end()));
  }

  void answer(Ticket& ticket, std::span<const float> embedding) {
    ticket.record.fields(fields_);
    models::predict(model_, text_.text(fields_, text_buffer_), scratch_, predictions_, embedding);
    ticket.added.resize(3 * columns_.size() + 1);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      answer_column(model_, columns_[c], thresholds_, predictions_, answer_);
      ticket.added[3 * c] = answer_.label;
      ticket.added[3 * c + 1].clear();
      fmt::format_to(std::back_inserter(ticket.added[3 * c + 1]), "{:.4f}", answer_.probability);
      ticket.added[3 * c + 2] = flag_of(answer_.trust);
    }
    ticket.added.back() = text::summarise(text_.subject(fields_), text_.body(fields_));
  }

  const models::Model& model_;
  const std::vector<AnswerColumn>& columns_;
  const formats::TextColumns& text_;
  const Thresholds& thresholds_;
  features::Embedder* embedder_;
  features::Embeddings embeddings_;
  models::ModelScratch scratch_;
  std::vector<models::Prediction> predictions_;
  Answer answer_;
  std::vector<std::string_view> fields_;
  std::string text_buffer_;
};

struct Batch {
  std::vector<Ticket> tickets;  // the first `rows` are filled; the others keep their memory
  std::size_t rows = 0;
};

void read_batch(formats::TableReader& reader, Batch& batch) {
  formats::Record record;
  std::size_t bytes = 0;
  batch.rows = 0;
  while (batch.rows < kBatchRows && bytes < kBatchBytes && reader.next(record)) {
    if (batch.rows == batch.tickets.size()) batch.tickets.emplace_back();
    bytes += batch.tickets[batch.rows++].record.take(record);
  }
}

// Carries batches from the reader through the model to the writer.
class Pipeline {
 public:
  Pipeline(const models::Model& model, const std::vector<AnswerColumn>& columns, const formats::TextColumns& text,
           const Thresholds& thresholds, formats::TableReader& reader, formats::ExtendedTable& table,
           features::Embedder* embedder, int threads)
      : reader_(reader), table_(table), threads_(std::max(1, threads)) {
    const std::size_t pieces = threads_ == 1 ? 1 : 4 * static_cast<std::size_t>(threads_);
    for (std::size_t i = 0; i < pieces; ++i) answerers_.emplace_back(model, columns, text, thresholds, embedder);
  }

  // Reads, answers and writes one batch after another. Holds nothing back, because the sender may wait for the answer.
  template <typename Done>
  void run_promptly(const Done& done) {
    Batch batch;
    for (read_batch(reader_, batch); batch.rows > 0; read_batch(reader_, batch)) {
      parallel_for(answerers_.size(), threads_, [&](std::size_t piece) { answer(batch, piece); });
      write(batch);
      table_.flush();
      done(batch);
    }
  }

  // Answers one batch while it reads the next and writes the previous one.
  template <typename Done>
  void run_overlapped(const Done& done) {
    Batch past, present, future;
    read_batch(reader_, present);
    while (present.rows > 0) {
      parallel_for(2 + answerers_.size(), threads_, [&](std::size_t job) {
        if (job == 0) read_batch(reader_, future);
        if (job == 1) write(past);
        if (job > 1) answer(present, job - 2);
      });
      done(present);
      std::swap(past, present);
      std::swap(present, future);
    }
    write(past);
  }

 private:
  void answer(Batch& batch, std::size_t piece) {
    const std::size_t begin = batch.rows * piece / answerers_.size();
    const std::size_t end = batch.rows * (piece + 1) / answerers_.size();
    answerers_[piece].answer(std::span(batch.tickets).subspan(begin, end - begin));
  }

  void write(const Batch& batch) {
    for (std::size_t i = 0; i < batch.rows; ++i) table_.write(batch.tickets[i].record, batch.tickets[i].added);
  }

  formats::TableReader& reader_;
  formats::ExtendedTable& table_;
  int threads_;
  std::vector<Answerer> answerers_;  // one per piece of a batch
};

}  // namespace

ClassifyResult classify(const models::Model& model, const ClassifyOptions& options, const Run& run) {
  formats::ReadOptions read;
  read.format = options.in_format;
  read.map = options.map;
  read.on_rejected = options.on_rejected;
  auto reader = formats::TableReader::open(options.in, read);
  const auto text_columns = formats::TextColumns::find(options.in, reader.columns(), options.text_column);
  const auto columns = answer_columns(model);
  formats::ExtendedTable table(options.out, options.out_format, reader.format(), reader.columns(),
                               added_columns(columns));

  ClassifyResult result;
  const auto thresholds = answer_thresholds(model, options.abstain_below, options.error_budget);
  Pipeline pipeline(model, columns, text_columns, thresholds, reader, table, options.embedder, run.threads);
  const auto count = [&](const Batch& batch) {
    for (std::size_t i = 0; i < batch.rows; ++i) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        result.abstained += batch.tickets[i].added[3 * c + 2] == "abstain";
        result.unknown += batch.tickets[i].added[3 * c + 2] == "unknown";
      }
    }
    result.rows += batch.rows;
    run.stop_if_asked();
    run.report("classifying " + options.in, reader.bytes_read(), reader.bytes_total());
  };
  if (options.in == "-") {
    pipeline.run_promptly(count);
  } else {
    pipeline.run_overlapped(count);
  }
  result.rejected = reader.rejected();
  if (result.rows == 0 && result.rejected > 0) {
    throw Error(ErrorCode::kInvalidInput, options.in + ": none of the " + std::to_string(result.rejected) +
                                              " rows could be read. Check the file's format.");
  }
  table.commit();
  return result;
}

}  // namespace smartdesk::prediction
