#include "text/encoding.h"

#include <gtest/gtest.h>

namespace smartdesk::text {
namespace {

using namespace std::string_literals;

std::string converted(Encoding from, std::string_view bytes, std::size_t step = 1000) {
  ToUtf8 converter(from);
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += step) converter.append(bytes.substr(at, step), out);
  return out;
}

TEST(Encoding, IsDetectedFromTheFirstBytes) {
  EXPECT_EQ(detect_encoding(""), Encoding::kUtf8);
  EXPECT_EQ(detect_encoding("plain"), Encoding::kUtf8);
  EXPECT_EQ(detect_encoding("naïve café"), Encoding::kUtf8);
  EXPECT_EQ(detect_encoding("\xFF\xFEh\0i\0"s), Encoding::kUtf16Le);
  EXPECT_EQ(detect_encoding("\xFE\xFF\0h\0i"s), Encoding::kUtf16Be);
  EXPECT_EQ(detect_encoding("h\0i\0 \0y\0o\0u\0"s), Encoding::kUtf16Le);
  EXPECT_EQ(detect_encoding("\0h\0i\0 \0y\0o\0u"s), Encoding::kUtf16Be);
  EXPECT_EQ(detect_encoding("caf\xE9 au lait, \x93quoted\x94"), Encoding::kWindows1252);
}

TEST(Encoding, StaysUtf8IfOneByteIsInvalid) { EXPECT_EQ(detect_encoding("naïve caf\xE9 au lait"), Encoding::kUtf8); }

TEST(Encoding, AcceptsACharacterThatIsCutAtTheEnd) {
  EXPECT_EQ(detect_encoding("a long enough text that ends in half a letter \xC3"), Encoding::kUtf8);
}

TEST(Encoding, ConvertsText) {
  EXPECT_EQ(converted(Encoding::kUtf8, "as it is \xFF"), "as it is \xFF");
  EXPECT_EQ(converted(Encoding::kWindows1252, "\x80 caf\xE9 \x93x\x94 \x81"), "€ café “x” \uFFFD");
  EXPECT_EQ(converted(Encoding::kUtf16Le, "h\0\xE9\0\x3D\xD8\x42\xDE"s), "hé🙂");
  EXPECT_EQ(converted(Encoding::kUtf16Be, "\0h\0\xE9\xD8\x3D\xDE\x42"s), "hé🙂");
}

TEST(Encoding, ConvertsTextCutAtAnyByte) {
  for (std::size_t step = 1; step < 5; ++step) {
    EXPECT_EQ(converted(Encoding::kUtf16Le, "h\0\xE9\0\x3D\xD8\x42\xDE"s, step), "hé🙂");
  }
}

TEST(Encoding, ReplacesLoneSurrogates) {
  EXPECT_EQ(converted(Encoding::kUtf16Be, "\xD8\x3D\0a\xDE\x42"s), "\uFFFDa\uFFFD");
}

}  // namespace
}  // namespace smartdesk::text
