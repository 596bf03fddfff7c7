#include "formats/messages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"
#include "formats/columns.h"
#include "text/ascii.h"
#include "text/html_text.h"
#include "text/json_text.h"

namespace smartdesk::formats {
namespace {

namespace json = boost::json;

using Keys = std::initializer_list<std::string_view>;

bool is_any_of(std::string_view text, Keys names) { return std::find(names.begin(), names.end(), text) != names.end(); }

// "End-User" is "enduser".
std::string simplified(std::string_view name) {
  std::string simple;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != ' ') simple += text::ascii_lower(c);
  }
  return simple;
}

const json::value* at(const json::value& value, Keys path) {
  const json::value* found = &value;
  for (const auto key : path) {
    if (!found->is_object()) return nullptr;
    found = found->get_object().if_contains(key);
    if (found == nullptr) return nullptr;
  }
  return found;
}

// A text or number, without NUL; empty for anything else.
std::string text_of(const json::value* value) {
  if (value == nullptr) return "";
  if (value->is_number()) return text::json_text(*value);
  if (!value->is_string()) return "";
  std::string text(value->get_string());
  std::erase(text, '\0');
  return text;
}

std::string first_text(const json::value& entry, Keys keys) {
  for (const auto key : keys) {
    if (auto text = text_of(at(entry, {key})); !text::trimmed(text).empty()) return text;
  }
  return "";
}

std::optional<bool> flag_in(const json::value& entry, Keys keys) {
  for (const auto key : keys) {
    const auto* value = at(entry, {key});
    if (value == nullptr) continue;
    if (value->is_bool()) return value->get_bool();
    if (const auto said = yes_or_no(text_of(value))) return said;
  }
  return std::nullopt;
}

// The object that describes the author.
const json::value* person_in(const json::value& entry) {
  for (const std::string_view key : {"author", "sender", "createdBy", "created_by", "user", "customer"}) {
    const auto* found = at(entry, {key});
    if (found != nullptr && found->is_object()) return found;
  }
  return nullptr;
}

std::string visible(const std::string& text, std::string_view content_type) {
  if (content_type.find("html") != std::string_view::npos) return text::html_to_text(text);
  return text::visible_text(text);
}

std::string text_in(const json::value& entry) {
  const auto plain = first_text(entry, {"text", "plain_body", "body_text"});
  if (!plain.empty()) return visible(plain, "");
  const auto type = first_text(entry, {"content_type", "format"});
  const auto text = first_text(entry, {"body", "content", "message", "comment", "description"});
  if (!text.empty()) return visible(text, type);
  return text::html_to_text(first_text(entry, {"html_body", "html", "body_html"}));
}

// Chatwoot numbers its types: incoming, outgoing, activity, template.
std::optional<MessageAuthor> author_of_type(const json::value& entry) {
  const auto type = text_of(at(entry, {"message_type"}));
  if (type == "0") return MessageAuthor::kCustomer;
  if (type == "1") return MessageAuthor::kAgent;
  if (type == "2" || type == "3") return MessageAuthor::kSystem;
  return author_called(type);
}

std::optional<MessageAuthor> author_of_person(const json::value& entry) {
  const auto* person = person_in(entry);
  if (person == nullptr) return std::nullopt;
  if (const auto is_staff = flag_in(*person, {"is_staff", "is_agent", "staff", "agent"}))
    return *is_staff ? MessageAuthor::kAgent : MessageAuthor::kCustomer;
  const auto type = first_text(*person, {"role", "type"});
  // Help Scout and Chatwoot call their own people users.
  const bool is_own = at(entry, {"createdBy"}) != nullptr || at(entry, {"conversation_id"}) != nullptr;
  if (is_own && simplified(type) == "user") return MessageAuthor::kAgent;
  return author_called(type);
}

