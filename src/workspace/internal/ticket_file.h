// Reads the tickets of one file in batches: what an import stores, and what its preview shows.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/ticket.h"
#include "formats/table.h"
#include "store/ticket_store.h"
#include "text/calendar.h"
#include "workspace/import.h"
#include "workspace/internal/repeated_numbers.h"
#include "workspace/internal/row_reader.h"

namespace smartdesk::workspace {

inline constexpr std::size_t kBatchRows = 20'000;

// Its tickets have times in ISO 8601, and days.
struct TicketBatch {
  std::vector<NewTicket> tickets;
  std::vector<store::LabelOfNew> labels;
};

using RejectSink = std::function<void(const formats::Rejected&)>;

// One thread at a time. Memory: a batch, and what RepeatedNumbers and MessageRows keep of each ticket.
class TicketFile {
 public:
  // on_rejected: called for each row that makes no ticket. Throws as TableReader::open and RowReader do. `options` must
  // outlive the file.
  TicketFile(const std::string& path, const ImportOptions& options, RejectSink on_rejected);
  TicketFile(const TicketFile&) = delete;
  TicketFile& operator=(const TicketFile&) = delete;

  // Replaces the batch by the next kBatchRows rows, fewer at the end. False when no rows are left. The first batch
  // decides how labels are spelled, and mostly whether the day or the month comes first; if it does not, the rest of
  // the file is looked at (of standard input, which cannot be read twice, the first batch decides). When it throws, the
  // batch holds what was read before.
  bool next(TicketBatch& batch);

  const std::string& name() const { return name_; }      // for the user
  const std::string& source() const { return source_; }  // of its tickets
  void set_source(std::string source) { source_ = std::move(source); }

  // Whether another source may hold the same tickets.
  bool is_source_open() const;

  // About what has been read so far.
  const formats::TableReader& table() const { return table_; }
  const RowReader& rows() const { return rows_; }
  std::uint64_t undated() const { return undated_; }             // tickets without a day that can be read
  std::uint64_t unread_dates() const { return unread_dates_; }   // of these: with a date in an unknown form
  std::vector<std::string> notes() const;                        // for the user, without the final full stop
  const std::string& date_order() const { return date_order_; }  // as ImportResult::date_order

 private:
  bool has_own_sources() const;
  bool read_rows(TicketBatch& batch);
  void take(const formats::Record& row, TicketBatch& batch);
  void take_message(NewTicket ticket, const formats::Record& row, TicketBatch& batch);
  void take_labels(const formats::Record& row, TicketBatch& batch) const;
  void name_labels(TicketBatch& batch);
  void read_days(TicketBatch& batch);
  void decide_date_order(const TicketBatch& batch);
  void add_votes_of_the_rest(text::DateOrderVotes& votes) const;
  void keep_unread_date(NewTicket& ticket, const std::string& text) const;

  const ImportOptions& options_;
  std::string path_, name_;
  RejectSink on_rejected_;
  formats::ReadOptions read_;
  formats::TableReader table_;
  RowReader rows_;
  std::string source_, who_;
  store::Author by_ = store::Author::kRule;
  RepeatedNumbers numbers_;
  std::map<std::string, std::set<std::string>> names_;  // of labels, by task
  std::vector<std::string> label_notes_;
  std::unordered_map<std::string, std::size_t> conversations_;  // of this batch, by number: the ticket
  std::optional<text::DayReader> days_;
  std::string date_order_;
  std::uint64_t undated_ = 0, unread_dates_ = 0;
  bool is_at_end_ = false;
};

// What the user calls the file: an upload has another name than its path, and so have files inside of it.
std::string shown_name(const std::string& path, const ImportOptions& options);

struct FileVisitor {
  std::function<void(const std::string& path)> read;
  std::function<void(const std::string& path, const std::string& reason)> refuse;  // reason: without a full stop
};

// Reads the files of `paths`, folders included; a file that cannot be read is refused. Returns notes for the user about
// files that were left out. Throws what the last file threw if all were refused.
std::vector<std::string> visit_files(const std::vector<std::string>& paths, const FileVisitor& visitor);

}  // namespace smartdesk::workspace
