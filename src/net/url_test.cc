#include "net/url.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::net {
namespace {

std::string read(std::string_view text) { return parse_url(text, 11434).text(); }

TEST(Url, ParsesAddressesAsOllamaDoes) {
  EXPECT_EQ(read("box"), "http://box:11434");
  EXPECT_EQ(read("box:99"), "http://box:99");
  EXPECT_EQ(read(":99"), "http://127.0.0.1:99");
  EXPECT_EQ(read("http://box"), "http://box:80");
  EXPECT_EQ(read("https://box"), "https://box:443");
  EXPECT_EQ(read("https://box:8443/llm/"), "https://box:8443/llm");
  EXPECT_EQ(read("0.0.0.0"), "http://127.0.0.1:11434");
  EXPECT_EQ(read("[::1]:99"), "http://[::1]:99");
  EXPECT_EQ(read("[::]"), "http://[::1]:11434");
  EXPECT_EQ(read("  \"127.0.0.1\" "), "http://127.0.0.1:11434");
}

TEST(Url, RecognisesThisMachine) {
  for (const char* here : {"localhost", "api.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "0.0.0.0"}) {
    EXPECT_TRUE(parse_url(here, 1).is_loopback()) << here;
  }
  for (const char* elsewhere :
       {"192.168.1.2", "example.com", "localhost.example.com", "127.0.0.1.example.com", "[fe80::1]"}) {
    EXPECT_FALSE(parse_url(elsewhere, 1).is_loopback()) << elsewhere;
  }
}

TEST(Url, RefusesTextThatIsNoAddress) {
  for (const char* text : {"", "  ", "ftp://box", "file:///etc/passwd", "http://", "box:0", "box:99999", "a b"}) {
    EXPECT_THROW(parse_url(text, 11434), Error) << text;
  }
}

}  // namespace
}  // namespace smartdesk::net
