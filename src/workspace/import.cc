#include "workspace/import.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <future>
#include <unordered_map>
#include <utility>

#include "store/conversation.h"
#include "text/calendar.h"
#include "text/json_text.h"
#include "workspace/internal/message_rows.h"
#include "workspace/internal/repeated_numbers.h"
#include "workspace/internal/row_reader.h"

namespace smartdesk::workspace {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatch = 20'000;
constexpr const char* kMail = "mail";

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
  if (formats::is_mail(format)) return kMail;
  if (path == "-") return "stdin";
  auto name = fs::path(path).filename();
  while (name.has_extension()) name = name.stem();
  return name.string();
}

// Tickets that decide whether a file is known, spread over its first batch.
std::vector<NewTicket> sample_of(const std::vector<NewTicket>& tickets) {
  constexpr std::size_t kMost = 100;
  const auto step = (tickets.size() + kMost - 1) / kMost;
  std::vector<NewTicket> sample;
  for (std::size_t i = 0; i < tickets.size(); i += step) {
    if (!tickets[i].external_id.empty()) sample.push_back(tickets[i]);
  }
  return sample;
}

// The one other source that holds half of these tickets or more; empty if there is none, or if `own` holds any.
std::string known_source(const store::TicketStore& store, const std::vector<NewTicket>& tickets,
                         const std::string& own) {
  const auto sample = sample_of(tickets);
  const auto holders = store.sources_with(sample);
  if (holders.contains(own)) return "";
  std::string found;
  for (const auto& [source, held] : holders) {
    if (held * 2 < sample.size()) continue;
    if (!found.empty()) return "";
    found = source;
  }
  return found;
}

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
        const bool is_refused = error.code() == ErrorCode::kInvalidInput || error.code() == ErrorCode::kNoColumn;
        if (!is_refused || ++failed == files.size()) throw;
        flush();
        std::string reason = error.what();
        if (reason.ends_with('.')) reason.pop_back();
        reject(file_, {0, "", reason});
        result_.notes.push_back(reason);
      }
    }
    finish_writing();
    if (rejects_ && result_.rejected > 0) rejects_->commit();
    return result_;
  }

 private:
  void one(const std::string& file) {
    file_ = options_.name.empty() ? file : options_.name;
    formats::ReadOptions read{options_.format, options_.map, formats::ReadOptions{}.max_field_bytes,
                              [&](const formats::Rejected& row) { reject(file_, row); }, options_.encoding};
    auto table = formats::TableReader::open(file, read);
    RowReader rows(table, options_.text_column, options_.tasks);
    days_.reset();
    date_name_ = rows.date_name();
    look_at_all_dates_ = [file, read, columns = rows.date_columns()](text::DateOrderVotes& votes) {
      add_votes_of(file, read, columns, votes);
    };
    message_days_.reset();
    has_messages_as_rows_ = rows.are_rows_messages();
    met_.clear();
    source_ = options_.source.empty() ? source_of(file_, table.format()) : options_.source;
    is_source_open_ = options_.source.empty() && source_ != kMail;
    RepeatedNumbers numbers(formats::is_mail(table.format()) ? SameText::kOneTicket : SameText::kTwoTickets);
    by_ = rows.is_labelled_by_llm()     ? store::Author::kLlm
          : options_.labels_are_peoples ? store::Author::kPerson
                                        : store::Author::kRule;
    who_ = "import of " + fs::path(file_).filename().string();
    formats::Record row;
    while (table.next(row)) {
      take(rows, row, numbers);
      if (++batch_.rows < kBatch) continue;
      flush();
      run_.stop_if_asked();
      run_.report("importing " + file, table.bytes_read(), table.bytes_total());
    }
    flush();
    note_encoding(table);
    if (const auto delimiter = table.delimiter()) result_.delimiter = std::string(1, *delimiter);
    for (const auto& note : table.notes()) result_.notes.push_back(file_ + ": " + note);
    if (auto note = numbers.note(file_); !note.empty()) result_.notes.push_back(std::move(note));
    finish_writing();
  }

  void note_encoding(const formats::TableReader& table) {
    result_.unreadable_characters += table.unreadable_characters();
    const auto encoding = table.encoding();
    if (!result_.encoding_file.empty() && !text::is_less_sure(encoding, result_.encoding)) return;
    result_.encoding = encoding;
    result_.encoding_file = file_;
  }

  void take(RowReader& rows, const formats::Record& row, RepeatedNumbers& numbers) {
    NewTicket ticket;
    try {
      ticket = rows.ticket(row, source_);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kInvalidInput) throw;
      return reject(file_, {row.line, "", error.what()});
    }
    if (ticket.subject.empty() && ticket.body.empty() && ticket.messages.empty())
      return reject(file_, {row.line, "", "the row has no text"});
    if (rows.are_rows_messages()) return take_message(std::move(ticket), rows.labels(row));
    if (ticket.messages.empty()) numbers.keep_apart(ticket, row.line);
    batch_.tickets.push_back(std::move(ticket));
    take_labels(rows.labels(row));
  }

  // A row that continues a ticket of the batch adds its message only: the ticket's fields and labels are those of the
  // first row.
  void take_message(NewTicket ticket, std::vector<std::pair<std::string, std::string>> labels) {
    if (!ticket.external_id.empty()) {
      const auto [first, is_new] = batch_.conversations.try_emplace(ticket.external_id, batch_.tickets.size());
      if (!is_new) {
        auto& messages = batch_.tickets[first->second].messages;
        messages.insert(messages.end(), ticket.messages.begin(), ticket.messages.end());
        return;
      }
    }
    batch_.tickets.push_back(std::move(ticket));
    take_labels(std::move(labels));
  }

  struct Batch {
    std::size_t rows = 0;
    std::vector<NewTicket> tickets;
    std::unordered_map<std::string, std::size_t> conversations;  // by number: its ticket
    std::vector<store::LabelOfNew> labels;
  };

  // Writes one batch while the next is read.
  void flush() {
    finish_writing();
    if (batch_.tickets.empty()) return;
    read_days();
    recognise_source();
    writing_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] {
      return store_.add(batch.tickets, batch.labels);
    });
  }

  void read_days() {
    if (!message_days_) {
      text::DateOrderVotes votes;
      for (const auto& ticket : batch_.tickets) {
        for (const auto& message : ticket.messages) votes.add(message.created_at);
      }
      message_days_.emplace(votes, options_.date_order);
    }
    read_message_times(batch_.tickets, *message_days_);
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
  static void add_votes_of(const std::string& file, formats::ReadOptions read, const std::vector<std::size_t>& columns,
                           text::DateOrderVotes& votes) {
    if (columns.empty() || !fs::is_regular_file(file)) return;
    read.on_rejected = {};
    auto table = formats::TableReader::open(file, std::move(read));
    for (formats::Record row; votes.is_open() && table.next(row);) {
      for (const auto column : columns) votes.add(row.fields[column]);
    }
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

  // The first batch of a file determines whether its tickets are known under another source.
  void recognise_source() {
    if (!std::exchange(is_source_open_, false)) return;
    auto source = known_source(store_, batch_.tickets, source_);
    if (source.empty()) return;
    source_ = std::move(source);
    for (auto& ticket : batch_.tickets) ticket.source = source_;
    result_.recognised.push_back({file_, source_});
  }

  void finish_writing() {
    if (!writing_.valid()) return;
    const auto added = writing_.get();
    result_.added += added.added;
    result_.updated += added.updated;
    result_.unchanged += added.unchanged;
    result_.labels += added.labels;
    result_.messages += added.messages;
    if (has_messages_as_rows_) count_once(added);
    result_.accepted = result_.added + result_.updated + result_.unchanged;
  }

  // A conversation whose rows are in several batches counts once.
  void count_once(const store::AddResult& added) {
    for (std::size_t i = 0; i < added.ids.size(); ++i) {
      const auto [earlier, is_first] = met_.try_emplace(added.ids[i], added.is_changed[i]);
      if (is_first) continue;
      if (!added.is_changed[i]) {
        --result_.unchanged;
      } else {
        --(earlier->second ? result_.updated : result_.unchanged);
        earlier->second = true;
      }
    }
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
  std::optional<text::DayReader> days_, message_days_;
  std::string date_name_;                                         // of the file's column
  std::function<void(text::DateOrderVotes&)> look_at_all_dates_;  // in the current file
  std::string file_, source_;
  bool is_source_open_ = false, has_messages_as_rows_ = false;
  std::unordered_map<store::TicketId, bool> met_;  // whether it is counted as new or updated
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
    RowReader rows(table, options.text_column, options.tasks);
    auto& preview = previews.emplace_back(ImportPreview{file, {}, rows.columns(), rows.kept(), {}});
    formats::Record row;
    while (preview.tickets.size() < tickets && table.next(row)) {
      auto ticket = rows.ticket(row, options.source.empty() ? source_of(file, table.format()) : options.source);
      preview.tickets.push_back(store::begun(std::move(ticket), TextFrom::kFirst));
    }
    preview.encoding = table.encoding();
  }
  return previews;
}

}  // namespace smartdesk::workspace
