#include "store/sqlite/writers.h"

#include "store/internal/column_list.h"

namespace smartdesk::store {
namespace {

// The columns that bind_content() binds.
std::string bound_columns() { return column_list(kContentFields) + ", created_on"; }

// ", ?" for each of them.
std::string more_question_marks() {
  std::string marks;
  for (std::size_t i = 0; i <= kContentFields.size(); ++i) marks += ", ?";
  return marks;
}

// Returns the next parameter.
int bind_content(SQLite::Statement& statement, int first, const NewTicket& ticket) {
  for (const auto& field : kContentFields) statement.bindNoCopy(first++, ticket.*field.text);
  statement.bindNoCopy(first++, ticket.created_on);
  return first;
}

void bind_label(SQLite::Statement& statement, const NewLabel& label, TicketId ticket) {
  statement.bind(1, static_cast<std::int64_t>(ticket));
  statement.bindNoCopy(2, label.task);
  statement.bindNoCopy(3, label.value);
  statement.bind(4, std::string(name_of(label.by)));
}

void bind_probability(SQLite::Statement& statement, int index, const std::optional<double>& probability) {
  if (probability) {
    statement.bind(index, *probability);
  } else {
    statement.bind(index);
  }
}

}  // namespace

TicketAdder::TicketAdder(SQLite::Database& database, TextFrom from)
    : database_(database),
      from_(from),
      insert_(database, "INSERT INTO ticket (source, external_id, version, digest, imported_at, " + bound_columns() +
                            ") VALUES (?, ?, 1, ?, ?" + more_question_marks() + ") ON CONFLICT DO NOTHING"),
      find_(database, "SELECT id, digest FROM ticket WHERE source = ? AND external_id = ?"),
      read_(database, select_tickets() + " WHERE id = ?"),
      keep_(database, "INSERT INTO old_version (ticket, version, imported_at, " + column_list(kContentFields) +
                          ") SELECT id, version, imported_at, " + column_list(kContentFields) +
                          " FROM ticket WHERE id = ?"),
      update_(database, "UPDATE ticket SET version = version + 1, (digest, imported_at, " + bound_columns() +
                            ") = (?, ?" + more_question_marks() + ") WHERE id = ?"),
      index_(database),
      messages_(database),
      message_writer_(database) {}

void TicketAdder::add(const NewTicket& ticket, AddResult& result) {
  if (ticket.messages.empty()) {
    insert(ticket, result);
  } else {
    insert(begun(ticket, from_), result);
  }
}

void TicketAdder::insert(const NewTicket& ticket, AddResult& result) {
  const auto digest = content_digest(ticket);
  const auto external_id = ticket.external_id.empty() ? "content:" + digest : ticket.external_id;
  insert_.bindNoCopy(1, ticket.source);
  insert_.bindNoCopy(2, external_id);
  insert_.bindNoCopy(3, digest);
  insert_.bindNoCopy(4, now_);
  bind_content(insert_, 5, ticket);
  const bool added = insert_.exec() > 0;
  insert_.reset();
  result.is_changed.push_back(added);
  if (!added) return meet_again(ticket, external_id, digest, result);
  const auto id = database_.getLastInsertRowid();
  result.ids.push_back(TicketId{id});
  ++result.added;
  if (ticket.messages.empty()) return;
  message_writer_.write(id, ticket.messages, 0);
  result.messages += ticket.messages.size();
}

void TicketAdder::meet_again(const NewTicket& ticket, const std::string& external_id, const std::string& digest,
                             AddResult& result) {
  find_.bindNoCopy(1, ticket.source);
  find_.bindNoCopy(2, external_id);
  find_.executeStep();
  const auto id = find_.getColumn(0).getInt64();
  const bool same = find_.getColumn(1).getString() == digest && ticket.messages.empty();
  find_.reset();
  result.ids.push_back(TicketId{id});
  if (same) {
    ++result.unchanged;
    return;
  }
  const auto change = continued(stored(id), ticket, from_);
  const bool is_changed = change.has_other_content || change.has_other_messages;
  ++(is_changed ? result.updated : result.unchanged);
  result.is_changed.back() = is_changed;
  result.messages += change.new_messages;
  if (is_changed) write(id, change);
}

NewTicket TicketAdder::stored(std::int64_t id) {
  read_.bind(1, id);
  read_.executeStep();
  NewTicket ticket = ticket_from(read_);
  read_.reset();
  ticket.messages = messages_.read(id);
  return ticket;
}

void TicketAdder::write(std::int64_t id, const Continued& change) {
  index_.forget(id);
  if (change.has_other_content) update(id, change.ticket);
  if (change.has_other_messages) message_writer_.write(id, change.ticket.messages, change.unchanged);
  index_.take(id);
}

void TicketAdder::update(std::int64_t id, const NewTicket& ticket) {
  keep_.bind(1, id);
  keep_.exec();
  keep_.reset();
  const auto digest = content_digest(ticket);
  update_.bindNoCopy(1, digest);
  update_.bindNoCopy(2, now_);
  update_.bind(bind_content(update_, 3, ticket), id);
  update_.exec();
  update_.reset();
}

std::uint64_t TicketAdder::erase_messages(std::int64_t id, const MessageTest& is_gone) {
  if (messages_.read(id).empty()) return 0;
  const auto before = stored(id);
  const auto change = shortened(before, is_gone, from_);
  if (!change.has_other_messages) return 0;
  write(id, change);
  SQLite::Statement forget(database_, "DELETE FROM old_version WHERE ticket = ?");
  forget.bind(1, id);
  forget.exec();
  return before.messages.size() - change.ticket.messages.size();
}

void TicketAdder::remake_bodies() {
  std::vector<std::int64_t> conversations;
  SQLite::Statement ids(database_, "SELECT DISTINCT ticket FROM message");
  while (ids.executeStep()) conversations.push_back(ids.getColumn(0).getInt64());
  for (const auto id : conversations) {
    const auto change = continued(stored(id), {}, from_);
    if (change.has_other_content) write(id, change);
  }
  SQLite::Statement set(database_, "UPDATE body_source SET text_from = ?");
  set.bind(1, std::string(kTextSources[from_]));
  set.exec();
}

LabelAppender::LabelAppender(SQLite::Database& database)
    : append_(database,
              "INSERT INTO label (ticket, task, value, author, who, probability, at) VALUES (?, ?, ?, ?, ?, ?, ?)"),
      set_(database,
           "INSERT INTO current_label (ticket, task, value, author, probability) VALUES (?, ?, ?, ?, ?) "
           "ON CONFLICT (ticket, task) DO UPDATE SET value = excluded.value, author = excluded.author, "
           "probability = excluded.probability WHERE author <> 'person' OR excluded.author = 'person'") {}

void LabelAppender::append(const NewLabel& label, TicketId ticket) {
  bind_label(append_, label, ticket);
  append_.bindNoCopy(5, label.who);
  bind_probability(append_, 6, label.probability);
  append_.bindNoCopy(7, now_);
  append_.exec();
  append_.reset();
  bind_label(set_, label, ticket);
  bind_probability(set_, 5, label.probability);
  set_.exec();
  set_.reset();
}

}  // namespace smartdesk::store
