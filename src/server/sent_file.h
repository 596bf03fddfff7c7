// Files that people send to the server: how they are to be read, and a preview of what an import would make of them.

#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "server/workshop.h"
#include "workspace/import.h"

namespace smartdesk::server {

// What the sender says of a file. Only the name must be given.
struct SentFile {
  std::string name = {};        // the sender's; its ending selects the format
  std::string source = {};      // where its tickets come from (workspace::ImportOptions::source)
  std::string encoding = {};    // its encoding (text::encoding_name)
  std::string date_order = {};  // "dmy", "mdy" or "ymd"
  std::string text = {};        // the column with the text
};

// Throws Error{kUsage} for an unknown format or encoding.
void check(const SentFile& sent);

// As the arguments of a job, and back.
boost::json::object json_of(const SentFile& sent);
SentFile sent_file_in(const boost::json::object& json);

// How to import `path`, the server's copy.
workspace::ImportOptions import_options(const std::string& path, const SentFile& sent, const Taxonomy& taxonomy);

// The file name, reduced to its last 80 characters and to those that are safe in a path.
std::string harmless(const std::string& name);

std::string replaced(std::string text, std::string_view what, std::string_view with);

// What an import would make of the file, which is moved (workspace/preview_json.h). Writes nothing. Throws as check()
// and workspace::preview_import do, with the sender's name in messages, and http::Problem (413) after 30 s of reading.
boost::json::object preview_file(const Workshop& workshop, const std::string& file, const SentFile& sent);

}  // namespace smartdesk::server
