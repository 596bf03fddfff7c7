#include "server/sent_file.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "formats/archive.h"
#include "formats/table.h"
#include "http/problem.h"
#include "text/calendar.h"
#include "text/encoding.h"
#include "workspace/preview_json.h"

namespace smartdesk::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::chrono::seconds kLongestPreview{30};

struct Member {
  const char* name;
  std::string SentFile::* text;
};
constexpr Member kMembers[] = {{"name", &SentFile::name},
                               {"source", &SentFile::source},
                               {"encoding", &SentFile::encoding},
                               {"date_order", &SentFile::date_order},
                               {"text", &SentFile::text}};

// The file under a path that ends as its sender's name does, because the ending tells how it is packed.
class NamedFile {
 public:
  NamedFile(const std::string& file, const std::string& name) : path_(file + "." + harmless(name)) {
    fs::rename(file, path_);
  }
  NamedFile(const NamedFile&) = delete;
  NamedFile& operator=(const NamedFile&) = delete;
  ~NamedFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// "export.csv.gz" of "C:\\Desk\\export.csv.gz".
std::string file_in(const std::string& name) {
  const auto slash = name.find_last_of("/\\");
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

// No path of the server's machine is shown.
void name_as_sent(workspace::ImportPreview& preview, const std::string& path, const std::string& name) {
  const auto rename = [&](std::string& text) { text = replaced(std::move(text), path, name); };
  for (auto& note : preview.notes) rename(note);
  for (auto& file : preview.files) {
    rename(file.file);
    for (auto& note : file.notes) rename(note);
    for (auto& row : file.rejects) rename(row.reason);
  }
}

workspace::ImportPreview preview_in_time(const workspace::ImportOptions& options) {
  const auto end = std::chrono::steady_clock::now() + kLongestPreview;
  std::atomic<bool> is_late{false};
  Run run;
  run.stopped = &is_late;
  run.progress = [&](std::string_view, std::uint64_t, std::uint64_t) {
    is_late = std::chrono::steady_clock::now() > end;
  };
  try {
    return workspace::preview_import(options, {}, run);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInterrupted) throw;
    throw http::Problem(413, "The file takes more than 30 seconds to read. Import it without a preview.");
  }
}

}  // namespace

void check(const SentFile& sent) {
  if (!formats::is_archive(sent.name)) formats::table_format(sent.name);
  if (sent.encoding.empty() || text::encoding_name(sent.encoding)) return;
  throw Error(ErrorCode::kUsage, "The encoding \"" + sent.encoding + "\" is not known. Some that are known: " +
                                     std::string(text::kSomeEncodingNames) + ".");
}

json::object json_of(const SentFile& sent) {
  json::object object;
  for (const auto& member : kMembers) {
    if (!(sent.*member.text).empty()) object[member.name] = sent.*member.text;
  }
  return object;
}

SentFile sent_file_in(const json::object& json) {
  SentFile sent;
  for (const auto& member : kMembers) {
    if (const auto* value = json.if_contains(member.name)) sent.*member.text = value->as_string();
  }
  return sent;
}

workspace::ImportOptions import_options(const std::string& path, const SentFile& sent, const Taxonomy& taxonomy) {
  workspace::ImportOptions options;
  options.like_none = labels_like_none(taxonomy);
  options.files = {path};
  options.name = file_in(sent.name);
  options.source = sent.source;
  options.encoding = sent.encoding;
  options.date_order = text::date_order_named(sent.date_order);
  options.text_column = sent.text;
  options.tasks = task_names(taxonomy);
  return options;
}

std::string harmless(const std::string& name) {
  constexpr std::size_t kMost = 80;
  std::string out;
  for (const char c : name.substr(name.size() - std::min(name.size(), kMost))) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    out += is_plain ? c : '_';
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto found = text.find(what); found != std::string::npos; found = text.find(what, found + with.size()))
    text.replace(found, what.size(), with);
  return text;
}

json::object preview_file(const Workshop& workshop, const std::string& file, const SentFile& sent) {
  check(sent);
  const NamedFile named(file, sent.name);
  const auto options = import_options(named.path(), sent, workshop.taxonomy());
  try {
    auto preview = preview_in_time(options);
    name_as_sent(preview, named.path(), options.name);
    return workspace::preview_json(preview);
  } catch (const Error& error) {
    throw Error(error.code(), replaced(error.what(), named.path(), options.name), error.subject());
  }
}

}  // namespace smartdesk::server
