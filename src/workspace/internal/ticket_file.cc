#include "workspace/internal/ticket_file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "core/error.h"
#include "core/label_column.h"
#include "files/archive.h"
#include "text/json_text.h"
#include "workspace/internal/files_to_import.h"
#include "workspace/internal/message_rows.h"

namespace smartdesk::workspace {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMail = "mail";

// "exports/zendesk-2026.csv.gz" gives zendesk-2026. All mails have one source: a mail is the same in any file.
std::string source_of(const std::string& path, formats::TableFormat format) {
  if (formats::is_mail(format)) return kMail;
  if (path == "-") return "stdin";
  auto name = fs::path(path).filename();
  while (name.has_extension()) name = name.stem();
  return name.string();
}

std::string left_out_note(const std::vector<std::string>& files) {
  constexpr std::size_t kNamed = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(files.size(), kNamed); ++i) names += (i == 0 ? "" : ", ") + files[i];
  if (files.size() > kNamed) names += ", …";
  return std::to_string(files.size()) + " files of an unknown type were left out: " + names;
}

}  // namespace

TicketFile::TicketFile(const std::string& path, const ImportOptions& options, RejectSink on_rejected)
    : options_(options),
      path_(path),
      name_(shown_name(path, options)),
      on_rejected_(std::move(on_rejected)),
      read_{options.format, options.map, formats::ReadOptions{}.max_field_bytes, on_rejected_, options.encoding},
      table_(formats::TableReader::open(path, read_)),
      rows_(table_, options.text_column, options.tasks, options.like_none),
      source_(options.source.empty() ? source_of(name_, table_.format()) : options.source),
      who_("import of " + fs::path(name_).filename().string()),
      numbers_(formats::is_mail(table_.format()) ? SameText::kOneTicket : SameText::kTwoTickets) {
  if (rows_.is_labelled_by_llm()) {
    by_ = store::Author::kLlm;
  } else if (options.labels_are_peoples) {
    by_ = store::Author::kPerson;
  }
}

bool TicketFile::is_source_open() const { return options_.source.empty() && source_ != kMail && !rows_.has_sources(); }

bool TicketFile::has_own_sources() const { return options_.source.empty() && rows_.has_sources(); }

bool TicketFile::next(TicketBatch& batch) {
  batch = {};
  conversations_.clear();
  try {
    if (!read_rows(batch)) return false;
  } catch (const Error&) {
    is_at_end_ = true;
    name_labels(batch);
    read_days(batch);
    throw;
  }
  name_labels(batch);
  read_days(batch);
  return true;
}

std::vector<std::string> TicketFile::notes() const {
  auto notes = table_.notes();
  notes.insert(notes.end(), label_notes_.begin(), label_notes_.end());
  if (auto note = numbers_.note(); !note.empty()) notes.push_back(std::move(note));
  return notes;
}

bool TicketFile::read_rows(TicketBatch& batch) {
  formats::Record row;
  for (std::size_t rows = 0; rows < kBatchRows; ++rows) {
    if (!table_.next(row)) {
      is_at_end_ = true;
      return rows > 0;
    }
    take(row, batch);
  }
  return true;
}

void TicketFile::take(const formats::Record& row, TicketBatch& batch) {
  NewTicket ticket;
  try {
    ticket = rows_.ticket(row, has_own_sources() ? "" : source_);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidInput) throw;
    return on_rejected_({row.line, "", error.what()});
  }
  if (ticket.subject.empty() && ticket.body.empty() && ticket.messages.empty())
    return on_rejected_({row.line, "", "the row has no text"});
  if (rows_.are_rows_messages()) return take_message(std::move(ticket), row, batch);
  if (ticket.messages.empty()) numbers_.keep_apart(ticket, row.line);
  batch.tickets.push_back(std::move(ticket));
  take_labels(row, batch);
}

// A row that continues a ticket of the batch adds its message only: the ticket's fields and labels are those of the
// first row.
void TicketFile::take_message(NewTicket ticket, const formats::Record& row, TicketBatch& batch) {
  if (!ticket.external_id.empty()) {
    const auto [first, is_new] = conversations_.try_emplace(ticket.external_id, batch.tickets.size());
    if (!is_new) {
      auto& messages = batch.tickets[first->second].messages;
      messages.insert(messages.end(), ticket.messages.begin(), ticket.messages.end());
      return;
    }
  }
  batch.tickets.push_back(std::move(ticket));
  take_labels(row, batch);
}

