#include "server/assets.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>

#include "files/digest.h"
#include "http/problem.h"
#include "server/internal/dashboard_files.h"

namespace smartdesk::server {
namespace {

constexpr int kBrotliQuality = 6;      // 9 and up take seconds per megabyte for a few per cent less
constexpr std::size_t kWorthIt = 512;  // bytes

std::string content_type_of(std::string_view path) {
  const std::pair<std::string_view, const char*> types[] = {{".html", "text/html; charset=utf-8"},
                                                            {".js", "text/javascript; charset=utf-8"},
                                                            {".css", "text/css; charset=utf-8"},
                                                            {".json", "application/json"},
                                                            {".svg", "image/svg+xml"},
                                                            {".txt", "text/plain; charset=utf-8"},
                                                            {".png", "image/png"},
                                                            {".ico", "image/x-icon"},
                                                            {".woff2", "font/woff2"},
                                                            {".webmanifest", "application/manifest+json"}};
  for (const auto& [ending, type] : types) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

bool is_packed_already(std::string_view path) {
  return path.ends_with(".png") || path.ends_with(".woff2") || path.ends_with(".ico");
}

std::string brotli(std::string_view bytes) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  const auto* from = reinterpret_cast<const std::uint8_t*>(bytes.data());
  auto* to = reinterpret_cast<std::uint8_t*>(out.data());
  const auto done =
      BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(), from, &size, to);
  out.resize(done == BROTLI_TRUE ? size : 0);
  return out;
}

std::string gzip(std::string_view bytes) {
  constexpr int kGzipWindow = 15 + 16, kMemory = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    return "";
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(ended == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

// Whether Accept-Encoding lists this coding and does not forbid it.
bool takes(std::string_view accepted, std::string_view coding) {
  while (!accepted.empty()) {
    const auto comma = std::min(accepted.find(','), accepted.size());
    auto entry = accepted.substr(0, comma);
    accepted.remove_prefix(std::min(comma + 1, accepted.size()));
    entry.remove_prefix(std::min(entry.find_first_not_of(' '), entry.size()));
    if (!entry.starts_with(coding)) continue;
    const auto rest = entry.substr(coding.size());
    if (!rest.empty() && rest.front() != ';' && rest.front() != ' ') continue;
    return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
  }
  return false;
}

}  // namespace

Assets::Assets(const std::vector<EmbeddedFile>& files) {
  for (const auto& file : files) {
    Asset asset{file, content_type_of(file.path), files::hex(files::sha256(file.bytes)).substr(0, 16), {}};
    if (!is_packed_already(file.path) && file.bytes.size() >= kWorthIt) {
      asset.forms = {{"br", brotli(file.bytes)}, {"gzip", gzip(file.bytes)}};
      std::erase_if(asset.forms,
                    [&](const Form& form) { return form.bytes.empty() || form.bytes.size() >= file.bytes.size(); });
    }
    assets_.push_back(std::move(asset));
  }
}

http::Response Assets::response(const http::Request& request, std::string_view path) const {
  const auto asset =
      std::find_if(assets_.begin(), assets_.end(), [&](const Asset& other) { return other.file.path == path; });
  if (asset == assets_.end()) throw http::Problem(404, "This path does not exist. The dashboard is at /.");
  http::Response response;
  response.content_type = asset->content_type;
  response.lasting = asset->file.bytes;
  auto etag = '"' + asset->etag + '"';
  const auto accepted = request.header("Accept-Encoding");
  for (const auto& form : asset->forms) {
    if (!takes(accepted, form.encoding)) continue;
    response.lasting = form.bytes;
    response.headers.emplace_back("Content-Encoding", form.encoding);
    etag = '"' + asset->etag + '-' + form.encoding + '"';
    break;
  }
  if (!asset->forms.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control",
                                path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.header("If-None-Match").find(etag) != std::string_view::npos) response.status = 304;
  return response;
}

std::vector<EmbeddedFile> dashboard_files() { return {kDashboardFiles.begin(), kDashboardFiles.end()}; }

}  // namespace smartdesk::server
