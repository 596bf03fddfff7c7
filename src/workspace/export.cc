#include "workspace/export.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <functional>
#include <span>

#include "core/enum_names.h"
#include "core/ticket_fields.h"
#include "files/output_file.h"
#include "formats/table.h"
#include "store/ticket_json.h"
#include "text/json_text.h"
#include "text/own_text.h"
#include "workspace/internal/all_tickets.h"

namespace smartdesk::workspace {
namespace {

namespace json = boost::json;

constexpr EnumNames<ExportFormat::kArgilla> kFormats{"csv", "jsonl", "labelstudio", "argilla"};

std::string number(store::TicketId id) { return std::to_string(static_cast<std::int64_t>(id)); }

std::string harmless(std::string_view cell) {
  const bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
  return (formula ? "'" : "") + std::string(cell);
}

// Few enough ids for one query each.
std::vector<std::vector<std::int64_t>> in_parts(const std::vector<store::TicketId>& ids) {
  constexpr std::size_t kIdsAtOnce = 500;
  std::vector<std::vector<std::int64_t>> parts;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i % kIdsAtOnce == 0) parts.emplace_back();
    parts.back().push_back(static_cast<std::int64_t>(ids[i]));
  }
  return parts;
}

// Visits tickets with their messages.
std::uint64_t each_conversation(
    const store::TicketStore& store, const ExportOptions& options, const Run& run,
    const std::function<void(const store::ListedTicket&, std::span<const Message> messages)>& body) {
  const auto take = [&](Page page) {
    std::vector<store::TicketId> ids;
    for (const auto& listed : page) ids.push_back(listed.ticket.id);
    const auto conversations = store.messages(ids);
    for (std::size_t i = 0; i < page.size(); ++i) body(page[i], conversations[i]);
  };
  if (!options.tickets) return each_page(store, options.filter, run, "exporting", take);
  std::uint64_t done = 0;
  for (const auto& some : in_parts(*options.tickets)) {
    auto filter = options.filter;
    filter.ids = some;
    done += each_page(store, filter, run, "exporting", take);
  }
  return done;
}

std::string cell_of(std::span<const Message> messages) {
  json::array list;
  for (const auto& message : messages) list.push_back(store::message_json(message));
  return list.empty() ? "" : text::json_text(list);
}

std::uint64_t write_csv(const store::TicketStore& store, const ExportOptions& options, const Run& run) {
  const auto counts = store.counts();
  std::vector<formats::Column> columns{{"id"}, {"source"}, {"external_id"}, {"version"}};
  for (const auto& field : kContentFields) columns.push_back({std::string(field.name)});
  std::vector<std::string> tasks;
  if (counts.has_replies) columns.push_back({"messages"});
  for (const auto& [task, labels] : counts.current) {
    tasks.push_back(task);
    for (const char* part : {"", "_by", "_probability"}) columns.push_back({task + part});
  }
  auto table = formats::TableWriter::create(options.out, columns, formats::TableFormat::kCsv);
  const auto written = each_conversation(store, options, run, [&](const auto& listed, auto messages) {
    const auto& t = listed.ticket;
    std::vector<std::string> cells{number(t.id), harmless(t.source), harmless(t.external_id),
                                   std::to_string(t.version)};
    for (const auto& field : kContentFields) cells.push_back(harmless(t.*field.text));
    if (counts.has_replies) cells.push_back(cell_of(messages));
    for (const auto& task : tasks) {
      const auto label = listed.labels.find(task);
      const bool there = label != listed.labels.end();
      cells.push_back(there ? harmless(label->second.value) : "");
      cells.emplace_back(there ? name_of(label->second.by) : "");
      cells.push_back(there && label->second.probability ? fmt::format("{:.4f}", *label->second.probability) : "");
    }
    table.write(std::vector<std::string_view>(cells.begin(), cells.end()));
  });
  table.commit();
  return written;
}

json::object fields_of(const store::StoredTicket& t) {
  json::object fields{{"id", static_cast<std::int64_t>(t.id)},
                      {"source", t.source},
                      {"external_id", t.external_id},
                      {"version", t.version}};
  store::add_content(fields, t);
  return fields;
}

