// Leaves the contents of attachments out of a mail while it is read line by line, so that mails may have any size.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smartdesk::formats {

// Give it all lines of one mail in order. Headers and the parts with text pass; of winmail.dat, so does as much as
// `longest_part` bytes. A part ends at a line with a boundary that a header of this mail has named. One thread at a
// time.
class AttachmentFilter {
 public:
  explicit AttachmentFilter(std::size_t longest_part) : longest_part_(longest_part) {}

  // line: with its line break. Whether it passes.
  bool passes(std::string_view line);

 private:
  enum class Content { kText, kOutlook, kOther };

  bool is_boundary(std::string_view line) const;
  void take_header_line(std::string_view line);
  void end_headers();

  std::size_t longest_part_;
  bool in_headers_ = true, has_headers_ = false, is_type_ = false;
  std::string header_;  // Content-Type, unfolded; empty before it
  Content content_ = Content::kText;
  std::size_t passed_ = 0;  // of winmail.dat
  std::vector<std::string> boundaries_;
};

}  // namespace smartdesk::formats
