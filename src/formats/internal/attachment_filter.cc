#include "formats/internal/attachment_filter.h"

#include <algorithm>

namespace smartdesk::formats {
namespace {

constexpr std::size_t kMostBoundaries = 1000, kLongestHeader = 16384;

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

std::string_view without_end(std::string_view line) {
  const auto end = line.find_last_not_of(" \t\r\n");
  return line.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

// The value of boundary= in a Content-Type header; empty if there is none.
std::string boundary_in(std::string_view header) {
  const auto at = lower(header).find("boundary=");
  if (at == std::string::npos) return {};
  const auto value = header.substr(at + 9);
  if (value.starts_with('"')) return std::string(value.substr(1, value.find('"', 1) - 1));
  return std::string(without_end(value.substr(0, value.find_first_of("; \t\r\n"))));
}

}  // namespace

bool AttachmentFilter::passes(std::string_view line) {
  if (in_headers_) {
    take_header_line(line);
    return true;
  }
  if (is_boundary(line)) {
    in_headers_ = true;
    content_ = Content::kText;
    header_.clear();
    return true;
  }
  if (content_ == Content::kOutlook) {
    passed_ += line.size();
    return passed_ <= longest_part_;
  }
  return content_ == Content::kText;
}

bool AttachmentFilter::is_boundary(std::string_view line) const {
  if (!line.starts_with("--") || boundaries_.empty()) return false;
  const auto text = without_end(line.substr(2));
  return std::any_of(boundaries_.begin(), boundaries_.end(), [&](const std::string& boundary) {
    return text == boundary || (text.starts_with(boundary) && text.substr(boundary.size()) == "--");
  });
}

void AttachmentFilter::take_header_line(std::string_view line) {
  const auto text = without_end(line);
  const bool is_blank = text.empty();
  if (is_blank && !has_headers_ && boundaries_.empty()) return;  // blank lines before a mail
  if (is_blank) return end_headers();
  has_headers_ = true;
  const bool continues = line.front() == ' ' || line.front() == '\t';
  if (!continues) is_type_ = header_.empty() && lower(text.substr(0, 13)) == "content-type:";
  if (is_type_ && header_.size() < kLongestHeader) header_ += text;
}

void AttachmentFilter::end_headers() {
  const auto boundary = boundary_in(header_);
  if (!boundary.empty() && boundaries_.size() < kMostBoundaries) boundaries_.push_back(boundary);
  const auto type = lower(header_);
  const auto begin = std::min(type.find_first_not_of(" \t", 13), type.size());
  const auto is = [&](std::string_view name) { return std::string_view(type).substr(begin).starts_with(name); };
  const bool is_text = type.empty() || is("text/") || is("multipart/") || is("message/") || begin == type.size();
  content_ = is_text ? Content::kText : type.find("ms-tnef") != std::string::npos ? Content::kOutlook : Content::kOther;
  // An attached mail has headers of its own.
  in_headers_ = is("message/");
  has_headers_ = is_type_ = false;
  header_.clear();
}

}  // namespace smartdesk::formats
