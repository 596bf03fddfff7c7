#include "http/response.h"

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "core/error.h"
#include "text/json_text.h"

namespace smartdesk::http {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;

// An open file that is already unlinked, so that nothing is left behind even after a kill.
class PassingFile {
 public:
  explicit PassingFile(std::string path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb")) {
    if (file_ == nullptr) throw Error(ErrorCode::kFailed, path_ + " cannot be read.");
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  PassingFile(const PassingFile&) = delete;
  PassingFile& operator=(const PassingFile&) = delete;
  ~PassingFile() { std::fclose(file_); }

  Piece next() {
    Piece piece{std::string(kPieceBytes, '\0')};
    piece.bytes.resize(std::fread(piece.bytes.data(), 1, kPieceBytes, file_));
    if (std::ferror(file_) != 0) throw Error(ErrorCode::kFailed, path_ + " cannot be read.");
    piece.is_last = std::feof(file_) != 0;
    return piece;
  }

 private:
  std::string path_;
  std::FILE* file_;
};

}  // namespace

Response json_response(const boost::json::value& value, int status) {
  return json_response(text::json_text(value), status);
}

Response json_response(std::string serialised, int status) {
  return {status, "application/json", {{"Cache-Control", "no-store"}}, std::move(serialised), {}, {}};
}

Response text_response(std::string text, std::string content_type) {
  return {200, std::move(content_type), {{"Cache-Control", "no-store"}}, std::move(text), {}, {}};
}

Response no_content() { return {204, "", {}, "", {}, {}}; }

Response event_response(BodySource source) {
  return {200, "text/event-stream", {{"Cache-Control", "no-store"}}, "", {}, std::move(source)};
}

std::string event_text(std::string_view name, std::string_view data) {
  std::string event = "event: " + std::string(name) + "\n";
  for (std::size_t begin = 0; begin <= data.size();) {
    const auto end = std::min(data.find('\n', begin), data.size());
    event.append("data: ").append(data.substr(begin, end - begin)) += '\n';
    begin = end + 1;
  }
  return event + "\n";
}

BodySource source_of_file(const std::string& path) {
  return [file = std::make_shared<PassingFile>(path)] { return file->next(); };
}

}  // namespace smartdesk::http
