// Exports the workspace's tickets for other programs.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/run.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

enum class ExportFormat {
  // For spreadsheets: a cell that would be read as a formula gets a leading '. Where a ticket has several messages, a
  // column holds them as JSON.
  kCsv,
  kJsonl,        // all values unchanged; custom columns and messages nested
  kLabelStudio,  // JSON tasks: people's labels as annotations, machines' as predictions
  kArgilla,      // JSONL records: people's labels as responses, machines' as suggestions
};
std::optional<ExportFormat> export_format_named(std::string_view name);  // csv, jsonl, labelstudio, argilla

struct ExportOptions {
  ExportFormat format = ExportFormat::kCsv;
  std::string out = "-";
  store::TicketFilter filter = {};
  // Only these tickets, those of them that match the filter; nullopt: all.
  std::optional<std::vector<store::TicketId>> tickets = {};
};

// Exports current labels with their authors. Returns the number of tickets. The file is complete or absent. Memory: a
// page of tickets.
std::uint64_t export_tickets(const store::TicketStore& store, const ExportOptions& options, const Run& run);

}  // namespace smartdesk::workspace
