#include "workspace/import.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <optional>
#include <unordered_map>
#include <utility>

#include "files/private_files.h"
#include "workspace/internal/ticket_file.h"

namespace smartdesk::workspace {
namespace {

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
      files::make_private_folder(std::filesystem::path(options.rejects).parent_path().string());
      rejects_.emplace(
          formats::TableWriter::create(options.rejects, {{"file"}, {"line", true}, {"column"}, {"reason"}}));
    }
  }

  ImportResult all() {
    result_.notes = visit_files(options_.files,
                                {[&](const std::string& path) { one(path); },
                                 [&](const std::string& path, const std::string& reason) { refuse(path, reason); }});
    finish_writing();
    result_.notes.insert(result_.notes.end(), notes_.begin(), notes_.end());
    if (rejects_ && result_.rejected > 0) rejects_->commit();
    return result_;
  }

 private:
  void one(const std::string& path) {
    batch_ = {};
    file_.emplace(path, options_, [this, path](const formats::Rejected& row) { reject(path, row); });
    is_source_open_ = file_->is_source_open();
    met_.clear();
    while (file_->next(batch_)) {
      write();
      run_.stop_if_asked();
      run_.report("importing " + path, file_->table().bytes_read(), file_->table().bytes_total());
    }
    note_reading();
    finish_writing();
  }

  // What was read before the fault is kept.
  void refuse(const std::string& path, const std::string& reason) {
    if (file_) {
      write();
      finish_writing();
      note_dates();
    }
    reject(path, {0, "", reason});
  }

  void note_reading() {
    const auto& table = file_->table();
    note_dates();
    note_encoding(table);
    if (const auto delimiter = table.delimiter()) result_.delimiter = std::string(1, *delimiter);
    for (const auto& note : file_->notes()) notes_.push_back(file_->name() + ": " + note);
  }

  void note_dates() {
    result_.undated += file_->undated();
    result_.unread_dates += file_->unread_dates();
    const auto& order = file_->date_order();
    if (order == "ambiguous" || result_.date_order.empty()) result_.date_order = order;
  }

  void note_encoding(const formats::TableReader& table) {
    result_.unreadable_characters += table.unreadable_characters();
    const auto encoding = table.encoding();
    if (!result_.encoding_file.empty() && !text::is_less_sure(encoding, result_.encoding)) return;
    result_.encoding = encoding;
    result_.encoding_file = file_->name();
  }

  // Writes one batch while the next is read.
  void write() {
    finish_writing();
    if (batch_.tickets.empty()) return;
    recognise_source();
    has_messages_as_rows_ = file_->rows().are_rows_messages();
    writing_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] {
      return store_.add(batch.tickets, batch.labels);
    });
  }

  // The first batch of a file determines whether its tickets are known under another source.
  void recognise_source() {
    if (!std::exchange(is_source_open_, false)) return;
    const auto source = known_source(store_, batch_.tickets, file_->source());
    if (source.empty()) return;
    file_->set_source(source);
    for (auto& ticket : batch_.tickets) ticket.source = source;
    result_.recognised.push_back({file_->name(), source});
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

  void reject(const std::string& path, const formats::Rejected& row) {
    ++result_.rejected;
    if (!rejects_) return;
    const std::string name = shown_name(path, options_), line = std::to_string(row.line);
    const std::string_view cells[] = {name, line, row.column, row.reason};
    rejects_->write(cells);
  }

  store::TicketStore& store_;
  const ImportOptions& options_;
  const Run& run_;
  std::optional<formats::TableWriter> rejects_;
  std::optional<TicketFile> file_;  // the current one, unless it could not be opened
  TicketBatch batch_;
  bool is_source_open_ = false, has_messages_as_rows_ = false;
  std::unordered_map<store::TicketId, bool> met_;  // whether it is counted as new or updated
  ImportResult result_;
  std::vector<std::string> notes_;         // of the files that were read
  std::future<store::AddResult> writing_;  // last member, so it is destroyed first
};

}  // namespace

ImportResult import_tickets(store::TicketStore& store, const ImportOptions& options, const Run& run) {
  return Import(store, options, run).all();
}

void index_words(store::TicketStore& store, const Run& run) {
  const auto total = store.not_indexed();
  for (auto left = total; left > 0; left = store.index_words(kBatchRows)) {
    run.stop_if_asked();
    run.report("indexing words", total > left ? total - left : 0, total);
  }
}

}  // namespace smartdesk::workspace
