// Tickets from files of other programs into the workspace: the same file twice adds nothing.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "formats/table.h"
#include "store/ticket_store.h"

namespace smartdesk::workspace {

struct ImportOptions {
  std::vector<std::string> files;                        // folders: all files in them whose format is known
  std::string source;                                    // empty: each file's name without its endings
  std::string text_column;                               // empty: recognised
  std::vector<std::pair<std::string, std::string>> map;  // --map ours=theirs
  std::optional<formats::TableFormat> format;            // else by the ending
  std::vector<std::string> tasks = {"sentiment", "urgency", "category"};  // columns of these names are labels
  // Whose word the file's label columns are: a machine's rule unless the user says that people set them. Files that
  // `label` wrote are the language model's in any case.
  bool labels_are_peoples = false;
  std::string rejects;  // where rejected rows go, as CSV of file, line, column, reason; empty: nowhere
};

struct ImportResult {
  std::uint64_t accepted = 0;  // rows read: new + updated + unchanged
  std::uint64_t added = 0, updated = 0, unchanged = 0, rejected = 0;
  std::uint64_t labels = 0;  // appended to histories
};

// How a file would be read, and its first tickets.
struct ImportPreview {
  std::string file;
  std::map<std::string, std::string> columns;  // ours -> the file's; label columns under their task's name
  std::vector<std::string> custom;             // columns that are kept as they are
  std::vector<NewTicket> tickets;
};

// Reads UTF-8, UTF-16 and Windows-1252, whichever a file is in. Labels go to the history of tickets that are new or
// changed. Batches of some thousand rows are each in the store wholly or not at all; what was cut off is finished by
// importing again. Rows without text are rejected. Throws Error{kInvalidInput} for a file that cannot be read at all.
ImportResult import_tickets(store::TicketStore& store, const ImportOptions& options, const Run& run);

// Until every ticket can be found by its words. What was done stays done when it is stopped.
void index_words(store::TicketStore& store, const Run& run);

// Writes nothing.
std::vector<ImportPreview> preview_import(const ImportOptions& options, std::size_t tickets, const Run& run);

// The files that a list of files and folders means, in a fixed order.
std::vector<std::string> files_to_import(const std::vector<std::string>& paths);

}  // namespace smartdesk::workspace
