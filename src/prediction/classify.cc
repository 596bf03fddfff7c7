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
  Answerer(const Predictor& predictor, const formats::TextColumns& text) : predictor_(predictor), text_(text) {}

  void answer(std::span<Ticket> tickets) {
    if (predictor_.model().embedder.empty()) {
      for (auto& ticket : tickets) answer_one(ticket);
    } else {
      answer_together(tickets);
    }
  }

 private:
  void answer_one(Ticket& ticket) {
    ticket.record.fields(fields_);
    add_answers(ticket, predictor_.predict(text_.text(fields_, text_buffer_), scratch_));
  }

  // With one request for the embeddings of all.
  void answer_together(std::span<Ticket> tickets) {
    std::vector<std::string> texts;
    for (const auto& ticket : tickets) {
      ticket.record.fields(fields_);
      texts.emplace_back(text_.text(fields_, text_buffer_));
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    predictor_.predict_all(views, scratch_, [&](std::size_t i, std::span<const models::Prediction> predictions) {
      tickets[i].record.fields(fields_);
      add_answers(tickets[i], predictions);
    });
  }

  // Reads fields_.
  void add_answers(Ticket& ticket, std::span<const models::Prediction> predictions) {
    const auto& columns = predictor_.columns();
    ticket.added.resize(3 * columns.size() + 1);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      predictor_.answer(columns[c], predictions, answer_);
      ticket.added[3 * c] = answer_.label;
      ticket.added[3 * c + 1].clear();
      fmt::format_to(std::back_inserter(ticket.added[3 * c + 1]), "{:.4f}", answer_.probability);
      ticket.added[3 * c + 2] = flag_of(answer_.trust);
    }
    ticket.added.back() = text::summarise(text_.subject(fields_), text_.body(fields_));
  }

  const Predictor& predictor_;
  const formats::TextColumns& text_;
  PredictorScratch scratch_;
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
  Pipeline(const Predictor& predictor, const formats::TextColumns& text, formats::TableReader& reader,
           formats::ExtendedTable& table, int threads)
      : reader_(reader), table_(table), threads_(std::max(1, threads)) {
    const std::size_t pieces = threads_ == 1 ? 1 : 4 * static_cast<std::size_t>(threads_);
    for (std::size_t i = 0; i < pieces; ++i) answerers_.emplace_back(predictor, text);
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

ClassifyResult classify(const Predictor& predictor, const ClassifyOptions& options, const Run& run) {
  formats::ReadOptions read;
  read.format = options.in_format;
  read.map = options.map;
  read.encoding = options.encoding;
  read.on_rejected = options.on_rejected;
  auto reader = formats::TableReader::open(options.in, read);
  const auto text_columns = formats::TextColumns::find(options.in, reader.columns(), options.text_column);
  const auto& columns = predictor.columns();
  formats::ExtendedTable table(options.out, options.out_format, reader.format(), reader.columns(),
                               added_columns(columns));

  ClassifyResult result;
  Pipeline pipeline(predictor, text_columns, reader, table, run.threads);
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
  if (options.on_read) options.on_read(reader);
  result.rejected = reader.rejected();
  if (result.rows == 0 && result.rejected > 0) {
    throw Error(ErrorCode::kInvalidInput, options.in + ": none of the " + std::to_string(result.rejected) +
                                              " rows could be read. Check the file's format.");
  }
  table.commit();
  return result;
}

}  // namespace smartdesk::prediction
