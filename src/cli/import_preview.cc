#include "cli/import_preview.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "text/encoding.h"
#include "text/utf8.h"

namespace smartdesk::cli {
namespace {

constexpr std::size_t kShownSubject = 40, kShownText = 60;  // bytes

std::string line(std::string_view name, std::string_view value) {
  return value.empty() ? "" : fmt::format("  {:<12} {}\n", name, value);
}

std::string_view named_delimiter(std::string_view delimiter) { return delimiter == "\t" ? "tab" : delimiter; }

std::string_view named_order(std::string_view order) {
  if (order == "dmy") return "day, month, year";
  if (order == "mdy") return "month, day, year";
  if (order == "ymd") return "year, month, day";
  return order.empty() ? "" : "ambiguous: the dates do not tell the day from the month";
}

std::string how_it_is_read(const workspace::FilePreview& preview) {
  std::string text = line("layout", preview.layout) + line("encoding", text::describe(preview.encoding)) +
                     line("delimiter", named_delimiter(preview.delimiter)) +
                     line("dates", named_order(preview.date_order));
  if (preview.are_rows_messages) text += line("rows", "each is a message; rows of one number are one ticket");
  for (const auto& [ours, theirs] : preview.columns) text += fmt::format("  {:<12} <- {}\n", ours, theirs);
  for (const auto& name : preview.kept) text += fmt::format("  {:<12} <- {}\n", "(kept)", name);
  return text;
}

std::string what_is_wrong(const workspace::FilePreview& preview) {
  std::string text;
  for (const auto& note : preview.notes) text += fmt::format("  {}.\n", note);
  if (preview.undated > 0) text += fmt::format("  {} of {} rows have no day.\n", preview.undated, preview.rows);
  if (preview.unread_dates > 0)
    text += fmt::format("  {} of {} rows have a date that cannot be read.\n", preview.unread_dates, preview.rows);
  if (preview.rejected == 0) return text + fmt::format("  {} rows, none would be rejected.\n", preview.rows);
  text += fmt::format("  {} of {} rows would be rejected:\n", preview.rejected, preview.rows);
  for (const auto& row : preview.rejects) {
    const auto where = row.line == 0 ? "the file" : fmt::format("line {}", row.line);
    text += fmt::format("    {}{}: {}.\n", where, row.column.empty() ? "" : ", column " + row.column, row.reason);
  }
  if (preview.rejected > preview.rejects.size()) text += "    …\n";
  return text;
}

std::string shown(const workspace::PreviewedTicket& preview) {
  const auto& ticket = preview.ticket;
  std::string labels;
  for (const auto& [task, label] : preview.labels) labels += (labels.empty() ? "" : ", ") + task + " " + label;
  std::string text =
      fmt::format("  {} | {} | {}\n", ticket.external_id, text::abbreviate(ticket.subject, kShownSubject),
                  text::abbreviate(ticket.body, kShownText));
  const std::pair<const char*, const std::string&> details[] = {{"customer", ticket.customer},
                                                                {"created_at", ticket.created_at},
                                                                {"status", preview.status},
                                                                {"tags", ticket.tags},
                                                                {"labels", labels}};
  for (const auto& [name, value] : details) {
    if (!value.empty()) text += fmt::format("    {:<10} {}\n", name, text::abbreviate(value, kShownText));
  }
  return text;
}

}  // namespace

std::string preview_text(const workspace::FilePreview& preview) {
  std::string text = preview.file + "\n" + how_it_is_read(preview);
  for (const auto& ticket : preview.tickets) text += shown(ticket);
  return text + what_is_wrong(preview);
}

}  // namespace smartdesk::cli
