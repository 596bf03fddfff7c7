#include "store/postgres/ticket_rows.h"

#include "store/internal/column_list.h"

namespace smartdesk::store {
namespace {

// The columns of one message, in COPY's text format.
void append_line(std::string& lines, std::int64_t ticket, std::size_t position, const Message& message) {
  lines += std::to_string(ticket) + '\t' + std::to_string(position) + '\t';
  append_copied(lines, message.external_id, '\t');
  append_copied(lines, kMessageAuthors[message.author], '\t');
  append_copied(lines, message.name, '\t');
  append_copied(lines, message.address, '\t');
  lines += message.is_private ? "t\t" : "f\t";
  append_copied(lines, message.created_at, '\t');
  append_copied(lines, message.channel, '\t');
  append_copied(lines, message.text, '\n');
}

}  // namespace

const std::string& ticket_columns() {
  static const std::string columns =
      "t.id, t.source, t.external_id, t.version, t." + column_list(kContentFields, ", t.") + ", t.created_on";
  return columns;
}

StoredTicket ticket_from(const PgResult& rows, int row) {
  StoredTicket ticket;
  ticket.id = TicketId{rows.integer(row, 0)};
  ticket.source = rows.text(row, 1);
  ticket.external_id = rows.text(row, 2);
  ticket.version = static_cast<int>(rows.integer(row, 3));
  int column = 4;
  for (const auto& field : kContentFields) ticket.*field.text = rows.text(row, column++);
  ticket.created_on = rows.text(row, column);
  return ticket;
}

std::map<std::int64_t, std::vector<Message>> messages_of(PgConnection& connection, const PgValue& ids) {
  const auto rows = connection.run(
      "SELECT ticket, external_id, author, name, address, is_private, created_at, channel, body FROM message WHERE "
      "ticket = ANY ($1::bigint[]) ORDER BY ticket, position",
      {ids});
  std::map<std::int64_t, std::vector<Message>> conversations;
  for (int row = 0; row < rows.rows(); ++row) {
    auto& message = conversations[rows.integer(row, 0)].emplace_back();
    message.external_id = rows.text(row, 1);
    message.author = kMessageAuthors.find(rows.text(row, 2)).value_or(MessageAuthor::kCustomer);
    message.name = rows.text(row, 3);
    message.address = rows.text(row, 4);
    message.is_private = rows.text(row, 5) == "t";
    message.created_at = rows.text(row, 6);
    message.channel = rows.text(row, 7);
    message.text = rows.text(row, 8);
  }
  return conversations;
}

void write_messages(PgConnection& connection, const std::vector<WrittenConversation>& conversations) {
  if (conversations.empty()) return;
  PgArray ids;
  for (const auto& each : conversations) ids.add(std::to_string(each.ticket));
  connection.run("DELETE FROM message WHERE ticket = ANY ($1::bigint[])", {ids.value()});
  std::size_t at = 0;
  connection.copy(
      "COPY message (ticket, position, external_id, author, name, address, is_private, created_at, channel, body) FROM "
      "STDIN",
      [&](std::string& lines) {
        if (at == conversations.size()) return false;
        const auto& [ticket, messages] = conversations[at++];
        for (std::size_t i = 0; i < messages->size(); ++i) append_line(lines, ticket, i, (*messages)[i]);
        return true;
      });
}

}  // namespace smartdesk::store
