#include "formats/mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/table.h"
#include "support/scratch_files.h"

namespace smartdesk::formats {
namespace {

constexpr const char* kPlain =
    "From: =?utf-8?q?Ann_L=C3=A9e?= <ann@example.com>\r\nTo: desk@example.com\r\nSubject: =?iso-8859-1?q?caf=E9?= "
    "order\r\n"
    "Date: Mon, 02 Mar 2026 09:30:00 +0100\r\nMessage-ID: <abc@example.com>\r\nContent-Type: text/plain; "
    "charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 machine is broken.\r\n\r\n> When did it happen?\r\n";

TEST(Mail, ReadsHeadersAndText) {
  const auto mail = parse_mail(kPlain);
  EXPECT_EQ(mail.id, "abc@example.com");
  EXPECT_EQ(mail.created_at, "2026-03-02T09:30:00+01");
  EXPECT_EQ(mail.from, "Ann Lée <ann@example.com>");
  EXPECT_EQ(mail.subject, "café order");
  EXPECT_EQ(mail.body, "The café machine is broken.\n\n> When did it happen?");
}

TEST(Mail, PrefersThePlainPartAndListsAttachmentsWithoutOpeningThem) {
  const auto mail = parse_mail(
      "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=M\n\n--M\nContent-Type: "
      "multipart/alternative; boundary=A\n\n"
      "--A\nContent-Type: text/plain\n\nplain text\n--A\nContent-Type: text/html\n\n<p>html text</p>\n--A--\n"
      "--M\nContent-Type: application/zip; name=evil.zip\nContent-Disposition: attachment; "
      "filename=evil.zip\n\nPK\n--M--\n");
  EXPECT_EQ(mail.body, "plain text");
  EXPECT_EQ(mail.attachments, "evil.zip");
}

TEST(Mail, TurnsHtmlIntoText) {
  EXPECT_EQ(parse_mail("Content-Type: text/html; charset=utf-8\n\n<p>One<br>two</p><blockquote>old</blockquote>").body,
            "One\ntwo\n> old");
}

TEST(Mail, AcceptsBrokenMail) {
  for (const char* message :
       {"", "no headers at all", "Subject: x", "Content-Type: multipart/mixed; boundary=M\n\n--M\n--M\n--M",
        "Content-Type: text/plain; charset=no-such\n\n\xFF\xFE", "\x00\x01\x02"}) {
    EXPECT_NO_THROW(parse_mail(message)) << message;
  }
}

class MailTable : public ScratchFiles {
 protected:
  std::vector<std::string> bodies(const std::string& file) {
    auto table = TableReader::open(file);
    Record record;
    std::vector<std::string> found;
    while (table.next(record)) found.emplace_back(record.fields[*table.column("body")]);
    return found;
  }
};

TEST_F(MailTable, ReadsAMessageAsATableOfOneRow) {
  EXPECT_THAT(bodies(write("a.eml", kPlain)),
              testing::ElementsAre("The café machine is broken.\n\n> When did it happen?"));
}

TEST_F(MailTable, ReadsAMailboxMessageByMessage) {
  EXPECT_THAT(bodies(write("a.mbox",
                           "From ann Mon Mar  2 09:30:00 2026\nSubject: one\n\nfirst\n>From here on it is broken\n\n"
                           "From bob Mon Mar  2 09:31:00 2026\nSubject: two\n\nsecond\nFrom me, with love\n\n")),
              testing::ElementsAre("first\nFrom here on it is broken", "second\nFrom me, with love"));
}

TEST_F(MailTable, SeparatesMailsBehindFromAndOneWordWithoutABlankLine) {
  EXPECT_THAT(bodies(write("a.mbox",
                           "From - \nSubject: one\nFrom: ann@example.com\n\nfirst\nFrom - \nFrom: bob@example.com\n"
                           "Subject: two\n\nsecond\nFrom the customer:\nFrom: Bob\nSubject: two\n")),
              testing::ElementsAre("first", "second\nFrom the customer:\nFrom: Bob\nSubject: two"));
}

TEST_F(MailTable, RejectsAMessageThatIsTooLongAndContinues) {
  ReadOptions options;
  options.max_field_bytes = 1000;
  std::vector<std::string> reasons;
  options.on_rejected = [&](const Rejected& row) { reasons.push_back(row.reason); };
  auto table = TableReader::open(
      write("a.mbox", "From a\nSubject: big\n\n" + std::string(5000, 'x') + "\n\nFrom b\nSubject: small\n\nok\n"),
      options);
  Record record;
  ASSERT_TRUE(table.next(record));
  EXPECT_EQ(record.fields[*table.column("subject")], "small");
  EXPECT_FALSE(table.next(record));
  EXPECT_EQ(reasons.size(), 1U);
}

}  // namespace
}  // namespace smartdesk::formats
