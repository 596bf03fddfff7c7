#include "workspace/import.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <future>
#include <utility>

#include "core/ticket_fields.h"
#include "formats/columns.h"
#include "text/calendar.h"
#include "text/json_text.h"

namespace smartdesk::workspace {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatch = 20'000;

bool has_known_format(const std::string& path) {
  try {
    formats::table_format(path);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// "exports/zendesk-2026.csv.gz" gives zendesk-2026. All mails have one source: a mail is the same in any file.
std::string source_of(const std::string& path, formats::TableFormat format) {
  if (formats::is_mail(format)) return "mail";
  if (path == "-") return "stdin";
  auto name = fs::path(path).filename();
  while (name.has_extension()) name = name.stem();
  return name.string();
}

// Maps the columns of a file to the parts of a ticket.
class RowReader {
 public:
  RowReader(const formats::TableReader& table, const ImportOptions& options)
      : columns_(table.columns()),
        text_(formats::TextColumns::find(table.path(), columns_, options.text_column)),
        tasks_(options.tasks) {
    for (const auto& field : kTicketFields) {
      if (field.column.empty()) continue;
      const auto column = free_column(formats::find_field_column(columns_, field.column));
      if (!column) continue;
      used_[*column] = field.column;
      fields_.push_back({*column, field.text});
    }
    address_column_ = free_column(formats::find_field_column(columns_, "customer_address"));
    if (address_column_) used_[*address_column_] = "customer_address";
    used_[text_.body_column()] = "body";
    if (text_.subject_column()) used_[*text_.subject_column()] = "subject";
    const auto label_columns = formats::find_label_columns(columns_, tasks_);
    for (std::size_t t = 0; t < tasks_.size(); ++t) {
      labels_.push_back(free_column(label_columns[t]));
      if (labels_.back()) used_[*labels_.back()] = tasks_[t];
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!used_.contains(i)) custom_.push_back(i);
    }
    is_labelled_by_llm_ = table.column("label_status").has_value();
  }

  NewTicket ticket(const formats::Record& row, const std::string& source) const {
    NewTicket ticket;
    ticket.source = source;
    for (const auto& [column, text] : fields_) ticket.*text = row.fields[column];
    if (address_column_) add_address(ticket.customer, row.fields[*address_column_]);
    ticket.subject = text_.subject(row.fields);
    ticket.body = text_.body(row.fields);
    ticket.custom = custom_of(row);
    return ticket;
  }

  // Task and value of each label column that is not empty.
  std::vector<std::pair<std::string, std::string>> labels(const formats::Record& row) const {
    std::vector<std::pair<std::string, std::string>> found;
    for (std::size_t t = 0; t < labels_.size(); ++t) {
      if (labels_[t] && !row.fields[*labels_[t]].empty()) found.emplace_back(tasks_[t], row.fields[*labels_[t]]);
    }
    return found;
  }

  bool is_labelled_by_llm() const { return is_labelled_by_llm_; }

  // Of the dates; in the file, and by name.
  std::optional<std::size_t> date_column() const {
    for (const auto& [column, text] : fields_) {
      if (text == &NewTicket::created_at) return column;
    }
    return std::nullopt;
  }
  std::string date_name() const { return date_column() ? columns_[*date_column()] : std::string(); }

  ImportPreview preview(const std::string& file) const {
    ImportPreview preview{file, {}, {}, {}, {}};
    for (const auto& [column, ours] : used_) preview.columns[ours] = columns_[column];
    for (const auto column : custom_) preview.custom.push_back(columns_[column]);
    return preview;
  }

 private:
  // A column is used once, for the first field that matches it.
  std::optional<std::size_t> free_column(std::optional<std::size_t> column) const {
    if (!column || used_.contains(*column) || *column == text_.body_column() || column == text_.subject_column())
      return {};
    return column;
  }

  // As in mail: Ana Ribeiro <ana@example.com>
  static void add_address(std::string& customer, std::string_view address) {
    if (address.empty() || customer.find(address) != std::string::npos) return;
    customer = customer.empty() ? std::string(address) : customer + " <" + std::string(address) + ">";
  }

  std::string custom_of(const formats::Record& row) const {
    boost::json::object custom;
    for (const auto column : custom_) {
      if (!row.fields[column].empty()) custom[columns_[column]] = row.fields[column];
    }
    return custom.empty() ? std::string() : text::json_text(custom);
  }

  std::vector<std::string> columns_;
  formats::TextColumns text_;
  const std::vector<std::string>& tasks_;
  std::vector<std::pair<std::size_t, std::string NewTicket::*>> fields_;
  std::vector<std::optional<std::size_t>> labels_;
  std::optional<std::size_t> address_column_;
  std::map<std::size_t, std::string> used_;
  std::vector<std::size_t> custom_;
  bool is_labelled_by_llm_ = false;
};

class Import {
 public:
  Import(store::TicketStore& store, const ImportOptions& options, const Run& run)
      : store_(store), options_(options), run_(run) {
    if (!options.rejects.empty()) {
      rejects_.emplace(
          formats::TableWriter::create(options.rejects, {{"file"}, {"line", true}, {"column"}, {"reason"}}));
    }
  }

  ImportResult all() {
    std::vector<std::string> left_out;
    const auto files = files_to_import(options_.files, &left_out);
    note_left_out(left_out);
    std::size_t failed = 0;
    for (const auto& file : files) {
      try {
        one(file);
      } catch (const Error& error) {
        if (error.code() != ErrorCode::kInvalidInput || ++failed == files.size()) throw;
        flush();
        std::string reason = error.what();
        if (reason.ends_with('.')) reason.pop_back();
        reject(file, {0, "", reason});
        result_.notes.push_back(reason);
      }
    }
    finish_writing();
    if (rejects_ && result_.rejected > 0) rejects_->commit();
    return result_;
  }

 private:
  void one(const std::string& file) {
    formats::ReadOptions read{options_.format, options_.map, formats::ReadOptions{}.max_field_bytes,
                              [&](const formats::Rejected& row) { reject(file, row); }, options_.encoding};
    auto table = formats::TableReader::open(file, read);
    const RowReader rows(table, options_);
    days_.reset();
    date_name_ = rows.date_name();
    look_at_all_dates_ = [file, read, column = rows.date_column()](text::DateOrderVotes& votes) {
      add_votes_of(file, read, column, votes);
    };
    const auto source = options_.source.empty() ? source_of(file, table.format()) : options_.source;
    by_ = rows.is_labelled_by_llm()     ? store::Author::kLlm
          : options_.labels_are_peoples ? store::Author::kPerson
                                        : store::Author::kRule;
    who_ = "import of " + fs::path(file).filename().string();
    formats::Record row;
    while (table.next(row)) {
      auto ticket = rows.ticket(row, source);
      if (ticket.subject.empty() && ticket.body.empty()) {
        reject(file, {row.line, "", "the row has no text"});
        continue;
      }
      batch_.tickets.push_back(std::move(ticket));
      take_labels(rows.labels(row));
      if (batch_.tickets.size() < kBatch) continue;
      flush();
      run_.stop_if_asked();
      run_.report("importing " + file, table.bytes_read(), table.bytes_total());
    }
    flush();
    note_encoding(file, table);
    if (const auto delimiter = table.delimiter()) result_.delimiter = std::string(1, *delimiter);
    for (const auto& note : table.notes()) result_.notes.push_back(file + ": " + note);
  }

  void note_encoding(const std::string& file, const formats::TableReader& table) {
    result_.unreadable_characters += table.unreadable_characters();
    const auto encoding = table.encoding();
    if (!result_.encoding_file.empty() && !text::is_less_sure(encoding, result_.encoding)) return;
    result_.encoding = encoding;
    result_.encoding_file = file;
  }

  struct Batch {
    std::vector<NewTicket> tickets;
    std::vector<store::LabelOfNew> labels;
  };

  // Writes one batch while the next is read.
  void flush() {
    finish_writing();
    if (batch_.tickets.empty()) return;
    read_days();
    writing_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] {
      return store_.add(batch.tickets, batch.labels);
    });
  }

