#include "labelling/label.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <deque>
#include <filesystem>
#include <memory>

#include "core/enum_names.h"
#include "core/label_column.h"
#include "core/label_spelling.h"
#include "core/workers.h"
#include "files/digest.h"
#include "files/journal.h"
#include "files/output_file.h"
#include "formats/columns.h"
#include "formats/extended_table.h"
#include "text/json_text.h"

namespace smartdesk::labelling {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kWindow = 1024;  // rows between the next one to write and the next one to read

enum class Status { kLabelled, kCached, kLocal, kFailed };

constexpr EnumNames<Status::kFailed> kStatuses{"labelled", "cached", "local", "failed"};

// The final result of one row.
struct Outcome {
  Status status = Status::kFailed;
  LabelledTicket ticket;
};

std::string to_json(const Outcome& outcome) {
  const auto& ticket = outcome.ticket;
  json::object object{{"status", kStatuses[outcome.status]},
                      {"failure", ticket.failure},
                      {"remark", ticket.remark},
                      {"raw", ticket.raw_reply},
                      {"suspected", ticket.suspected}};
  if (ticket.labels) {
    object["labels"] = json::array(ticket.labels->labels.begin(), ticket.labels->labels.end());
    object["evidence"] = ticket.labels->evidence;
    object["summary"] = ticket.labels->summary;
    if (ticket.labels->confidence) object["confidence"] = *ticket.labels->confidence;
  }
  return text::json_text(object);
}

// nullopt: written by another version; the request is repeated then.
std::optional<Outcome> outcome_from(const std::string& text) {
  try {
    const auto value = json::parse(text);
    const auto& object = value.as_object();
    Outcome outcome;
    outcome.status = kStatuses.find(std::string_view(object.at("status").as_string())).value_or(Status::kFailed);
    auto& ticket = outcome.ticket;
    ticket.failure = object.at("failure").as_string();
    ticket.remark = object.at("remark").as_string();
    ticket.raw_reply = object.at("raw").as_string();
    ticket.suspected = object.at("suspected").as_bool();
    if (const auto* labels = object.if_contains("labels")) {
      ticket.labels.emplace();
      for (const auto& label : labels->as_array()) ticket.labels->labels.emplace_back(label.as_string());
      ticket.labels->evidence = object.at("evidence").as_string();
      ticket.labels->summary = object.at("summary").as_string();
      if (const auto* sure = object.if_contains("confidence")) ticket.labels->confidence = sure->to_number<double>();
    }
    return outcome;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

struct Row {
  formats::KeptRecord record;
  std::string subject, body, text, key;
  bool resumed = false;
  bool asked = false;  // it was given to a worker
  bool done = false;   // set by a worker
  Outcome outcome;
};

// Counts how often two sources give the same label, and how often they would by chance.
class AgreementCounter {
 public:
  void add(std::string_view given, std::string_view own) {
    ++rows_;
    const auto key = label_key(given), own_key = label_key(own);
    same_ += key == own_key;
    ++given_[key];
    ++own_[own_key];
  }
  Agreement agreement() const {
    Agreement agreement{rows_, same_, 0};
    for (const auto& [label, count] : given_) {
      const auto other = own_.find(label);
      if (other == own_.end()) continue;
      agreement.chance += static_cast<double>(count) / static_cast<double>(rows_) * static_cast<double>(other->second) /
                          static_cast<double>(rows_);
    }
    return agreement;
  }

 private:
  std::uint64_t rows_ = 0, same_ = 0;
  std::map<std::string, std::uint64_t> given_, own_;
};

std::vector<formats::Column> added_columns(const Taxonomy& taxonomy) {
  std::vector<formats::Column> columns;
  for (const auto& task : taxonomy.tasks) columns.push_back({task.name, false});
  for (const char* name : {"summary", "evidence", "confidence", "label_status", "label_error", "label_flag"}) {
    columns.push_back({name, std::string_view(name) == "confidence"});
  }
  return columns;
}

// Keeps labels that came with the tickets, but not those of an earlier run of `label`.
std::vector<std::string> kept_names(std::vector<std::string> input, const Taxonomy& taxonomy) {
  const auto has = [&](const std::string& name) { return std::find(input.begin(), input.end(), name) != input.end(); };
  if (has("label_status")) return input;
  std::vector<std::string> ours{"summary"};
  for (const auto& task : taxonomy.tasks) ours.push_back(task.name);
  for (auto& name : input) {
    const bool is_ours = std::find(ours.begin(), ours.end(), name) != ours.end();
    if (is_ours && !has("given_" + name)) name = "given_" + name;
  }
  return input;
}

std::uint64_t count_rows(const LabelOptions& options, formats::ReadOptions read) {
  if (options.in == "-") return options.limit;
  read.on_rejected = {};
  auto reader = formats::TableReader::open(options.in, read);
  formats::Record record;
  std::uint64_t rows = 0;
  while ((options.limit == 0 || rows < options.limit) && reader.next(record)) ++rows;
  return rows;
}

class Labelling {
 public:
  Labelling(TicketLabeller& labeller, const LabelOptions& options, const Run& run)
      : labeller_(labeller),
        options_(options),
        run_(run),
        read_{options.in_format, options.map, formats::ReadOptions{}.max_field_bytes, options.on_rejected,
              options.encoding},
        total_(count_rows(options, read_)),
        reader_(formats::TableReader::open(options.in, read_)),
        text_(formats::TextColumns::find(options.in, reader_.columns(), options.text_column)),
        names_(kept_names(reader_.columns(), labeller.taxonomy())),
        journal_(options.out),
        table_(options.out, std::nullopt, reader_.format(), names_, added_columns(labeller.taxonomy()),
               names_ != reader_.columns()),
        local_(options.local, labeller.taxonomy()) {
    const bool own_output = names_ == reader_.columns() && reader_.column("label_status").has_value();
    for (const auto& task : labeller.taxonomy().tasks) {
      given_.push_back(own_output ? std::nullopt : formats::find_label_column(reader_.columns(), task.name));
    }
    agreement_.resize(given_.size());
  }

  LabelResult run() {
    const auto began = Clock::now();
    try {
      label_all(began);
    } catch (const Error& error) {
      throw files::Journal::explained(error, options_.out);
    }
    if (options_.on_read) options_.on_read(reader_);
    if (result_.rows == 0 && reader_.rejected() > 0) {
      throw Error(ErrorCode::kInvalidInput, options_.in + ": none of the " + std::to_string(reader_.rejected()) +
                                                " rows could be read. Check the file's format.");
    }
    write_failures();
    table_.commit();
    journal_.remove();
    result_.rejected = reader_.rejected();
    result_.counts = labeller_.counts();
    result_.seconds = seconds_since(began);
    for (std::size_t t = 0; t < given_.size(); ++t) {
      const auto agreement = agreement_[t].agreement();
      if (agreement.rows > 0) result_.agreement[labeller_.taxonomy().tasks[t].name] = agreement;
    }
    return std::move(result_);
  }

 private:
  static double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
  }

  void label_all(Clock::time_point began) {
    Workers<Row> workers(std::max(1, options_.concurrency), [this](Row& row) { ask(row); });
    bool more = true;
    report(began);
    while (more || !window_.empty()) {
      run_.stop_if_asked();
      while (more && window_.size() < kWindow) {
        more = read_row();
        if (more && window_.back()->asked) workers.give(*window_.back());
      }
      while (!window_.empty() && is_done(*window_.front(), workers)) {
        write(*window_.front());
        window_.pop_front();
        report(began);
        run_.stop_if_asked();
      }
      report(began);
    }
  }

  static bool is_done(const Row& row, Workers<Row>& workers) {
    return !row.asked || workers.wait_for(row, std::chrono::milliseconds(100));
  }

  // Appends the next row to the window, with its result if no request is needed. False at the end of the input.
  bool read_row() {
    formats::Record record;
    if ((options_.limit > 0 && read_rows_ >= options_.limit) || !reader_.next(record)) return false;
    ++read_rows_;
    auto row = std::make_unique<Row>();
    row->record.take(record);
    row->subject = text_.subject(record.fields);
    row->body = text_.body(record.fields);
    std::string buffer;
    row->text = text_.text(record.fields, buffer);
    row->key = files::hex(files::sha256(labeller_.key(row->text))).substr(0, 32);
    settle_without_asking(*row);
    window_.push_back(std::move(row));
    return true;
  }

  std::optional<Outcome> outcome_before(const Row& row) const {
    const auto* before = journal_.find(row.key);
    return before == nullptr ? std::nullopt : outcome_from(*before);
  }

  void settle_without_asking(Row& row) {
    if (auto before = outcome_before(row)) {
      row.outcome = std::move(*before);
      row.resumed = true;
    } else if (auto sure = local_.sure_answer(row.subject, row.body, row.text)) {
      row.outcome.status = Status::kLocal;
      row.outcome.ticket.labels = std::move(*sure);
    } else if (auto kept = labeller_.find(row.text)) {
      row.outcome = {Status::kCached, std::move(*kept)};
    } else {
      row.asked = true;
    }
  }

  void ask(Row& row) {
    auto ticket = labeller_.label(row.text);
    row.outcome = {ticket.labels ? Status::kLabelled : Status::kFailed, std::move(ticket)};
    journal_.add(row.key, to_json(row.outcome));
  }

  // Called once per row, in order.
  void write(const Row& row) {
    const auto& ticket = row.outcome.ticket;
    const std::size_t tasks = given_.size();
    cells_.assign(tasks + 6, "");
    if (ticket.labels) {
      std::copy(ticket.labels->labels.begin(), ticket.labels->labels.end(), cells_.begin());
      cells_[tasks] = ticket.labels->summary;
      cells_[tasks + 1] = ticket.labels->evidence;
      if (ticket.labels->confidence) cells_[tasks + 2] = fmt::format("{:.4f}", *ticket.labels->confidence);
    }
    cells_[tasks + 3] = kStatuses[row.outcome.status];
    cells_[tasks + 4] = ticket.failure.empty() ? ticket.remark : ticket.failure + ": " + ticket.remark;
    cells_[tasks + 5] = ticket.suspected ? "injection" : "";
    table_.write(row.record, cells_);
    count(row);
  }

  void count(const Row& row) {
    const auto& ticket = row.outcome.ticket;
    ++result_.rows;
    result_.resumed += row.resumed;
    result_.suspected += ticket.suspected;
    result_.labelled += row.outcome.status == Status::kLabelled;
    result_.cached += row.outcome.status == Status::kCached;
    result_.local += row.outcome.status == Status::kLocal;
    if (row.outcome.status == Status::kFailed) {
      ++result_.failed;
      ++result_.failures[ticket.failure];
      failures_ += text::json_text(json::object{{"line", row.record.line()},
                                                {"kind", ticket.failure},
                                                {"error", ticket.remark},
                                                {"reply", ticket.raw_reply}}) +
                   "\n";
      return;
    }
    row.record.fields(fields_);
    for (std::size_t t = 0; t < given_.size(); ++t) {
      if (!given_[t]) continue;
      const auto given = label_of_cell(fields_[*given_[t]]);
      if (!given.empty()) agreement_[t].add(given, ticket.labels->labels[t]);
    }
  }

  void write_failures() {
    if (options_.out == "-") return;
    const auto path = options_.out + ".failed.jsonl";
    if (failures_.empty()) {
      std::error_code ignored;
      std::filesystem::remove(path, ignored);
    } else {
      files::write_file(path, failures_);
      result_.failures_file = path;
    }
  }

  // Updates the text at most once per second.
  void report(Clock::time_point began) {
    const auto seconds = seconds_since(began);
    if (seconds - reported_ >= 1 || stage_.empty()) {
      reported_ = seconds;
      stage_ = "labelling " + options_.in;
      if (seconds > 1) {
        const auto counts = labeller_.counts();
        stage_ += fmt::format(": {:.1f} rows/s, {:.0f} tokens/s", static_cast<double>(result_.rows) / seconds,
                              static_cast<double>(counts.output_tokens) / seconds);
      }
      if (result_.failed > 0) stage_ += fmt::format(", {} failed", result_.failed);
    }
    run_.report(stage_, result_.rows, total_);
  }

  TicketLabeller& labeller_;
  const LabelOptions& options_;
  const Run& run_;
  formats::ReadOptions read_;
  std::uint64_t total_;
  formats::TableReader reader_;
  formats::TextColumns text_;
  std::vector<std::string> names_;
  files::Journal journal_;
  formats::ExtendedTable table_;
  LocalAnswers local_;
  std::vector<std::optional<std::size_t>> given_;  // by task: the input's column with its labels
  std::vector<AgreementCounter> agreement_;
  std::deque<std::unique_ptr<Row>> window_;
  std::uint64_t read_rows_ = 0;
  std::string failures_;
  std::vector<std::string> cells_;
  std::vector<std::string_view> fields_;
  std::string stage_;
  double reported_ = 0;
  LabelResult result_;
};

}  // namespace

double Agreement::kappa() const {
  if (rows == 0 || chance >= 1) return 0;
  return (static_cast<double>(same) / static_cast<double>(rows) - chance) / (1 - chance);
}

LabelResult label(TicketLabeller& labeller, const LabelOptions& options, const Run& run) {
  return Labelling(labeller, options, run).run();
}

}  // namespace smartdesk::labelling