std::optional<MessageAuthor> author_in(const json::value& entry) {
  if (const auto named = author_called(text_of(at(entry, {"role"})))) return named;
  if (const auto of_type = author_of_type(entry)) return of_type;
  if (const auto comes_in = flag_in(entry, {"incoming", "inbound", "is_inbound", "is_incoming"}))
    return *comes_in ? MessageAuthor::kCustomer : MessageAuthor::kAgent;
  for (const std::string_view key : {"sender", "sender_type", "author_type", "author_role", "from_type"}) {
    if (const auto named = author_called(text_of(at(entry, {key})))) return named;
  }
  if (const auto of_person = author_of_person(entry)) return of_person;
  return author_called(first_text(entry, {"type"}));
}

bool is_private_in(const json::value& entry) {
  if (const auto hidden = flag_in(entry, {"private", "is_private", "internal", "is_internal", "visibility"}))
    return *hidden;
  if (const auto shown = flag_in(entry, {"public", "is_public", "jsdPublic"})) return !*shown;
  return is_any_of(simplified(first_text(entry, {"part_type", "type"})), {"note", "privatenote", "internalnote"});
}

void set_names(Message& message, const json::value& entry) {
  set_author(message, first_text(entry, {"from"}));
  if (const auto address = first_text(entry, {"address", "author_email", "from_email", "sender_email", "email"});
      !address.empty())
    message.address = address;
  auto name = first_text(entry, {"author", "author_name", "from_name", "sender_name", "name"});
  if (const auto* person = person_in(entry); person != nullptr) {
    if (const auto address = first_text(*person, {"email", "emailAddress", "email_address"}); !address.empty())
      message.address = address;
    if (name.empty()) name = first_text(*person, {"name", "displayName", "display_name", "fullname"});
    const auto first = first_text(*person, {"first", "firstname", "first_name"}),
               last = first_text(*person, {"last", "lastname", "last_name"});
    if (name.empty()) name = first.empty() || last.empty() ? first + last : first + " " + last;
  }
  if (!name.empty()) set_author(message, name);
}

std::string author_id_in(const json::value& entry) {
  const auto own = first_text(entry, {"author_id", "user_id", "sender_id", "created_by_id"});
  const auto* person = person_in(entry);
  return own.empty() && person != nullptr ? text_of(at(*person, {"id"})) : own;
}

std::string channel_in(const json::value& entry) {
  if (const auto channel = first_text(entry, {"channel"}); !channel.empty()) return channel;
  if (const auto channel = text_of(at(entry, {"via", "channel"})); !channel.empty()) return channel;
  // Zammad's type of an article is the way that it came.
  return at(entry, {"content_type"}) != nullptr && at(entry, {"internal"}) != nullptr ? first_text(entry, {"type"})
                                                                                      : "";
}

std::string time_in(const json::value& entry) {
  const auto time = first_text(entry, {"created_at", "createdAt", "created", "date", "time", "timestamp", "sent_at"});
  const std::string_view column[] = {time};
  return message_time(time, text::DayReader(column));
}

std::optional<Message> read(const json::value& entry, AuthorGuess& authors) {
  Message message;
  message.text = text_in(entry);
  if (text::trimmed(message.text).empty()) return std::nullopt;
  message.external_id = first_text(entry, {"id", "message_id", "comment_id"});
  set_names(message, entry);
  const std::string identities[] = {author_id_in(entry), message.address, message.name};
  message.is_private = is_private_in(entry);
  const auto author = author_in(entry);
  message.author = author ? *author : message.is_private ? MessageAuthor::kAgent : authors.guess(identities);
  message.created_at = time_in(entry);
  message.channel = channel_in(entry);
  return message;
}

// The array of messages: the value itself, or inside it.
const json::array* list_in(const json::value& value) {
  if (value.is_array()) return &value.get_array();
  for (const std::string_view key :
       {"conversation_parts", "comments", "messages", "articles", "threads", "conversations", "_embedded", "data"}) {
    const auto* inner = at(value, {key});
    if (inner == nullptr) continue;
    if (const auto* list = list_in(*inner)) return list;
  }
  return nullptr;
}

}  // namespace

