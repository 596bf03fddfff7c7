#include "text/json_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace smartdesk::text {
namespace {

TEST(JsonText, WritesShortNumbers) {
  EXPECT_EQ(json_text({1.0, 0.5, 1e-7, 0.1, 1e300, -2.25}), "[1,0.5,1e-07,0.1,1e+300,-2.25]");
  EXPECT_EQ(json_text({std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}),
            "[null,null]");
}

TEST(JsonText, EscapesOnlyWhatItMust) {
  std::string text = "[";
  append_json_text(text, "a \"b\" \\ / \b\f\n\r\t\x1F\x7F ö");
  EXPECT_EQ(text, "[\"a \\\"b\\\" \\\\ / \\b\\f\\n\\r\\t\\u001f\x7F ö\"");
}

TEST(JsonText, WritesStringsAsBoostDoes) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  EXPECT_EQ(json_text(boost::json::value(all)), boost::json::serialize(boost::json::value(all)));
}

TEST(JsonText, ReadsBackAsTheSameValue) {
  const boost::json::value value{{"text", "a \"quoted\"\nline, ö"},
                                 {"", nullptr},
                                 {"list", {1, true, {{"x", 0.1}}}},
                                 {"empty", boost::json::array{}},
                                 {"big", std::numeric_limits<std::uint64_t>::max()}};
  EXPECT_EQ(boost::json::parse(json_text(value)), value);
  EXPECT_EQ(json_text(boost::json::object{}), "{}");
}

}  // namespace
}  // namespace smartdesk::text
