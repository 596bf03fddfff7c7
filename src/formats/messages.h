// The messages of a conversation as help desks write them: nested in a ticket's JSON (Zammad's articles, Zendesk's
// comments, Intercom's conversation parts, Chatwoot's messages, Freshdesk's conversations, Help Scout's threads, and
// SmartDesk's own `messages`), or one per row of a table.

#pragma once

#include <boost/json.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ticket.h"
#include "text/calendar.h"

namespace smartdesk::formats {

// The author that an export calls so, such as end-user, Agent, incoming, bot. nullopt: no known name.
std::optional<MessageAuthor> author_called(std::string_view name);

// Whether a cell or value means yes ("true", "1", "yes", "private", "internal"), or no ("false", "0", "no", "public").
// nullopt: neither.
std::optional<bool> yes_or_no(std::string_view text);

// "Ann Lee <ann@example.com>": name and address; only one of them if the other is missing.
void set_author(Message& message, std::string_view name_and_address);

// The time in ISO 8601, in UTC if the text names an offset; `text` itself if it cannot be read. days: made from the
// whole column.
std::string message_time(std::string_view text, const text::DayReader& days);

// Who wrote a message without a role: the customer if it has the name or address of one of `askers`, an agent if it has
// another one. Without askers the author of the first message is the customer. Keep one object for each ticket.
class AuthorGuess {
 public:
  explicit AuthorGuess(std::vector<std::string> askers) : askers_(std::move(askers)) {}

  // Any of the author's ID, name and address; empty ones are ignored.
  MessageAuthor guess(std::span<const std::string> identities);

 private:
  std::vector<std::string> askers_;
};

// Messages in their order in `json`: an array of objects, or an object with one inside. Entries without a text (changes
// of state) are left out, HTML becomes text, and times become ISO 8601. askers: IDs, names or addresses of the
// customer, as far as the ticket names them.
std::vector<Message> messages_in(const boost::json::value& json, std::vector<std::string> askers);

// The same for JSON text. Throws Error{kInvalidInput} with the fault if it is not valid JSON.
std::vector<Message> parsed_messages(std::string_view json, std::vector<std::string> askers);

// One message; nullopt if it has no text. askers as above.
std::optional<Message> message_in(const boost::json::value& json, std::vector<std::string> askers);

// Where a table has messages. A layout has one message per row if it numbers messages, or says who wrote them and when;
// the time of the ticket is no time of a message.
struct MessageColumns {
  std::optional<std::size_t> id, author, address, role, created_at, is_private, is_public;
  std::optional<std::size_t> nested;  // a list of messages in JSON

  static MessageColumns find(const std::vector<std::string>& columns);

  bool is_one_per_row() const { return id || ((author || role) && created_at); }
};

}  // namespace smartdesk::formats
