#include "store/ticket_json.h"

#include <optional>
#include <string_view>

#include "core/ticket_fields.h"
#include "text/own_text.h"
#include "text/utf8.h"

namespace smartdesk::store {
namespace {

namespace json = boost::json;

json::value or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

}  // namespace

void add_content(json::object& object, const NewTicket& ticket) {
  for (const auto& field : kContentFields) {
    if (field.text != &NewTicket::custom) object[field.name] = ticket.*field.text;
  }
  boost::system::error_code broken;
  auto custom = json::parse(ticket.custom.empty() ? "{}" : ticket.custom, broken);
  if (!broken) object["custom"] = std::move(custom);
}

json::object row_json(const ListedTicket& listed) {
  const auto& t = listed.ticket;
  json::object labels;
  for (const auto& [task, label] : listed.labels) {
    labels[task] = {{"value", label.value}, {"by", name_of(label.by)}, {"probability", or_null(label.probability)}};
  }
  json::object row{{"id", static_cast<std::int64_t>(t.id)},
                   {"external_id", t.external_id},
                   {"source", t.source},
                   {"version", t.version}};
  for (const auto& field : kMessageFields) {
    if (!field.is_content) continue;
    const std::string_view text = t.*field.text;
    row[field.name] = field.text == &NewTicket::body ? text::cut_to(text, kBodyInLists) : text;
  }
  row["labels"] = std::move(labels);
  return row;
}

json::object message_json(const Message& message) {
  return {{"id", message.external_id},
          {"role", kMessageAuthors[message.author]},
          {"private", message.is_private},
          {"author", message.name},
          {"address", message.address},
          {"created_at", message.created_at},
          {"channel", message.channel},
          {"text", message.text},
          {"own_text", text::own_text(message.text)}};
}

json::array conversation_json(const NewTicket& ticket, std::span<const Message> messages) {
  json::array conversation;
  for (const auto& message : messages) conversation.push_back(message_json(message));
  if (!conversation.empty() || ticket.body.empty()) return conversation;
  Message only;
  only.name = ticket.customer;
  only.created_at = ticket.created_at;
  only.channel = ticket.channel;
  only.text = ticket.body;
  conversation.push_back(message_json(only));
  return conversation;
}

json::object ticket_json(const ListedTicket& listed, std::span<const Message> messages,
                         const std::vector<LabelEntry>& history) {
  auto object = row_json(listed);
  add_content(object, listed.ticket);
  object.emplace("custom", json::object());
  object["messages"] = conversation_json(listed.ticket, messages);
  json::array lines;
  for (const auto& entry : history) lines.push_back(history_json(entry));
  object["history"] = std::move(lines);
  return object;
}

json::object history_json(const LabelEntry& entry) {
  return {{"id", static_cast<std::int64_t>(entry.id)},
          {"task", entry.task},
          {"value", entry.value},
          {"by", name_of(entry.by)},
          {"who", entry.who},
          {"probability", or_null(entry.probability)},
          {"at", entry.at},
          {"undone_at", entry.undone_at.empty() ? json::value(nullptr) : json::value(entry.undone_at)}};
}

}  // namespace smartdesk::store
