#include "llm/label_reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/fake_llm.h"

namespace smartdesk::llm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTicket = "Hello,\nI was charged  twice for “March”. Please refund me.";

LabelReading read(const std::string& content) { return read_labels(reply_of(content), default_taxonomy(), kTicket); }

TEST(LabelReply, ReadsAValidReply) {
  const auto reading = read(label_json("Please refund me."));
  ASSERT_TRUE(reading.labels);
  EXPECT_EQ(reading.fault, "");
  EXPECT_THAT(reading.labels->labels, ElementsAre("Negative", "High", "Billing"));
  EXPECT_EQ(reading.labels->evidence, "Please refund me.");
  EXPECT_EQ(reading.labels->summary, "Customer was charged twice.");
  EXPECT_FALSE(reading.labels->confidence);
}

TEST(LabelReply, RepairsHarmlessFormatErrors) {
  const auto good = label_json("Please refund me.");
  EXPECT_TRUE(read("```json\n" + good + "\n```").labels);
  EXPECT_TRUE(read("<think>Well {}…</think>\n" + good).labels);
  EXPECT_TRUE(read("thoughts without a beginning</think>" + good).labels);
  EXPECT_TRUE(read("Sure! " + good + " I hope that helps {").labels);
  EXPECT_TRUE(read(good.substr(0, good.size() - 1) + ",}").labels);
  EXPECT_TRUE(read(label_json("Please refund me.", " billing ", "HIGH")).labels);
}

TEST(LabelReply, RejectsInvalidReplies) {
  EXPECT_THAT(read("").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("I think it is Billing").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("{\"evidence\":\"x\"").fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("<think>" + label_json("x")).fault, HasSubstr("no JSON"));
  EXPECT_THAT(read("{nonsense}").fault, HasSubstr("no valid JSON"));
  EXPECT_THAT(read("{}").fault, HasSubstr("\"sentiment\" is missing"));
  EXPECT_THAT(read(label_json("x", "Money")).fault, HasSubstr("\"Money\" is no category; there are Billing, Payment"));
  EXPECT_THAT(read(R"({"sentiment":1,"urgency":"Low","category":"Other","summary":"s"})").fault, HasSubstr("no text"));
  EXPECT_THAT(read(R"({"sentiment":"Neutral","urgency":"Low","category":"Other","summary":"  "})").fault,
              HasSubstr("summary is empty"));
  EXPECT_THAT(
      read(
          R"({"sentiment":"Neutral","urgency":"Low","category":"Other","summary":"Okay, the user wants me to label a ticket, let me think"})")
          .fault,
      HasSubstr("talks about the task"));
  for (const auto& content : {"{", "{}", "[1]", "{\"a\":{\"b\":"}) EXPECT_FALSE(read(content).labels) << content;
}

TEST(LabelReply, ReportsATruncatedReply) {
  auto reply = reply_of("{\"evidence\":");
  reply.cut = true;
  EXPECT_THAT(read_labels(reply, default_taxonomy(), kTicket).fault, HasSubstr("cut off"));
}

TEST(LabelReply, DropsEvidenceThatIsNotInTheTicket) {
  const auto reading = read(label_json("I am furious."));
  ASSERT_TRUE(reading.labels);
  EXPECT_EQ(reading.labels->evidence, "");
  EXPECT_THAT(reading.fault, HasSubstr("evidence"));
}

TEST(LabelReply, QuotesEvidenceVerbatimFromTheTicket) {
  EXPECT_EQ(find_quote(kTicket, "i was charged twice for \"march\""), "I was charged  twice for “March");
  EXPECT_EQ(find_quote(kTicket, "charged twice for April"), "");
  EXPECT_EQ(find_quote(kTicket, ""), "");
  EXPECT_EQ(find_quote(kTicket, "…"), "");
  EXPECT_EQ(find_quote("", "x"), "");
}

// {"sentiment":"Neg…: a quarter of the probability at the first token belongs to another label.
TEST(LabelReply, ComputesConfidenceFromTokenProbabilities) {
  auto reply = reply_of(R"({"sentiment":"Negative","urgency":"High","category":"Other","summary":"It broke."})");
  const auto certain = [](const std::string& text) { return ChatToken{text, 0, {{text, 0.0}}}; };
  reply.tokens = {certain(R"({"sentiment":")"),
                  {"Neg", std::log(0.3), {{"Neg", std::log(0.3)}, {"Pos", std::log(0.1)}, {"Bad", std::log(0.6)}}},
                  certain(R"(ative","urgency":)"),
                  {"\"High", std::log(0.5), {{"\"High", std::log(0.5)}, {"\"Low", std::log(0.5)}}},
                  certain(R"(","category":"Other","summary":"It broke."})")};
  const auto reading = read_labels(reply, default_taxonomy(), "It broke.");
  ASSERT_TRUE(reading.labels && reading.labels->confidence);
  EXPECT_NEAR(*reading.labels->confidence, 0.75 * 0.5, 1e-9);
}

}  // namespace
}  // namespace smartdesk::llm
