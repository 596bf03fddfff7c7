#include "store/sqlite/sqlite_store.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "core/clock.h"
#include "core/error.h"
#include "store/conversation.h"
#include "store/internal/column_list.h"
#include "store/sqlite/eraser.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/filter.h"
#include "store/sqlite/index.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/tally.h"
#include "store/sqlite/ticket_rows.h"
#include "store/sqlite/writers.h"

namespace smartdesk::store {
namespace {

// Runs `work` and converts SQLite exceptions to Error with the file's name.
template <typename Work>
auto guarded(const std::string& path, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw sqlite_failure(path, error, "restore a backup with `smartdesk restore`");
  }
}

// Runs `work`, which erases, in a transaction. The log still holds the old pages, so it is emptied.
template <typename Work>
auto erasing(const std::string& path, SQLite::Database& database, const Work& work) {
  return guarded(path, [&] {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const auto erased = work();
    transaction.commit();
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return erased;
  });
}

class SqliteStore final : public TicketStore {
 public:
  SqliteStore(const std::string& path, Access access, TextFrom from)
      : path_(path), from_(from), database_(guarded(path, [&] {
          return SQLite::Database(
              path,
              SQLite::OPEN_NOMUTEX |
                  (access == Access::kWrite ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY),
              5000);
        })) {
    guarded(path_, [&] {
      if (access == Access::kWrite) {
        database_.exec("PRAGMA journal_mode = WAL");
        database_.exec("PRAGMA synchronous = FULL");  // a commit is on disk when it returns
        database_.exec("PRAGMA secure_delete = ON");
        database_.exec(
            "PRAGMA wal_autocheckpoint = 64000");  // 256 MB, so that pages that change often are copied only once
      } else {
        database_.exec("PRAGMA query_only = ON");
        database_.exec("PRAGMA wal_autocheckpoint = 0");
      }
      database_.exec("PRAGMA foreign_keys = ON");
      database_.exec("PRAGMA cache_size = -65536");
      if (access == Access::kWrite) {
        teach_words(database_);
        migrate(database_, path_);
        remake_bodies();
      }
    });
    if (access == Access::kRead) refuse_other_schema();
  }

  using TicketStore::add;
  AddResult add(std::span<const NewTicket> tickets, std::span<const LabelOfNew> labels) override {
    return guarded(path_, [&] {
      AddResult result;
      SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
      TicketAdder adder(database_, from_);
      for (const auto& ticket : tickets) adder.add(ticket, result);
      LabelAppender appender(database_);
      for (const auto& label : labels) {
        if (!result.is_changed[label.of]) continue;
        appender.append(label, result.ids[label.of]);
        ++result.labels;
      }
      transaction.commit();
      return result;
    });
  }

  std::optional<ListedTicket> find(TicketId id) const override {
    return guarded(path_, [&]() -> std::optional<ListedTicket> {
      auto found = with_labels(std::span(&id, 1));
      if (found.empty()) return std::nullopt;
      return std::move(found.front());
    });
  }

  std::optional<TicketId> find(std::string_view source, std::string_view external_id) const override {
    return guarded(path_, [&]() -> std::optional<TicketId> {
      SQLite::Statement query(database_, "SELECT id FROM ticket WHERE source = ? AND external_id = ?");
      query.bind(1, std::string(source));
      query.bind(2, std::string(external_id));
      if (!query.executeStep()) return std::nullopt;
      return TicketId{query.getColumn(0).getInt64()};
    });
  }

  using TicketStore::messages;
  std::vector<std::vector<Message>> messages(std::span<const TicketId> ids) const override {
    return guarded(path_, [&] {
      std::vector<std::vector<Message>> conversations;
      MessageReader reader(database_);
      for (const auto id : ids) conversations.push_back(reader.read(static_cast<std::int64_t>(id)));
      return conversations;
    });
  }

  std::map<std::string, std::size_t> sources_with(std::span<const NewTicket> tickets) const override {
    return guarded(path_, [&] {
      // Jumps from source to source along the index ticket_by_origin.
      SQLite::Statement query(
          database_,
          "WITH RECURSIVE known (source) AS (SELECT min(source) FROM ticket UNION ALL SELECT (SELECT min(source) FROM "
          "ticket WHERE source > known.source) FROM known WHERE known.source IS NOT NULL) SELECT t.source FROM known "
          "CROSS JOIN ticket t ON t.source = known.source AND t.external_id = ? WHERE t.digest = ?");
      std::map<std::string, std::size_t> found;
      for (const auto& ticket : tickets) {
        query.bind(1, ticket.external_id);
        query.bind(2, content_digest(begun(ticket, from_)));
        while (query.executeStep()) ++found[query.getColumn(0).getString()];
        query.reset();
      }
      return found;
    });
  }

  using TicketStore::list;
  std::vector<ListedTicket> list(const TicketFilter& filter, Order order, TicketId beyond,
                                 std::size_t limit) const override {
    return guarded(path_, [&] { return with_labels(passing_ids(database_, filter, order, beyond, limit)); });
  }

