#include "text/normal_form.h"

#include <gtest/gtest.h>

#include <chrono>

namespace smartdesk::text {
namespace {

std::string composed_copy(std::string_view text) {
  std::string buffer;
  return std::string(composed(text, buffer));
}

TEST(Composed, JoinsLettersAndAccents) {
  EXPECT_EQ(composed_copy("u\u0308ber Cafe\u0301s"), "über Cafés");
  EXPECT_EQ(composed_copy("\u1112\u1161\u11ab\u1100\u1173\u11af"), "한글");
  EXPECT_EQ(composed_copy("Tie\u0302\u0301ng Vie\u0323\u0302t"), "Tiếng Việt");
  EXPECT_EQ(composed_copy("\u304b\u3099"), "\u304c");
  EXPECT_EQ(composed_copy("\u0438\u0306"), "й");
}

TEST(Composed, ReturnsTheSameBytesWhereNothingChanges) {
  for (const std::string_view text : {"", "plain", "Grüße, 10 €", "한글", "漢字かな", "مرحبا", "สวัสดี", "x\u0338"}) {
    std::string buffer;
    EXPECT_EQ(composed(text, buffer).data(), text.data()) << text;
  }
}

TEST(Composed, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(composed_copy("a\xFFz"), "a\xFFz");
  EXPECT_EQ(composed_copy("\xED\xA0\x80 ok"), "\xED\xA0\x80 ok");
}

TEST(Composed, MayTakeItsOwnBufferAsText) {
  std::string text = "e\u0301";
  EXPECT_EQ(composed(text, text), "é");
}

TEST(Composed, EndsSoonForAMillionAccentsOnOneLetter) {
  std::string text = "a";
  for (int i = 0; i < 250'000; ++i) text += "\u0301\u0316";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(composed_copy(text), text);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace smartdesk::text