void TicketFile::take_labels(const formats::Record& row, TicketBatch& batch) const {
  for (auto& [task, value, by] : rows_.labels(row)) {
    store::LabelOfNew label;
    label.task = std::move(task);
    label.value = std::move(value);
    label.by = by.value_or(by_);
    label.who = who_;
    label.of = batch.tickets.size() - 1;
    batch.labels.push_back(std::move(label));
  }
}

// Different spellings of a label get the most frequent one; in later batches, the one that the file had before.
void TicketFile::name_labels(TicketBatch& batch) {
  std::map<std::string, LabelCells> cells;
  for (const auto& label : batch.labels) ++cells[label.task][label.value];
  std::map<std::string, LabelColumn> columns;
  for (const auto& [task, values] : cells) {
    auto& names = names_[task];
    const bool is_first = names.empty();
    const auto& column = columns[task] =
        read_label_column(values, {SeveralLabels::kNever, {names.begin(), names.end()}, options_.like_none});
    names.insert(column.names.begin(), column.names.end());
    for (const auto& note : column.notes) {
      if (is_first) label_notes_.push_back(task + ": " + note.text.substr(0, note.text.size() - 1));
    }
  }
  for (auto& label : batch.labels) {
    const auto* names = columns.at(label.task).of(label.value);
    if (names != nullptr) label.value = names->front();
  }
}

void TicketFile::read_days(TicketBatch& batch) {
  if (!days_) decide_date_order(batch);
  read_message_times(batch.tickets, *days_);
  for (auto& ticket : batch.tickets) {
    const auto text = std::exchange(ticket.created_at, "");
    if (auto time = days_->read_time(text)) {
      ticket.created_on = time->substr(0, std::string_view("2026-03-01").size());
      ticket.created_at = std::move(*time);
      continue;
    }
    ++undated_;
    if (text.empty()) continue;
    ++unread_dates_;
    keep_unread_date(ticket, text);
  }
}

void TicketFile::decide_date_order(const TicketBatch& batch) {
  text::DateOrderVotes votes;
  for (const auto& ticket : batch.tickets) {
    votes.add(ticket.created_at);
    if (!rows_.are_rows_messages()) continue;  // the times in lists are read already
    for (const auto& message : ticket.messages) votes.add(message.created_at);
  }
  if (!options_.date_order && votes.is_open() && !is_at_end_) add_votes_of_the_rest(votes);
  days_.emplace(votes, options_.date_order);
  date_order_ = options_.date_order ? text::name_of(*options_.date_order) : votes.name();
}

void TicketFile::add_votes_of_the_rest(text::DateOrderVotes& votes) const {
  const auto columns = rows_.date_columns();
  if (columns.empty() || (!fs::is_regular_file(path_) && !files::path_in_archive(path_))) return;
  auto read = read_;
  read.on_rejected = {};
  auto table = formats::TableReader::open(path_, std::move(read));
  for (formats::Record row; votes.is_open() && table.next(row);) {
    for (const auto column : columns) votes.add(row.fields[column]);
  }
}

void TicketFile::keep_unread_date(NewTicket& ticket, const std::string& text) const {
  boost::json::object custom;
  if (!ticket.custom.empty()) custom = boost::json::parse(ticket.custom).as_object();
  custom[rows_.date_name()] = text;
  ticket.custom = text::json_text(custom);
}

std::string shown_name(const std::string& path, const ImportOptions& options) {
  if (options.name.empty()) return path;
  const auto& upload = options.files.front();
  return path.starts_with(upload) ? options.name + path.substr(upload.size()) : options.name;
}

std::vector<std::string> visit_files(const std::vector<std::string>& paths, const FileVisitor& visitor) {
  std::vector<std::string> left_out, notes;
  const auto files = files_to_import(paths, &left_out);
  if (!left_out.empty()) notes.push_back(left_out_note(left_out));
  std::size_t refused = 0;
  for (const auto& file : files) {
    try {
      visitor.read(file);
    } catch (const Error& error) {
      const bool is_refused = error.code() == ErrorCode::kInvalidInput || error.code() == ErrorCode::kNoColumn;
      if (!is_refused || ++refused == files.size()) throw;
      std::string reason = error.what();
      if (reason.ends_with('.')) reason.pop_back();
      visitor.refuse(file, reason);
      notes.push_back(std::move(reason));
    }
  }
  return notes;
}

}  // namespace smartdesk::workspace