std::optional<MessageAuthor> author_called(std::string_view name) {
  const auto simple = simplified(name);
  if (is_any_of(simple, {"customer", "enduser", "user", "contact", "lead", "requester", "visitor", "client", "incoming",
                         "inbound", "in", "kunde", "cliente"}))
    return MessageAuthor::kCustomer;
  if (is_any_of(simple, {"agent", "staff", "admin", "operator", "support", "teammate", "team", "employee", "outgoing",
                         "outbound", "out", "reply"}))
    return MessageAuthor::kAgent;
  if (is_any_of(simple, {"system", "bot", "agentbot", "activity", "automation", "template", "rule", "workflow"}))
    return MessageAuthor::kSystem;
  return std::nullopt;
}

std::optional<bool> yes_or_no(std::string_view text) {
  const auto simple = simplified(text);
  if (is_any_of(simple, {"true", "1", "yes", "t", "y", "private", "internal"})) return true;
  if (is_any_of(simple, {"false", "0", "no", "f", "n", "public", "external"})) return false;
  return std::nullopt;
}

void set_author(Message& message, std::string_view name_and_address) {
  const auto whole = text::trimmed(name_and_address);
  const auto open = whole.find('<');
  if (open != std::string_view::npos && whole.ends_with('>') && whole.find('@', open) != std::string_view::npos) {
    message.address = text::trimmed(whole.substr(open + 1, whole.size() - open - 2));
    auto name = text::trimmed(whole.substr(0, open));
    if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
    if (!name.empty()) message.name = name;
  } else if (whole.find('@') != std::string_view::npos && whole.find(' ') == std::string_view::npos) {
    message.address = whole;
  } else if (!whole.empty()) {
    message.name = whole;
  }
}

std::string message_time(std::string_view given, const text::DayReader& days) {
  const auto whole = text::trimmed(given);
  return days.read_time(whole).value_or(std::string(whole));
}

MessageAuthor AuthorGuess::guess(std::span<const std::string> identities) {
  bool has_any = false, is_asker = false;
  for (const auto& identity : identities) {
    has_any |= !identity.empty();
    is_asker |= !identity.empty() && std::any_of(askers_.begin(), askers_.end(), [&](const std::string& asker) {
      return text::ascii_lower(asker) == text::ascii_lower(identity);
    });
  }
  if (!has_any || is_asker) return MessageAuthor::kCustomer;
  if (!askers_.empty()) return MessageAuthor::kAgent;
  for (const auto& identity : identities) {
    if (!identity.empty()) askers_.push_back(identity);
  }
  return MessageAuthor::kCustomer;
}

std::vector<Message> messages_in(const json::value& value, std::vector<std::string> askers) {
  std::erase(askers, "");
  AuthorGuess authors(std::move(askers));
  std::vector<Message> messages;
  const auto* list = list_in(value);
  if (list == nullptr) return messages;
  for (const auto& entry : *list) {
    if (auto message = read(entry, authors)) messages.push_back(std::move(*message));
  }
  return messages;
}

std::vector<Message> parsed_messages(std::string_view text, std::vector<std::string> askers) {
  boost::system::error_code fault;
  const auto value = json::parse(text, fault);
  if (fault) throw Error(ErrorCode::kInvalidInput, "the messages are not valid JSON: " + fault.message());
  return messages_in(value, std::move(askers));
}

std::optional<Message> message_in(const json::value& value, std::vector<std::string> askers) {
  std::erase(askers, "");
  AuthorGuess authors(std::move(askers));
  return read(value, authors);
}

MessageColumns MessageColumns::find(const std::vector<std::string>& columns) {
  const auto named = [&](std::string_view field) { return find_field_column(columns, field); };
  return {named("message_id"),   named("message_author"),  named("message_address"), named("message_role"),
          named("message_time"), named("message_private"), named("message_public"),  named("messages")};
}

}  // namespace smartdesk::formats
