#include "store/sqlite/schema.h"

#include "core/error.h"

namespace smartdesk::store {
namespace {

// Never change a released step; add another one.
constexpr const char* kSteps[kNewestSchema] = {
    R"sql(
      CREATE TABLE ticket (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL, external_id TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
        created_at TEXT NOT NULL, product TEXT NOT NULL, customer TEXT NOT NULL, channel TEXT NOT NULL,
        language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
        summary TEXT NOT NULL, tags TEXT NOT NULL, custom TEXT NOT NULL, imported_at TEXT NOT NULL);
      CREATE UNIQUE INDEX ticket_by_origin ON ticket (source, external_id);
      CREATE TABLE old_version (
        ticket INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE, version INTEGER NOT NULL,
        created_at TEXT NOT NULL, product TEXT NOT NULL, customer TEXT NOT NULL, channel TEXT NOT NULL,
        language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
        summary TEXT NOT NULL, tags TEXT NOT NULL, custom TEXT NOT NULL, imported_at TEXT NOT NULL,
        PRIMARY KEY (ticket, version)) WITHOUT ROWID;
      CREATE TABLE label (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ticket INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
        task TEXT NOT NULL, value TEXT NOT NULL, author TEXT NOT NULL, who TEXT NOT NULL,
        probability REAL, at TEXT NOT NULL, undone_at TEXT NOT NULL DEFAULT '');
      CREATE INDEX label_by_ticket ON label (ticket, task);
      CREATE TABLE current_label (
        ticket INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
        task TEXT NOT NULL, value TEXT NOT NULL, author TEXT NOT NULL, probability REAL,
        PRIMARY KEY (ticket, task)) WITHOUT ROWID;
      CREATE INDEX current_label_by_value ON current_label (task, value, ticket);
    )sql",
    // Comparable days, and indexes that lag behind imports: words, and facets (products, customers, days).
    R"sql(
      ALTER TABLE ticket ADD COLUMN created_on TEXT NOT NULL DEFAULT '';
      UPDATE ticket SET created_on = substr(created_at, 1, 10)
        WHERE created_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*';
      DROP INDEX current_label_by_value;
      CREATE INDEX current_label_by_value ON current_label (task, value COLLATE NOCASE, ticket);
      CREATE VIRTUAL TABLE ticket_words USING fts5 (
        subject, body, content = 'ticket', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');
      CREATE TABLE ticket_facet (
        kind TEXT NOT NULL, value TEXT NOT NULL COLLATE NOCASE, ticket INTEGER NOT NULL,
        PRIMARY KEY (kind, value, ticket)) WITHOUT ROWID;
      CREATE TABLE indexed (up_to INTEGER NOT NULL);
      INSERT INTO indexed VALUES (0);
    )sql",
    // Conversations, and from which of their messages the bodies were made (TextFrom).
    R"sql(
      CREATE TABLE message (
        ticket INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE, position INTEGER NOT NULL,
        external_id TEXT NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
        is_private INTEGER NOT NULL, created_at TEXT NOT NULL, channel TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (ticket, position)) WITHOUT ROWID;
      CREATE TABLE body_source (text_from TEXT NOT NULL);
      INSERT INTO body_source VALUES ('first');
    )sql",
    // Words as text/search_words.h cuts them, those of customers too. All tickets are indexed anew.
    R"sql(
      DROP TABLE ticket_words;
      CREATE VIRTUAL TABLE ticket_words USING fts5 (customer, subject, body, content = '', tokenize = 'ascii');
      DELETE FROM ticket_facet;
      UPDATE indexed SET up_to = 0;
    )sql",
};

}  // namespace

int schema_of(SQLite::Database& database) { return database.execAndGet("PRAGMA user_version").getInt(); }

void migrate(SQLite::Database& database, const std::string& path, int newest) {
  const int found = schema_of(database);
  if (found > kNewestSchema) {
    throw Error(ErrorCode::kInvalidInput, path + " was written by a newer smartdesk (schema " + std::to_string(found) +
                                              ", this version supports " + std::to_string(kNewestSchema) +
                                              "). Use that version, or restore an older backup.");
  }
  for (int step = found; step < newest; ++step) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(kSteps[step]);
    database.exec("PRAGMA user_version = " + std::to_string(step + 1));
    transaction.commit();
  }
}

}  // namespace smartdesk::store
