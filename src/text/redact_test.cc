#include "text/redact.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

TEST(Redact, ReplacesEachSecretWithAWord) {
  EXPECT_EQ(redact("write to Ann.Lee+x@mail.example.co.uk, please"), "write to [EMAIL], please");
  EXPECT_EQ(redact("my card 4111 1111 1111 1111 was declined"), "my card [CARD] was declined");
  EXPECT_EQ(redact("4111-1111-1111-1111"), "[CARD]");
  EXPECT_EQ(redact("IBAN: DE89 3704 0044 0532 0130 00."), "IBAN: [IBAN].");
  EXPECT_EQ(redact("transfer to AT61 1904 3002 3457 3201 with thanks"), "transfer to [IBAN] with thanks");
  EXPECT_EQ(redact("call +49 (0)30 1234-5678 after 9"), "call [PHONE] after 9");
  EXPECT_EQ(redact("call (555) 010-4477"), "call [PHONE]");
  EXPECT_EQ(redact("tel: 030 123 45 67"), "tel: [PHONE]");
  EXPECT_EQ(redact("ssh from 203.0.113.7 fails"), "ssh from [IP] fails");
  EXPECT_EQ(redact("key sk_live_4eC39HqLyjWDarjtT1zdp7dc leaked"), "key [TOKEN] leaked");
  EXPECT_EQ(redact("Authorization: Bearer abcdef1234567890abcdef"), "Authorization: Bearer [TOKEN]");
  EXPECT_EQ(redact("my password: hunter2!"), "my password: [TOKEN]");
  EXPECT_EQ(redact("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- that is it"),
            "[TOKEN] that is it");
}

TEST(Redact, FindsSeveralSecretsInOneText) {
  EXPECT_EQ(redact("a@b.io b@c.io 4111111111111111 192.0.2.1"), "[EMAIL] [EMAIL] [CARD] [IP]");
}

TEST(Redact, LeavesTextThatOnlyLooksLikeASecret) {
  for (const char* text :
       {"order 1234 5678 9012 3456 is late", "version 10.2.300.4 crashes", "on 2026-03-01 09:30 it stopped",
        "from 01.02.2026 to 28.02.2026", "I paid 1,234,567.89 euros", "ticket #20260301-0042",
        "password: please reset it", "@support are you there", "meet at 5pm @ home", "0000 0000 0000 0000",
        "8.30.2026.15", "error 0x80070057", "build 20260301.12", "the ratio is 1920/1080", "ISBN 978-3-16-148410-0"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, AcceptsAnyBytes) {
  EXPECT_EQ(redact(""), "");
  EXPECT_EQ(redact("\xff\xfe a@b.io \x80"), "\xff\xfe [EMAIL] \x80");
  EXPECT_EQ(redact("grüße@münchen.de schreibt"), "[EMAIL] schreibt");
}

TEST(Redact, ReportsKindAndPositionOfEachSecret) {
  const auto findings = find_secrets("x a@b.io");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(name_of(findings[0].kind), "email");
  EXPECT_EQ(findings[0].begin, 2U);
  EXPECT_EQ(findings[0].end, 8U);
}

}  // namespace
}  // namespace smartdesk::text
