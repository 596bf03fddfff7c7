#include "text/summary.h"

#include <gmock/gmock.h>

#include "text/utf8.h"

namespace smartdesk::text {
namespace {

TEST(Summary, IgnoresGreetingSignatureAndQuotes) {
  EXPECT_EQ(
      summarise(
          "Invoice 4711",
          "Hello team,\n\nthe March invoice charges us for 12 seats instead of 9. Could you look?\n\nBest regards,\n"
          "Ana, Head of Invoice Things\n> On Monday you wrote about the invoice and the seats\n"),
      "the March invoice charges us for 12 seats instead of 9.");
}

TEST(Summary, ReadsTheOwnTextAlone) {
  EXPECT_EQ(summarise("",
                      "The heating is warm again.\n\nDen 3. feb. 2026 kl. 09.12 skrev Desk <desk@heat.example>:\n\n"
                      "We are sorry that the heating of the heating room was cold.\n"),
            "The heating is warm again.");
}

TEST(Summary, TakesTheSubjectIfTheBodyHasNoContent) {
  EXPECT_EQ(summarise("App crashes on start", "Hi!\n"), "App crashes on start");
  EXPECT_EQ(summarise("", "???"), "");
  EXPECT_EQ(summarise("", ""), "");
}

TEST(Summary, IsOneLineAndCutAtAWord) {
  std::string body = "The report";
  for (int i = 0; i < 60; ++i) body += i % 10 == 9 ? "\nreport" : " wörter";
  const auto summary = summarise("", body, 50);
  EXPECT_EQ(summary.find('\n'), std::string::npos);
  EXPECT_THAT(summary, testing::EndsWith("…"));
  EXPECT_THAT(summary, testing::Not(testing::HasSubstr(" …")));
  std::size_t chars = 0;
  for (std::size_t at = 0; at < summary.size(); at = decode(summary, at).end) ++chars;
  EXPECT_LE(chars, 50U);
}

TEST(Summary, AcceptsAnyScriptAndAnyBytes) {
  EXPECT_EQ(summarise("", "アプリが起動しません。"), "アプリが起動しません。");
  EXPECT_NO_THROW(summarise("\xFF", std::string("\0\xFE x", 4)));
}

TEST(Summary, KeepsAShortTicketAsItIs) { EXPECT_EQ(summarise("", "wifi cam offline again"), "wifi cam offline again"); }

}  // namespace
}  // namespace smartdesk::text
