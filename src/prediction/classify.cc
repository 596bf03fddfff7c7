#include "prediction/classify.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string_view>

#include "core/error.h"
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

constexpr std::size_t kFlag = 2;  // where the flag stands among the columns of a task

// The columns that the answers add to a table, and which of them are a task's.
class AnswerLayout {
 public:
  AnswerLayout(const Predictor& predictor, const ClassifyOptions& options)
      : with_probabilities_(options.probabilities) {
    const auto& heads = predictor.model().heads;
    for (const auto& task : predictor.columns()) {
      begin_.push_back(columns_.size());
      columns_.push_back({"predicted_" + task.task, false});
      columns_.push_back({"probability_" + task.task, true});
      columns_.push_back({"flag_" + task.task, false});
      columns_.push_back({"unknown_score_" + task.task, true});
      if (!with_probabilities_) continue;
      for (const auto& label : labels(std::span(heads).subspan(task.begin, task.end - task.begin)))
        columns_.push_back({"probability_" + task.task + "_" + label, true});
    }
    columns_.push_back({"predicted_summary", false});
    refuse_equal_names();
  }

  const std::vector<formats::Column>& columns() const { return columns_; }
  std::size_t begin(std::size_t task) const { return begin_[task]; }
  bool with_probabilities() const { return with_probabilities_; }

 private:
  static std::vector<std::string> labels(std::span<const models::Head> heads) {
    if (heads.front().member.empty()) return heads.front().labels.names();
    std::vector<std::string> members;
    for (const auto& head : heads) members.push_back(head.member);
    return members;
  }

  // Such as the label b of the task a, and a task a_b.
  void refuse_equal_names() const {
    std::set<std::string_view> names;
    for (const auto& column : columns_) {
      if (names.insert(column.name).second) continue;
      throw Error(ErrorCode::kUsage, "Two columns of the answers would be called " + column.name +
                                         ". Train the model with another name for one of its tasks.");
    }
  }

  bool with_probabilities_;
  std::vector<formats::Column> columns_;
  std::vector<std::size_t> begin_;  // by task: its first column
};

// What one thread needs to answer tickets.
class Answerer {
 public:
  Answerer(const Predictor& predictor, const formats::TextColumns& text, const AnswerLayout& layout)
      : predictor_(predictor), text_(text), layout_(layout) {}

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
    const auto& tasks = predictor_.columns();
    ticket.added.resize(layout_.columns().size());
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      predictor_.answer(tasks[t], predictions, answer_);
      auto* cell = &ticket.added[layout_.begin(t)];
      *cell++ = answer_.label;
      write(*cell++, "{:.4f}", answer_.probability);
      *cell++ = flag_of(answer_.trust);
      write(*cell++, "{:.6f}", answer_.unknown_score);
      if (layout_.with_probabilities()) add_probabilities(tasks[t], predictions, cell);
    }
    ticket.added.back() = text::summarise(text_.subject(fields_), text_.body(fields_));
  }

  void add_probabilities(const AnswerColumn& task, std::span<const models::Prediction> predictions, std::string* cell) {
    for (std::size_t h = task.begin; h < task.end; ++h) {
      const auto& head = predictor_.model().heads[h];
      const auto& probabilities = predictions[h].probabilities;
      if (!head.member.empty()) {
        write(*cell++, "{}", probabilities[head.labels.name(0) == models::kYes ? 0 : 1]);
        continue;
      }
      for (const float probability : probabilities) write(*cell++, "{}", probability);
    }
  }

  // Reuses the memory of the cell.
  static void write(std::string& cell, fmt::format_string<float&> format, float number) {
    cell.clear();
    fmt::format_to(std::back_inserter(cell), format, number);
  }

  const Predictor& predictor_;
  const formats::TextColumns& text_;
  const AnswerLayout& layout_;
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
  // make_answerer() is called once per piece of a batch.
  template <typename MakeAnswerer>
  Pipeline(const MakeAnswerer& make_answerer, formats::TableReader& reader, formats::ExtendedTable& table, int threads)
      : reader_(reader), table_(table), threads_(std::max(1, threads)) {
    const std::size_t pieces = threads_ == 1 ? 1 : 4 * static_cast<std::size_t>(threads_);
    for (std::size_t i = 0; i < pieces; ++i) answerers_.push_back(make_answerer());
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
  const AnswerLayout layout(predictor, options);
  formats::ExtendedTable table(options.out, options.out_format, reader.format(), reader.columns(), layout.columns());

  ClassifyResult result;
  Pipeline pipeline([&] { return Answerer(predictor, text_columns, layout); }, reader, table, run.threads);
  const auto count = [&](const Batch& batch) {
    for (std::size_t i = 0; i < batch.rows; ++i) {
      for (std::size_t t = 0; t < predictor.columns().size(); ++t) {
        const auto& flag = batch.tickets[i].added[layout.begin(t) + kFlag];
        result.abstained += flag == flag_of(Trust::kAbstain);
        result.unknown += flag == flag_of(Trust::kUnknown);
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
