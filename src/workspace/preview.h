// Shows what an import would make of its files, without writing anything.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/run.h"
#include "core/ticket.h"
#include "formats/table.h"
#include "text/encoding.h"
#include "workspace/import.h"

namespace smartdesk::workspace {

struct PreviewedTicket {
  NewTicket ticket;                           // as it would be stored; times in ISO 8601
  std::string status;                         // which is one of its custom columns; empty: none
  std::map<std::string, std::string> labels;  // by task
};

// Fields that also occur in ImportResult mean the same here.
struct FilePreview {
  std::string file;
  std::string layout;  // of the help desk (formats/layouts.h); empty: none is known
  text::Encoding encoding;
  std::uint64_t unreadable_characters = 0;
  std::string delimiter;                       // of CSV and TSV
  std::string date_order;                      // by the whole column
  std::map<std::string, std::string> columns;  // ours -> the file's; label columns under their task's name
  std::vector<std::string> kept;               // columns that are kept unchanged
  bool are_rows_messages = false;              // rows of one number are one ticket
  std::uint64_t rows = 0;                      // accepted and rejected ones
  std::uint64_t rejected = 0;
  std::vector<formats::Rejected> rejects;  // the first ones; line 0: the rest of the file cannot be read
  std::uint64_t undated = 0, unread_dates = 0;
  std::vector<std::string> notes;
  std::vector<PreviewedTicket> tickets;  // the first ones
};

struct ImportPreview {
  std::vector<FilePreview> files;
  std::vector<std::string> notes;  // about files of folders that would be left out
};

struct PreviewLimits {
  std::size_t tickets = 3, rejects = 10;  // shown of each file
};

// Reads the whole of each file as import_tickets does, so that it rejects the same rows; what the workspace holds is
// not looked at. Cost: that of reading. Memory: a few ten thousand rows, and some 50 bytes a ticket. Throws as
// import_tickets does.
ImportPreview preview_import(const ImportOptions& options, const PreviewLimits& limits, const Run& run);

}  // namespace smartdesk::workspace
