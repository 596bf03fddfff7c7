#include "store/sqlite/ticket_rows.h"

#include "store/internal/column_list.h"

namespace smartdesk::store {

const std::string& select_tickets() {
  static const std::string sql =
      "SELECT id, source, external_id, version, " + column_list(kContentFields) + ", created_on FROM ticket";
  return sql;
}

StoredTicket ticket_from(SQLite::Statement& row) {
  StoredTicket ticket;
  ticket.id = TicketId{row.getColumn(0).getInt64()};
  ticket.source = row.getColumn(1).getString();
  ticket.external_id = row.getColumn(2).getString();
  ticket.version = row.getColumn(3).getInt();
  int column = 4;
  for (const auto& field : kContentFields) ticket.*field.text = row.getColumn(column++).getString();
  ticket.created_on = row.getColumn(column).getString();
  return ticket;
}

MessageReader::MessageReader(const SQLite::Database& database)
    : select_(database,
              "SELECT external_id, author, name, address, is_private, created_at, channel, body FROM message WHERE "
              "ticket = ? ORDER BY position") {}

std::vector<Message> MessageReader::read(std::int64_t ticket) {
  std::vector<Message> messages;
  select_.bind(1, ticket);
  while (select_.executeStep()) {
    auto& message = messages.emplace_back();
    message.external_id = select_.getColumn(0).getString();
    message.author = kMessageAuthors.find(select_.getColumn(1).getString()).value_or(MessageAuthor::kCustomer);
    message.name = select_.getColumn(2).getString();
    message.address = select_.getColumn(3).getString();
    message.is_private = select_.getColumn(4).getInt() != 0;
    message.created_at = select_.getColumn(5).getString();
    message.channel = select_.getColumn(6).getString();
    message.text = select_.getColumn(7).getString();
  }
  select_.reset();
  return messages;
}

void MessageWriter::write(std::int64_t ticket, std::span<const Message> messages, std::size_t unchanged) {
  if (!insert_) {
    remove_.emplace(database_, "DELETE FROM message WHERE ticket = ? AND position >= ?");
    insert_.emplace(database_,
                    "INSERT INTO message (ticket, position, external_id, author, name, address, is_private, "
                    "created_at, channel, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }
  remove_->bind(1, ticket);
  remove_->bind(2, static_cast<std::int64_t>(unchanged));
  remove_->exec();
  remove_->reset();
  for (std::size_t at = unchanged; at < messages.size(); ++at) {
    const auto& message = messages[at];
    insert_->bind(1, ticket);
    insert_->bind(2, static_cast<std::int64_t>(at));
    insert_->bindNoCopy(3, message.external_id);
    insert_->bind(4, std::string(kMessageAuthors[message.author]));
    insert_->bindNoCopy(5, message.name);
    insert_->bindNoCopy(6, message.address);
    insert_->bind(7, message.is_private ? 1 : 0);
    insert_->bindNoCopy(8, message.created_at);
    insert_->bindNoCopy(9, message.channel);
    insert_->bindNoCopy(10, message.text);
    insert_->exec();
    insert_->reset();
  }
}

}  // namespace smartdesk::store
