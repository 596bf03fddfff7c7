#include "workspace/internal/message_rows.h"

#include <algorithm>
#include <utility>

#include "formats/columns.h"
#include "text/ascii.h"
#include "text/html_text.h"

namespace smartdesk::workspace {
namespace {

bool is_list(std::string_view cell) {
  const auto text = text::trimmed(cell);
  return text.starts_with('[') || text.starts_with('{');
}

std::string cell(const formats::Record& row, std::optional<std::size_t> column) {
  return column ? std::string(row.fields[*column]) : std::string();
}

// Whether it is the text of a message behind the ' that our own CSV puts before what a spreadsheet would calculate.
bool is_escaped(std::string_view body, const std::vector<Message>& messages) {
  return body.starts_with('\'') && std::any_of(messages.begin(), messages.end(),
                                               [&](const Message& each) { return each.text == body.substr(1); });
}

void name_customer(NewTicket& ticket) {
  if (!ticket.customer.empty()) return;
  const auto customer = std::find_if(ticket.messages.begin(), ticket.messages.end(), [](const Message& each) {
    return each.author == MessageAuthor::kCustomer && !(each.address + each.name).empty();
  });
  if (customer == ticket.messages.end()) return;
  ticket.customer = customer->address.empty() ? customer->name : customer->address;
}

}  // namespace

MessageRows::MessageRows(const std::vector<std::string>& columns) : columns_(formats::MessageColumns::find(columns)) {
  const auto use = [&](std::optional<std::size_t>& column, const char* name) {
    if (column && !used_.try_emplace(*column, name).second) column.reset();
  };
  use(columns_.nested, "messages");
  // Our own export writes it beside the messages that it follows from.
  if (columns_.nested) {
    auto own_text = formats::find_field_column(columns, "own_text");
    use(own_text, "own_text");
  }
  if (columns_.is_one_per_row()) {
    use(columns_.id, "message_id");
    use(columns_.created_at, "message_time");
    use(columns_.role, "message_role");
    use(columns_.author, "message_author");
    use(columns_.address, "message_address");
    use(columns_.is_private, "message_private");
    use(columns_.is_public, "message_public");
  }
  for (const char* name : {"requester_id", "customer_id", "contact_id", "requester_email", "customer_email"}) {
    if (const auto column = formats::find_field_column(columns, name)) asker_columns_.push_back(*column);
  }
  if (columns_.nested) opening_ = formats::find_field_column(columns, "source");
}

std::optional<std::size_t> MessageRows::take(const formats::Record& row, NewTicket& ticket) {
  std::optional<std::size_t> not_taken;
  if (columns_.nested) {
    if (is_list(row.fields[*columns_.nested])) {
      take_list(row, ticket);
    } else {
      not_taken = columns_.nested;
    }
  }
  if (is_one_per_row()) take_row(row, ticket);
  name_customer(ticket);
  return not_taken;
}

void MessageRows::take_list(const formats::Record& row, NewTicket& ticket) const {
  take_opening(row, ticket);
  auto messages = formats::parsed_messages(row.fields[*columns_.nested], askers(row, ticket));
  if (is_escaped(ticket.body, messages)) ticket.body.erase(0, 1);
  // A ticket without a conversation is written as the one message that it is.
  const bool is_plain = ticket.messages.empty() && messages.size() == 1 && messages[0].external_id.empty() &&
                        messages[0].text == ticket.body;
  if (is_plain) return;
  ticket.messages.insert(ticket.messages.end(), std::make_move_iterator(messages.begin()),
                         std::make_move_iterator(messages.end()));
}

void MessageRows::take_opening(const formats::Record& row, NewTicket& ticket) const {
  const auto opening = opening_ ? row.fields[*opening_] : std::string_view();
  if (!text::trimmed(opening).starts_with('{')) return;
  boost::system::error_code fault;
  const auto value = boost::json::parse(opening, fault);
  if (fault || !value.is_object()) return;
  const auto text_of = [&](std::string_view key) {
    const auto* text = value.get_object().if_contains(key);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
  };
  if (ticket.channel == opening) ticket.channel = text_of("type");
  if (ticket.subject.empty()) ticket.subject = text::html_to_text(text_of("subject"));
  auto message = formats::message_in(value, askers(row, ticket));
  if (!message) return;
  if (message->created_at.empty()) message->created_at = ticket.created_at;
  ticket.messages.push_back(std::move(*message));
}

void MessageRows::take_row(const formats::Record& row, NewTicket& ticket) {
  if (text::trimmed(ticket.body).empty()) return;
  Message message;
  message.external_id = cell(row, columns_.id);
  formats::set_author(message, cell(row, columns_.author));
  if (const auto address = cell(row, columns_.address); !address.empty()) message.address = address;
  message.author = author_of(row, ticket, message);
  message.created_at = columns_.created_at ? cell(row, columns_.created_at) : std::exchange(ticket.created_at, {});
  const auto hidden = formats::yes_or_no(cell(row, columns_.is_private)),
             shown = formats::yes_or_no(cell(row, columns_.is_public));
  message.is_private = hidden ? *hidden : shown && !*shown;
  message.channel = ticket.channel;
  message.text = std::exchange(ticket.body, {});
  ticket.messages.push_back(std::move(message));
}

MessageAuthor MessageRows::author_of(const formats::Record& row, const NewTicket& ticket, const Message& message) {
  const auto role = cell(row, columns_.role);
  if (const auto named = formats::author_called(role)) return *named;
  if (const auto comes_in = formats::yes_or_no(role))
    return *comes_in ? MessageAuthor::kCustomer : MessageAuthor::kAgent;
  auto& guess = authors_.try_emplace(ticket.external_id, askers(row, ticket)).first->second;
  const std::string identities[] = {message.address, message.name};
  return guess.guess(identities);
}

std::vector<std::string> MessageRows::askers(const formats::Record& row, const NewTicket& ticket) const {
  std::vector<std::string> askers{ticket.customer};
  for (const auto column : asker_columns_) askers.emplace_back(row.fields[column]);
  std::erase(askers, "");
  return askers;
}

void read_message_times(std::vector<NewTicket>& tickets, const text::DayReader& days) {
  for (auto& ticket : tickets) {
    std::string first;
    for (auto& message : ticket.messages) {
      message.created_at = formats::message_time(message.created_at, days);
      if (!message.created_at.empty() && (first.empty() || message.created_at < first)) first = message.created_at;
    }
    if (ticket.created_at.empty()) ticket.created_at = first;
  }
}

}  // namespace smartdesk::workspace