  std::uint64_t count(const TicketFilter& filter, std::uint64_t at_most) const override {
    return guarded(path_, [&] { return count_passing(database_, filter, at_most); });
  }

  std::uint64_t index_words(std::uint64_t tickets) override {
    guarded(path_, [&] {
      SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
      index_more(database_, static_cast<std::int64_t>(tickets));
      transaction.commit();
    });
    return not_indexed();
  }

  std::uint64_t not_indexed() const override {
    return guarded(path_, [&] {
      const auto newest = database_.execAndGet("SELECT coalesce(max(id), 0) FROM ticket").getInt64();
      const auto left = newest - indexed_up_to(database_);
      return left > 0 ? static_cast<std::uint64_t>(left) : 0;
    });
  }

  void label(std::span<const NewLabel> labels) override {
    guarded(path_, [&] {
      SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
      LabelAppender appender(database_);
      for (const auto& label : labels) {
        require_ticket(label.ticket);
        appender.append(label, label.ticket);
      }
      transaction.commit();
    });
  }

  TicketId undo(LabelId label) override {
    return guarded(path_, [&] {
      SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
      SQLite::Statement find(database_, "SELECT ticket, task FROM label WHERE id = ? AND undone_at = ''");
      find.bind(1, static_cast<std::int64_t>(label));
      if (!find.executeStep()) {
        throw Error(ErrorCode::kInvalidInput, "There is no label with the number " +
                                                  std::to_string(static_cast<std::int64_t>(label)) +
                                                  " that can be undone.");
      }
      const auto ticket = find.getColumn(0).getInt64();
      const auto task = find.getColumn(1).getString();
      SQLite::Statement mark(database_, "UPDATE label SET undone_at = ? WHERE id = ?");
      mark.bind(1, utc_now());
      mark.bind(2, static_cast<std::int64_t>(label));
      mark.exec();
      derive_current(ticket, task);
      transaction.commit();
      return TicketId{ticket};
    });
  }

  std::vector<LabelEntry> history(TicketId id) const override {
    return guarded(path_, [&] {
      std::vector<LabelEntry> entries;
      SQLite::Statement query(database_,
                              "SELECT id, task, value, author, who, probability, at, undone_at FROM label WHERE "
                              "ticket = ? ORDER BY id");
      query.bind(1, static_cast<std::int64_t>(id));
      while (query.executeStep()) {
        LabelEntry entry;
        entry.ticket = id;
        entry.id = LabelId{query.getColumn(0).getInt64()};
        entry.task = query.getColumn(1).getString();
        entry.value = query.getColumn(2).getString();
        entry.by = author_from(query, 3);
        entry.who = query.getColumn(4).getString();
        entry.probability = probability_from(query, 5);
        entry.at = query.getColumn(6).getString();
        entry.undone_at = query.getColumn(7).getString();
        entries.push_back(std::move(entry));
      }
      return entries;
    });
  }

  std::uint64_t erase(std::span<const TicketId> tickets) override {
    return erasing(path_, database_, [&] { return erase_tickets(database_, tickets); });
  }

  ErasedMessages erase_messages(std::span<const TicketId> tickets, const MessageTest& is_gone) override {
    return erasing(path_, database_, [&] { return store::erase_messages(database_, tickets, is_gone, from_); });
  }

  std::vector<TicketId> mentioning(std::string_view text) const override {
    return guarded(path_, [&] {
      const std::string names =
          " WHERE instr(lower(" + column_list(kPeoplesFields, " || char(10) || ") + "), lower(?1)) > 0";
      SQLite::Statement query(
          database_,
          "SELECT id FROM ticket" + names + " UNION SELECT ticket FROM old_version" + names +
              " UNION SELECT ticket FROM message WHERE instr(lower(name || char(10) || address || char(10) || body), "
              "lower(?1)) > 0 ORDER BY 1");
      query.bind(1, std::string(text));
      std::vector<TicketId> ids;
      while (query.executeStep()) ids.push_back(TicketId{query.getColumn(0).getInt64()});
      return ids;
    });
  }

  StoreCounts counts() const override {
    return guarded(path_, [&] {
      StoreCounts counts;
      counts.tickets = static_cast<std::uint64_t>(database_.execAndGet("SELECT count(*) FROM ticket").getInt64());
      counts.label_entries = static_cast<std::uint64_t>(database_.execAndGet("SELECT count(*) FROM label").getInt64());
      counts.has_replies =
          database_.execAndGet("SELECT EXISTS (SELECT 1 FROM message WHERE position = 1)").getInt() != 0;
      SQLite::Statement query(database_,
                              "SELECT task, value, author, count(*) FROM current_label GROUP BY task, value, author");
      while (query.executeStep()) {
        const auto task = query.getColumn(0).getString();
        const auto count = static_cast<std::uint64_t>(query.getColumn(3).getInt64());
        counts.current[task][query.getColumn(1).getString()] += count;
        counts.authors[task][query.getColumn(2).getString()] += count;
      }
      return counts;
    });
  }

