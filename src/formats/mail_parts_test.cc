// What becomes of the parts, encodings and headers of mails, through parse_mail and TableReader.

#include <gmock/gmock.h>

#include "formats/mail.h"
#include "formats/table.h"
#include "support/scratch_files.h"

namespace smartdesk::formats {
namespace {

using namespace std::string_literals;

std::string body_of(std::string_view message) { return parse_mail(message).body; }
std::string subject_of(const std::string& header) { return parse_mail("Subject: " + header + "\n\nx").subject; }

// A multipart mail of the parts, each with its headers.
std::string multipart(const std::string& kind, const std::vector<std::string>& parts) {
  std::string mail = "Subject: Door\nMIME-Version: 1.0\nContent-Type: multipart/" + kind + "; boundary=bb\n\n";
  for (const auto& part : parts) mail += "--bb\n" + part + "\n";
  return mail + "--bb--\n";
}

const auto kPlain = "Content-Type: text/plain\n\n"s, kHtml = "Content-Type: text/html\n\n"s,
           kImage = "Content-Type: image/png; name=\"a.png\"\nContent-Disposition: inline; filename=a.png\n\nPNG"s;

TEST(MailParts, AreAllReadInOrder) {
  const auto mail =
      parse_mail(multipart("mixed", {kPlain + "See the picture:", kImage, kPlain + "The door is broken."}));
  EXPECT_EQ(mail.body, "See the picture:\nThe door is broken.");
  EXPECT_EQ(mail.attachments, "a.png");
  EXPECT_EQ(body_of(multipart("mixed", {kHtml + "<p>One</p>", kImage, kHtml + "<p>Two</p>"})), "One\nTwo");
  EXPECT_EQ(body_of(multipart("mixed", {kPlain + "One", kHtml + "<p>Two</p>", kPlain + "Three"})), "One\nTwo\nThree");
  EXPECT_EQ(body_of(multipart("related", {kHtml + "<p>One</p><img src=cid:1>", kImage})), "One");
  EXPECT_EQ(body_of(multipart("signed", {kPlain + "One", "Content-Type: application/pgp-signature\n\nPGP"})), "One");
}

TEST(MailParts, OfAlternativesAreThePlainOneUnlessItIsBlank) {
  EXPECT_EQ(body_of(multipart("alternative", {kPlain + "plain", kHtml + "<p>rich</p>"})), "plain");
  EXPECT_EQ(body_of(multipart("alternative", {kPlain + "\n \n", kHtml + "<p>rich</p>"})), "rich");
  EXPECT_EQ(body_of(multipart("alternative", {kPlain + "\xC2\xA0\n", kHtml + "<p>rich</p>"})), "rich");
  EXPECT_EQ(body_of(multipart("alternative", {kHtml + "<p>rich</p>", kPlain + "plain"})), "plain");
  EXPECT_EQ(body_of(multipart("alternative", {kHtml + "<img src=x>", kPlain + "plain"})), "plain");
}

TEST(MailParts, OfCalendarsAndCardsAreNoText) {
  const auto calendar = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"s;
  EXPECT_EQ(body_of(multipart("alternative", {calendar, kHtml + "<p>At ten?</p>"})), "At ten?");
  EXPECT_EQ(body_of(multipart("alternative", {kHtml + "<p>At ten?</p>", calendar})), "At ten?");
  EXPECT_EQ(body_of(multipart("mixed", {calendar, kPlain + "At ten?"})), "At ten?");
  EXPECT_EQ(body_of(multipart("mixed", {kPlain + "Hi", "Content-Type: text/x-vcard; name=a.vcf\n\nBEGIN:VCARD"})),
            "Hi");
}

TEST(MailParts, MayBeAttachedMails) {
  const auto attached = "Content-Type: message/rfc822\n\nFrom: Bo <bo@example.net>\nSubject: Key\n\nThe key is bent."s;
  EXPECT_EQ(body_of(multipart("mixed", {kPlain + "\n", attached})), "The key is bent.");
  const auto mail = parse_mail(multipart("mixed", {kPlain + "Please see below.", attached}));
  EXPECT_EQ(mail.body,
            "Please see below.\n\n---------- Forwarded message ----------\nFrom: Bo <bo@example.net>\nSubject: Key\n\n"
            "The key is bent.");
  EXPECT_EQ(mail.attachments, "forwarded message");
  EXPECT_THAT(body_of(multipart("mixed", {attached, attached})), testing::HasSubstr("The key is bent."));
}

TEST(MailParts, MayBeNestedToAnyDepth) {
  std::string mail = kPlain + "deep";
  for (int i = 0; i < 40; ++i) {
    const auto name = "b" + std::to_string(i);
    mail = "Content-Type: multipart/mixed; boundary=" + name + "\n\n--" + name + "\n" + mail + "\n--" + name + "--\n";
  }
  EXPECT_EQ(body_of(mail), "deep");
  for (int i = 0; i < 5000; ++i) mail = "Content-Type: message/rfc822\n\n" + mail;
  EXPECT_NO_THROW(parse_mail(mail));
}

TEST(MailParts, OfOutlookAreRead) {
  const auto tnef = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"s;
  const auto plain = parse_mail(multipart(
      "mixed", {tnef + "eJ8+IgEAAQeQBgAIAAAA5AQAAAAAAADoAAEDkAYAPAAAAAEAAAAfAAAQAQAAACoAAABEAGUAcgAgAFMAYwBoAGwA/"
                       "ABzAHMAZQBsACAAawBsAGUAbQBtAHQALgAAAKsIAhCAAQAKAAAAcGhvdG8uanBnAJkD"}));
  EXPECT_EQ(plain.body, "Der Schlüssel klemmt.");
  EXPECT_EQ(plain.attachments, "photo.jpg");
  EXPECT_EQ(body_of(multipart(
                "mixed",
                {tnef + "eJ8+"
                        "IgEAAQOQBgB4AAAAAQAAAAIBCRABAAAAZgAAAGIAAABMAAAATFpGdQAAAAAAe1xydGYxXGEAbnNpe1xmb24AdHRibHtcZj"
                        "AAIEFyaWFsO30AfVRoZSBrZXkAIFx1MjUyP2IAZWwgc3RpY2sAcy5ccGFyIFAAbGVhc2UgaGUAbHAufQAAWx4="})),
            "The key übel sticks.\nPlease help.");
  for (const char* broken : {"", "AAAA", "eJ8+IgEAAQeQBgD/////", "eJ8+IgEAAQOQBv///3////8="}) {
    EXPECT_EQ(body_of(multipart("mixed", {kPlain + "Hi", tnef + broken})), "Hi");
  }
}

TEST(MailEncoding, IsDecidedByTheBytesOfEachPart) {
  const auto text =
      "Content-Transfer-Encoding: 8bit\n\nDie T\xFCr h\xE4ngt schief, bitte pr\xFC"
      "fen."s;
  for (const char* charset : {"utf-8", "us-ascii", "no-such", "iso-8859-1"}) {
    EXPECT_EQ(body_of("Content-Type: text/plain; charset="s + charset + "\n" + text),
              "Die Tür hängt schief, bitte prüfen.");
  }
  EXPECT_EQ(body_of(text), "Die Tür hängt schief, bitte prüfen.");
  EXPECT_EQ(body_of("Content-Type: text/plain; charset=us-ascii\n\nDie T\xC3\xBCr"), "Die Tür");
  EXPECT_EQ(body_of("Content-Type: text/plain; charset=iso-8859-1\n\n\x80 5 \x96 \x84so\x93"), "€ 5 – „so“");
  EXPECT_EQ(body_of("Content-Type: text/html\n\n<meta charset=windows-1251><p>\xC4\xE0</p>"), "Да");
  EXPECT_EQ(parse_mail("Content-Type: text/plain; charset=windows-1250\n\n\xE6").encoding.name, "windows-1250");
  EXPECT_EQ(parse_mail("Subject: x\n\n\xE6", "windows-1250").body, "ć");
}

TEST(MailHeaders, JoinEncodedWordsThatAreDecodedEachForItself) {
  EXPECT_EQ(subject_of("=?utf-8?B?VMO8ciA=?=\n =?utf-8?B?aMOkbmd0?="), "Tür hängt");
  EXPECT_EQ(subject_of("=?utf-8?B?VMM=?= =?utf-8?B?vHI=?= Nr. 5"), "Tür Nr. 5");
  EXPECT_EQ(subject_of("=?iso-8859-1?q?T=FCr_?=\n =?utf-8?B?aMOkbmd0?="), "Tür hängt");
  EXPECT_EQ(subject_of("Re: =?iso-2022-jp?b?GyRCSlY2YhsoQg==?=\n =?iso-2022-jp?b?GyRCJHIbKEI=?="), "Re: 返金を");
  EXPECT_EQ(subject_of("=?utf-8?q?a?=b =?utf-8*de?q?c?= d"), "ab c d");
}

TEST(MailHeaders, KeepWhatIsNoEncodedWord) {
  for (const char* header : {"=?utf-8?X?abc?=", "=?utf-8?B?abc", "=? ?B?abc?=", "50 % =? off", "=?=?=?"}) {
    EXPECT_EQ(subject_of(header), header);
  }
  EXPECT_EQ(subject_of("a long\n line"), "a long line");
}

TEST(MailHeaders, MayHaveBytesThatShouldBeEncoded) {
  EXPECT_EQ(subject_of("Die T\xFCr h\xE4ngt schief"), "Die Tür hängt schief");
  EXPECT_EQ(subject_of("Die T\xC3\xBCr"), "Die Tür");
  EXPECT_EQ(parse_mail("From: =?utf-8?B?TMOpZSwg?= =?utf-8?B?QW5u?= <ann@example.com>\n\nx").from,
            "\"Lée, Ann\" <ann@example.com>");
  EXPECT_EQ(parse_mail("From: J\xC3\xBCrgen <j@example.com>\nTo: a@x.de, b@x.de\n\nx").from, "Jürgen <j@example.com>");
}

TEST(MailHeaders, MayComeAfterBlankLinesAndMarks) {
  for (const char* before :
       {"", "\xEF\xBB\xBF", "\n", "      \r\n", "\xEF\xBB\xBF\n  \n", "From ann Mon Mar  2 09:30:00 2026\n"}) {
    const auto mail = parse_mail(before + "Subject: Door\nFrom: a@example.com\n\nIt sticks."s);
    EXPECT_EQ(mail.subject, "Door") << before;
    EXPECT_EQ(mail.body, "It sticks.") << before;
  }
}

class Mailbox : public ScratchFiles {
 protected:
  std::vector<std::string> bodies(const std::string& file, std::size_t longest = std::size_t{8} << 20) {
    ReadOptions options;
    options.max_field_bytes = longest;
    options.on_rejected = [this](const Rejected& row) { rejected_.push_back(row.reason); };
    auto table = TableReader::open(file, options);
    std::vector<std::string> found;
    for (Record record; table.next(record);) found.emplace_back(record.fields[*table.column("body")]);
    encoding_ = table.encoding();
    return found;
  }

