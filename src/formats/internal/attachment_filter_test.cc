#include "formats/internal/attachment_filter.h"

#include <gtest/gtest.h>

namespace smartdesk::formats {
namespace {

std::string filtered(std::string_view mail, std::size_t longest = 100) {
  AttachmentFilter filter(longest);
  std::string passed;
  while (!mail.empty()) {
    const auto end = std::min(mail.find('\n'), mail.size() - 1) + 1;
    if (filter.passes(mail.substr(0, end))) passed += mail.substr(0, end);
    mail.remove_prefix(end);
  }
  return passed;
}

TEST(AttachmentFilter, KeepsAMailWithoutAttachments) {
  for (const char* mail : {"Subject: x\n\ntext\n--b\nContent-Type: image/png\n\nstill text\n",
                           "\n\nSubject: x\n\ntext\n", "no headers", "Content-Type: text/html; boundary=b\n\n<p>\n"}) {
    EXPECT_EQ(filtered(mail), mail);
  }
}

TEST(AttachmentFilter, LeavesContentsOutAndKeepsTheirHeaders) {
  EXPECT_EQ(filtered("Content-Type: multipart/mixed;\n boundary=\"a b\"\n\n--a b\nContent-Type: image/png\n"
                     "Content-Disposition: attachment;\n filename=x.png\n\nAAAA\nBBBB\n--a b\n\ntext\n--a b--\n"),
            "Content-Type: multipart/mixed;\n boundary=\"a b\"\n\n--a b\nContent-Type: image/png\n"
            "Content-Disposition: attachment;\n filename=x.png\n\n--a b\n\ntext\n--a b--\n");
}

TEST(AttachmentFilter, LooksIntoAttachedMails) {
  EXPECT_EQ(
      filtered("Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\nSubject: y\n"
               "Content-Type: multipart/mixed; boundary=i\n\n--i\nContent-Type: application/zip\n\nPK\n--i\n\ntext\n"),
      "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\nSubject: y\n"
      "Content-Type: multipart/mixed; boundary=i\n\n--i\nContent-Type: application/zip\n\n--i\n\ntext\n");
}

TEST(AttachmentFilter, KeepsTheBeginningOfOutlooksPart) {
  EXPECT_EQ(filtered("Content-Type: application/ms-tnef\n\nAAAA\nBBBB\nCCCC\n", 10),
            "Content-Type: application/ms-tnef\n\nAAAA\nBBBB\n");
}

}  // namespace
}  // namespace smartdesk::formats
