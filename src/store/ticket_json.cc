#include "store/ticket_json.h"

#include <optional>
#include <string_view>

#include "text/utf8.h"

namespace smartdesk::store {
namespace {

namespace json = boost::json;

json::value or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

}  // namespace

json::object row_json(const ListedTicket& listed) {
  const auto& t = listed.ticket;
  json::object labels;
  for (const auto& [task, label] : listed.labels) {
    labels[task] = {{"value", label.value}, {"by", name_of(label.by)}, {"probability", or_null(label.probability)}};
  }
  return {{"id", static_cast<std::int64_t>(t.id)},
          {"external_id", t.external_id},
          {"source", t.source},
          {"version", t.version},
          {"created_at", t.created_at},
          {"product", t.product},
          {"customer", t.customer},
          {"channel", t.channel},
          {"language", t.language},
          {"subject", t.subject},
          {"body", text::cut_to(t.body, kBodyInLists)},
          {"tags", t.tags},
          {"labels", std::move(labels)}};
}

json::object ticket_json(const ListedTicket& listed, const std::vector<LabelEntry>& history) {
  auto object = row_json(listed);
  object["body"] = listed.ticket.body;
  object["summary"] = listed.ticket.summary;
  boost::system::error_code broken;
  auto custom = json::parse(listed.ticket.custom.empty() ? "{}" : listed.ticket.custom, broken);
  object["custom"] = broken ? json::value(json::object()) : std::move(custom);
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
