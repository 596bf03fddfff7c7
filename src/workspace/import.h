// Imports tickets from files of other programs into the workspace. Importing a file twice adds nothing.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "core/taxonomy.h"
#include "formats/table.h"
#include "store/ticket_store.h"
#include "text/calendar.h"
#include "text/encoding.h"

namespace smartdesk::workspace {

struct ImportOptions {
  std::vector<std::string> files;  // a folder or a .zip means all its files of a known format
  // The program that the tickets come from. Empty: another source that holds the same tickets already, else each file's
  // name without extensions.
  std::string source;
  std::string name;                                                 // of an uploaded file; empty: as in its path
  std::string text_column;                                          // empty: detected
  std::vector<std::pair<std::string, std::string>> map;             // --map ours=theirs
  std::optional<formats::TableFormat> format;                       // default: by the file name
  std::vector<std::string> tasks = task_names(default_taxonomy());  // columns of these names are labels
  std::string encoding;  // of all files (text::encoding_name); empty: detected
  // The author of the labels in the file: people if true, else a rule. Labels in files that `label` wrote always have
  // the language model as their author, and those in our own exports the authors that the export names.
  bool labels_are_peoples = false;
  std::optional<text::DateOrder> date_order;  // empty: the whole column of each file decides
  // CSV file for rejected rows: file, line, column, reason; empty: none. Its folder is made private.
  std::string rejects;
  std::vector<std::string> like_none = {};  // labels of the taxonomy (labels_like_none)
};

// A file under a new name whose tickets another source holds already.
struct RecognisedSource {
  std::string file, source;
};

struct ImportResult {
  std::uint64_t accepted = 0;  // tickets read: new + updated + unchanged
  std::uint64_t added = 0, updated = 0, unchanged = 0;
  std::uint64_t rejected = 0;  // rows
  std::uint64_t labels = 0;    // appended to histories
  std::uint64_t messages = 0;  // appended to conversations
  std::vector<RecognisedSource> recognised;
  // Of the file about which the program is least sure.
  std::string encoding_file;
  text::Encoding encoding;
  std::uint64_t unreadable_characters = 0;  // became U+FFFD, because a file's encoding does not define them
  std::uint64_t undated = 0;                // rows without a day that can be read
  std::uint64_t unread_dates = 0;           // of these: rows with a date in a form that is not known
  // "dmy", "mdy", "ymd"; "ambiguous": days and months of a file can be confused (DateOrderVotes); empty: no dates.
  std::string date_order;
  std::string delimiter;           // of the last CSV file
  std::vector<std::string> notes;  // for the user: what was left out or skipped; without the final full stop
};

// Reads any encoding (formats::TableReader). Times become ISO 8601, in UTC where they name a zone; a date that cannot
// be read is kept among the custom columns. Adds labels to the history of new or changed tickets. Stores batches of
// some thousand rows atomically; importing again completes an interrupted import. Rejects rows without text. Rows of
// one number are one ticket if each is a message (formats/messages.h); otherwise the second row of number 7 is
// the ticket "7 (2)", and a note says how many such rows there are. Of several files, one that cannot be read is
// rejected as a whole (line 0). Throws Error{kInvalidInput} if no file can be read at all.
ImportResult import_tickets(store::TicketStore& store, const ImportOptions& options, const Run& run);

// Updates the search index until it contains every ticket. Completed batches are kept when it is stopped.
void index_words(store::TicketStore& store, const Run& run);

}  // namespace smartdesk::workspace