  std::vector<DayCount> days() const override {
    return guarded(path_, [&] { return days_of(database_); });
  }

  Tally tally(const TicketFilter::CreatedTest& period, std::string_view row_task,
              std::string_view column_task) const override {
    return guarded(path_, [&] { return tally_of(database_, period, row_task, column_task); });
  }

  void backup(const std::string& path) override {
    guarded(path, [&] {
      SQLite::Database copy(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      SQLite::Backup(copy, database_).executeStep(-1);
      copy.exec("PRAGMA journal_mode = DELETE");  // a single file
      const auto verdict = copy.execAndGet("PRAGMA quick_check").getString();
      if (verdict != "ok") {
        throw Error(ErrorCode::kFailed, path_ + " is damaged: its copy failed the integrity check (" +
                                            verdict.substr(0, verdict.find('\n')) +
                                            "). Restore an older backup with `smartdesk restore`.");
      }
    });
  }

 private:
  void remake_bodies() {
    const std::string wanted(kTextSources[from_]);
    if (database_.execAndGet("SELECT text_from FROM body_source").getString() == wanted) return;
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    TicketAdder(database_, from_).remake_bodies();
    transaction.commit();
  }

  void refuse_other_schema() {
    const int found = guarded(path_, [&] { return schema_of(database_); });
    if (found == kNewestSchema) return;
    if (found == 0) {
      throw Error(ErrorCode::kInvalidInput, path_ +
                                                " is empty. Restore a backup with `smartdesk restore`, or start "
                                                "over with `smartdesk import FILE`.");
    }
    throw Error(
        ErrorCode::kInvalidInput,
        path_ + (found > kNewestSchema ? " was written by a newer smartdesk. Use that version to read it."
                                       : " was written by an older smartdesk. Any command that writes migrates it, "
                                         "for example `smartdesk import` of an empty file."));
  }

  void require_ticket(TicketId id) const {
    SQLite::Statement query(database_, "SELECT 1 FROM ticket WHERE id = ?");
    query.bind(1, static_cast<std::int64_t>(id));
    if (query.executeStep()) return;
    throw Error(ErrorCode::kInvalidInput,
                "There is no ticket with the number " + std::to_string(static_cast<std::int64_t>(id)) + ".");
  }

  // Derives the current label from the history: the last label by a person that is not undone, else the last one.
  void derive_current(std::int64_t ticket, const std::string& task) {
    SQLite::Statement remove(database_, "DELETE FROM current_label WHERE ticket = ? AND task = ?");
    remove.bind(1, ticket);
    remove.bind(2, task);
    remove.exec();
    SQLite::Statement derive(
        database_,
        "INSERT INTO current_label (ticket, task, value, author, probability) "
        "SELECT ticket, task, value, author, probability FROM label WHERE ticket = ? AND task = ? AND "
        "undone_at = '' ORDER BY author = 'person' DESC, id DESC LIMIT 1");
    derive.bind(1, ticket);
    derive.bind(2, task);
    derive.exec();
  }

  // The tickets that exist, in the given order.
  std::vector<ListedTicket> with_labels(std::span<const TicketId> ids) const {
    SQLite::Statement ticket(database_, select_tickets() + " WHERE id = ?");
    SQLite::Statement labels(database_, "SELECT task, value, author, probability FROM current_label WHERE ticket = ?");
    std::vector<ListedTicket> rows;
    rows.reserve(ids.size());
    for (const auto id : ids) {
      ticket.bind(1, static_cast<std::int64_t>(id));
      if (ticket.executeStep()) {
        auto& row = rows.emplace_back(ListedTicket{ticket_from(ticket), {}});
        labels.bind(1, static_cast<std::int64_t>(id));
        while (labels.executeStep()) row.labels[labels.getColumn(0).getString()] = current_from(labels, 1);
        labels.reset();
      }
      ticket.reset();
    }
    return rows;
  }

  static Author author_from(SQLite::Statement& row, int column) {
    return author_named(row.getColumn(column).getString()).value_or(Author::kRule);
  }
  static std::optional<double> probability_from(SQLite::Statement& row, int column) {
    const auto value = row.getColumn(column);
    return value.isNull() ? std::nullopt : std::optional(value.getDouble());
  }
  static CurrentLabel current_from(SQLite::Statement& row, int first) {
    return {row.getColumn(first).getString(), author_from(row, first + 1), probability_from(row, first + 2)};
  }

  std::string path_;
  TextFrom from_;
  mutable SQLite::Database database_;
};

}  // namespace

std::unique_ptr<TicketStore> open_sqlite_store(const std::string& path, Access access, TextFrom from) {
  if (access == Access::kRead && !std::filesystem::exists(path)) {
    throw Error(ErrorCode::kNoWorkspace, path + " does not exist.", std::filesystem::path(path).parent_path());
  }
  return std::make_unique<SqliteStore>(path, access, from);
}

}  // namespace smartdesk::store
