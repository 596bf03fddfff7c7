#include "workspace/preview_json.h"

#include "text/encoding.h"
#include "text/utf8.h"

namespace smartdesk::workspace {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownText = 2000;  // bytes

json::array rejects_json(const std::vector<formats::Rejected>& rejects) {
  json::array list;
  for (const auto& row : rejects) {
    list.push_back({{"line", row.line}, {"column", row.column}, {"reason", row.reason}});
  }
  return list;
}

json::object ticket_json(const PreviewedTicket& shown) {
  const auto& ticket = shown.ticket;
  return {{"external_id", ticket.external_id},
          {"source", ticket.source},
          {"created_at", ticket.created_at},
          {"customer", ticket.customer},
          {"subject", text::abbreviate(ticket.subject, kShownText)},
          {"text", text::abbreviate(ticket.body, kShownText)},
          {"status", shown.status},
          {"tags", ticket.tags},
          {"messages", ticket.messages.size()},
          {"labels", json::value_from(shown.labels)}};
}

json::object file_json(const FilePreview& shown) {
  json::array tickets;
  for (const auto& ticket : shown.tickets) tickets.push_back(ticket_json(ticket));
  return {{"file", shown.file},
          {"layout", shown.layout},
          {"encoding", shown.encoding.name},
          {"encoding_source", text::name_of(shown.encoding.source)},
          {"encoding_certainty", text::name_of(shown.encoding.certainty)},
          {"unreadable_characters", shown.unreadable_characters},
          {"delimiter", shown.delimiter},
          {"date_order", shown.date_order},
          {"columns", json::value_from(shown.columns)},
          {"kept", json::value_from(shown.kept)},
          {"rows_are_messages", shown.are_rows_messages},
          {"rows", shown.rows},
          {"rejected", shown.rejected},
          {"rejects", rejects_json(shown.rejects)},
          {"undated", shown.undated},
          {"unread_dates", shown.unread_dates},
          {"notes", json::value_from(shown.notes)},
          {"tickets", std::move(tickets)}};
}

}  // namespace

json::object preview_json(const ImportPreview& preview) {
  json::array files;
  for (const auto& file : preview.files) files.push_back(file_json(file));
  return {{"files", std::move(files)}, {"notes", json::value_from(preview.notes)}};
}

}  // namespace smartdesk::workspace