  std::vector<std::string> rejected_;
  text::Encoding encoding_;
};

TEST_F(Mailbox, IsNotCutAtASentenceThatBeginsWithFrom) {
  EXPECT_THAT(
      bodies(write("a.mbox",
                   "From ann@example.com Mon Mar  2 09:30:00 2026\nSubject: one\n\nHello,\n\nFrom the first day it "
                   "stuck.\nFrom then on it squeaked.\n\nFrom Monday: nothing.\nNote: see above.\n\n"
                   "From bo@example.com Tue Mar  3 09:30:00 2026\nSubject: two\n\n>From me\n")),
      testing::ElementsAre("Hello,\n\nFrom the first day it stuck.\nFrom then on it squeaked.\n\nFrom Monday: "
                           "nothing.\nNote: see above.",
                           "From me"));
  EXPECT_THAT(bodies(write("b.mbox", "From -\nSubject: one\n\nfirst\n\nFrom -\nX-Status: R\nSubject: two\n\nsecond\n")),
              testing::ElementsAre("first", "second"));
  EXPECT_THAT(bodies(write("c.mbox",
                           "From a@x Mon Mar  2 09:30:00 2026\nSubject: one\n\nfirst\n"
                           "From b@x Mon Mar  2 09:30:00 +0100 2026\nReceived: by x\n\nsecond\n")),
              testing::ElementsAre("first", "second"));
}

TEST_F(Mailbox, MayHaveMailsOfAnySizeIfTheirTextIsShort) {
  std::string photo;
  for (int i = 0; i < 3000; ++i) photo += "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\n";
  const auto mail = multipart("mixed", {kPlain + "See the photo.", "Content-Type: image/jpeg; name=p.jpg\n\n" + photo});
  EXPECT_THAT(bodies(write("a.eml", mail), 1000), testing::ElementsAre("See the photo."));
  EXPECT_THAT(bodies(write("b.eml", "Subject: x\n\n" + photo), 1000), testing::IsEmpty());
  EXPECT_THAT(rejected_, testing::ElementsAre(testing::HasSubstr("text of the message is longer")));
}

TEST_F(Mailbox, ReportsTheEncodingAboutWhichItIsLeastSure) {
  bodies(write("a.mbox",
               "From -\nSubject: one\n\ncaf\xC3\xA9\n\nFrom -\nSubject: two\n\ncaf\xE9\n\nFrom -\nSubject: x\n\nx\n"));
  EXPECT_EQ(encoding_.name, "windows-1252");
  EXPECT_NE(encoding_.certainty, text::Certainty::kSure);
}

TEST_F(Mailbox, MayBeAMaildir) {
  for (const char* folder : {"box/cur", "box/new", "box/tmp"}) std::filesystem::create_directories(path(folder));
  const auto message = write("box/cur/1700000000.M1.host:2,S", "Subject: Door\n\nIt sticks.\n");
  EXPECT_TRUE(is_maildir_message(message));
  EXPECT_FALSE(is_maildir_message(path("box/tmp/1")));
  EXPECT_FALSE(is_maildir_message("cur/1"));
  EXPECT_THAT(bodies(message), testing::ElementsAre("It sticks."));
}

}  // namespace
}  // namespace smartdesk::formats