json::object jsonl_record(const store::ListedTicket& listed, std::span<const Message> messages) {
  auto record = fields_of(listed.ticket);
  record["own_text"] = text::own_text(listed.ticket.body);
  record["messages"] = store::conversation_json(listed.ticket, messages);
  for (const auto& [task, label] : listed.labels) {
    record[task] = label.value;
    record[task + "_by"] = name_of(label.by);
    if (label.probability) record[task + "_probability"] = *label.probability;
  }
  return record;
}

// With what is quoted in it: people who label may need it.
std::string whole_text(const store::StoredTicket& ticket) {
  if (ticket.subject.empty() || ticket.body.empty()) return ticket.subject + ticket.body;
  return ticket.subject + "\n" + ticket.body;
}

// https://labelstud.io/guide/task_format
json::object label_studio_task(const store::ListedTicket& listed, std::span<const Message>) {
  json::array said, guessed;
  double surest = 1;
  for (const auto& [task, label] : listed.labels) {
    const json::object choice{{"from_name", task},
                              {"to_name", "text"},
                              {"type", "choices"},
                              {"value", {{"choices", json::array{json::string(label.value)}}}}};
    (label.by == store::Author::kPerson ? said : guessed).push_back(choice);
    if (label.by != store::Author::kPerson) surest = std::min(surest, label.probability.value_or(1));
  }
  auto data = fields_of(listed.ticket);
  data["text"] = whole_text(listed.ticket);
  json::object task{{"data", std::move(data)}};
  if (!said.empty()) task["annotations"] = json::array{json::object{{"result", std::move(said)}}};
  if (!guessed.empty()) {
    task["predictions"] =
        json::array{json::object{{"model_version", "smartdesk"}, {"score", surest}, {"result", std::move(guessed)}}};
  }
  return task;
}

// https://docs.argilla.io (records of a dataset, as Hugging Face's JSONL)
json::object argilla_record(const store::ListedTicket& listed, std::span<const Message>) {
  json::object responses, suggestions;
  for (const auto& [task, label] : listed.labels) {
    if (label.by == store::Author::kPerson) {
      responses[task] = json::array{json::object{{"value", label.value}}};
    } else {
      json::object suggestion{{"value", label.value}, {"agent", name_of(label.by)}};
      if (label.probability) suggestion["score"] = *label.probability;
      suggestions[task] = std::move(suggestion);
    }
  }
  auto metadata = fields_of(listed.ticket);
  for (const char* text : {"subject", "body", "custom"}) metadata.erase(text);
  return {{"id", number(listed.ticket.id)},
          {"fields", {{"text", whole_text(listed.ticket)}}},
          {"metadata", std::move(metadata)},
          {"responses", std::move(responses)},
          {"suggestions", std::move(suggestions)}};
}

using MakeRecord = json::object (*)(const store::ListedTicket&, std::span<const Message> messages);

std::uint64_t write_json(const store::TicketStore& store, const ExportOptions& options, MakeRecord make, bool as_array,
                         const Run& run) {
  auto file = files::OutputFile::create(options.out);
  std::uint64_t count = 0;
  if (as_array) file.write("[");
  const auto written = each_conversation(store, options, run, [&](const auto& listed, auto messages) {
    if (as_array) file.write(count++ == 0 ? "\n" : ",\n");
    file.write(text::json_text(make(listed, messages)));
    if (!as_array) file.write("\n");
  });
  if (as_array) file.write("\n]\n");
  file.commit();
  return written;
}

}  // namespace

std::optional<ExportFormat> export_format_named(std::string_view name) { return kFormats.find(name); }

std::uint64_t export_tickets(const store::TicketStore& store, const ExportOptions& options, const Run& run) {
  switch (options.format) {
    case ExportFormat::kCsv:
      return write_csv(store, options, run);
    case ExportFormat::kJsonl:
      return write_json(store, options, jsonl_record, false, run);
    case ExportFormat::kLabelStudio:
      return write_json(store, options, label_studio_task, true, run);
    case ExportFormat::kArgilla:
      return write_json(store, options, argilla_record, false, run);
  }
  return 0;
}

}  // namespace smartdesk::workspace