  void read_days() {
    if (!days_) decide_date_order();
    for (auto& ticket : batch_.tickets) {
      const auto text = std::exchange(ticket.created_at, "");
      if (auto time = days_->read_time(text)) {
        ticket.created_on = time->substr(0, std::string_view("2026-03-01").size());
        ticket.created_at = std::move(*time);
        continue;
      }
      ++result_.undated;
      if (text.empty()) continue;
      ++result_.unread_dates;
      keep_unread_date(ticket, text);
    }
  }

  // The first batch mostly decides whether the day or the month comes first; if not, the rest of the file is looked at.
  void decide_date_order() {
    text::DateOrderVotes votes;
    for (const auto& ticket : batch_.tickets) votes.add(ticket.created_at);
    if (!options_.date_order && votes.is_open() && batch_.tickets.size() >= kBatch) look_at_all_dates_(votes);
    days_.emplace(votes, options_.date_order);
    const auto order =
        options_.date_order ? std::string(text::name_of(*options_.date_order)) : std::string(votes.name());
    if (order == "ambiguous" || result_.date_order.empty()) result_.date_order = order;
  }

  // Standard input cannot be read twice; there the first batch decides.
  static void add_votes_of(const std::string& file, formats::ReadOptions read, std::optional<std::size_t> column,
                           text::DateOrderVotes& votes) {
    if (!column || !fs::is_regular_file(file)) return;
    read.on_rejected = {};
    auto table = formats::TableReader::open(file, std::move(read));
    for (formats::Record row; votes.is_open() && table.next(row);) votes.add(row.fields[*column]);
  }

  void keep_unread_date(NewTicket& ticket, const std::string& text) const {
    boost::json::object custom;
    if (!ticket.custom.empty()) custom = boost::json::parse(ticket.custom).as_object();
    custom[date_name_] = text;
    ticket.custom = text::json_text(custom);
  }

  void note_left_out(const std::vector<std::string>& files) {
    if (files.empty()) return;
    constexpr std::size_t kNamed = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(files.size(), kNamed); ++i) names += (i == 0 ? "" : ", ") + files[i];
    if (files.size() > kNamed) names += ", …";
    result_.notes.push_back(std::to_string(files.size()) + " files of an unknown type were left out: " + names);
  }

  void finish_writing() {
    if (!writing_.valid()) return;
    const auto added = writing_.get();
    result_.accepted += added.ids.size();
    result_.added += added.added;
    result_.updated += added.updated;
    result_.unchanged += added.unchanged;
    result_.labels += added.labels;
  }

  void take_labels(std::vector<std::pair<std::string, std::string>> labels) {
    for (auto& [task, value] : labels) {
      store::LabelOfNew label;
      label.task = std::move(task);
      label.value = std::move(value);
      label.by = by_;
      label.who = who_;
      label.of = batch_.tickets.size() - 1;
      batch_.labels.push_back(std::move(label));
    }
  }

  void reject(const std::string& file, const formats::Rejected& row) {
    ++result_.rejected;
    if (!rejects_) return;
    const std::string line = std::to_string(row.line);
    const std::string_view cells[] = {file, line, row.column, row.reason};
    rejects_->write(cells);
  }

  store::TicketStore& store_;
  const ImportOptions& options_;
  const Run& run_;
  std::optional<formats::TableWriter> rejects_;
  Batch batch_;
  std::optional<text::DayReader> days_;
  std::string date_name_;                                         // of the file's column
  std::function<void(text::DateOrderVotes&)> look_at_all_dates_;  // in the current file
  store::Author by_ = store::Author::kRule;
  std::string who_;
  ImportResult result_;
  std::future<store::AddResult> writing_;  // last member, so it is destroyed first
};

}  // namespace

std::vector<std::string> files_to_import(const std::vector<std::string>& paths, std::vector<std::string>* left_out) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    if (path == "-" || !fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (!entry.is_regular_file()) continue;
      if (has_known_format(entry.path().string())) {
        inside.push_back(entry.path().string());
      } else if (left_out != nullptr) {
        left_out->push_back(entry.path().string());
      }
    }
    std::sort(inside.begin(), inside.end());
    if (left_out != nullptr) std::sort(left_out->begin(), left_out->end());
    if (inside.empty()) {
      throw Error(ErrorCode::kInvalidInput,
                  path + " contains no file of a known format (.csv .tsv .json .jsonl .eml .mbox).");
    }
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

ImportResult import_tickets(store::TicketStore& store, const ImportOptions& options, const Run& run) {
  return Import(store, options, run).all();
}

void index_words(store::TicketStore& store, const Run& run) {
  const auto total = store.not_indexed();
  for (auto left = total; left > 0; left = store.index_words(kBatch)) {
    run.stop_if_asked();
    run.report("indexing words", total > left ? total - left : 0, total);
  }
}

std::vector<ImportPreview> preview_import(const ImportOptions& options, std::size_t tickets, const Run& run) {
  std::vector<ImportPreview> previews;
  for (const auto& file : files_to_import(options.files)) {
    run.stop_if_asked();
    auto table = formats::TableReader::open(
        file, {options.format, options.map, formats::ReadOptions{}.max_field_bytes, {}, options.encoding});
    const RowReader rows(table, options);
    auto& preview = previews.emplace_back(rows.preview(file));
    formats::Record row;
    while (preview.tickets.size() < tickets && table.next(row)) {
      preview.tickets.push_back(
          rows.ticket(row, options.source.empty() ? source_of(file, table.format()) : options.source));
    }
    preview.encoding = table.encoding();
  }
  return previews;
}

}  // namespace smartdesk::workspace
