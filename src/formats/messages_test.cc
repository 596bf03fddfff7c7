#include "formats/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::formats {
namespace {

std::string told(const std::vector<Message>& messages) {
  std::string all;
  for (const auto& each : messages) {
    all += std::string(kMessageAuthors[each.author]) + (each.is_private ? " (private) " : " ") + each.text + "; ";
  }
  return all;
}

TEST(Messages, ReadsArticlesOfZammad) {
  const auto messages = parsed_messages(
      R"([{"id":4,"type":"email","sender":"Customer","from":"Mia Holm <mia@example.org>","content_type":"text/html",
           "body":"<p>The kettle leaks.</p><p>Since May.</p>","internal":false,"created_at":"2026-05-02T09:10:11.500Z"},
          {"id":5,"type":"note","sender":"Agent","from":"Olaf","content_type":"text/plain","body":"third one this week",
           "internal":true,"created_at":"2026-05-02T12:00:00+02:00"}])",
      {});
  EXPECT_EQ(told(messages), "customer The kettle leaks.\nSince May.; agent (private) third one this week; ");
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].external_id, "4");
  EXPECT_EQ(messages[0].name, "Mia Holm");
  EXPECT_EQ(messages[0].address, "mia@example.org");
  EXPECT_EQ(messages[0].channel, "email");
  EXPECT_EQ(messages[0].created_at, "2026-05-02T09:10:11Z");
  EXPECT_EQ(messages[1].created_at, "2026-05-02T10:00:00Z");
}

TEST(Messages, ReadsCommentsOfZendeskByTheRequester) {
  EXPECT_EQ(told(parsed_messages(R"({"comments":[{"id":1,"author_id":70,"public":true,"body":"It hums."},
                                   {"id":2,"author_id":9,"public":false,"body":"Ask the maker."},
                                   {"id":3,"author_id":9,"public":true,"html_body":"<div>We <b>send</b> one.</div>"}]})",
                                 {"70"})),
            "customer It hums.; agent (private) Ask the maker.; agent We send one.; ");
}

TEST(Messages, ReadsConversationPartsOfIntercom) {
  const auto messages = parsed_messages(
      R"({"type":"conversation_part.list","conversation_parts":[
          {"id":"1","part_type":"comment","body":"<p>No sound</p>","created_at":1772370000,"author":{"type":"lead","name":"Kai"}},
          {"id":"2","part_type":"assignment","body":null,"author":{"type":"admin"}},
          {"id":"3","part_type":"note","body":"<p>Old model</p>","author":{"type":"admin","name":"Ada","email":"ada@example.org"}},
          {"id":"4","part_type":"comment","body":"<p>Are you there?</p>","author":{"type":"bot"}}]})",
      {});
  EXPECT_EQ(told(messages), "customer No sound; agent (private) Old model; system Are you there?; ");
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].created_at, "2026-03-01T13:00:00Z");
  EXPECT_EQ(messages[1].address, "ada@example.org");
}

TEST(Messages, ReadsMessagesOfChatwootFreshdeskAndHelpScout) {
  EXPECT_EQ(told(parsed_messages(R"([{"id":1,"message_type":0,"content":"Hi","sender":{"name":"Kai","type":"contact"}},
                                 {"id":2,"message_type":1,"content":"Hello","private":false,"sender":{"type":"user"}},
                                 {"id":3,"message_type":1,"content":"rude","private":true},
                                 {"id":4,"message_type":2,"content":"Resolved by Ada"}])",
                                 {})),
            "customer Hi; agent Hello; agent (private) rude; system Resolved by Ada; ");
  EXPECT_EQ(told(parsed_messages(R"([{"id":1,"incoming":true,"private":false,"body":"<div>Hi</div>","body_text":"Hi"},
                                 {"id":2,"incoming":false,"private":true,"body_text":"VIP"}])",
                                 {})),
            "customer Hi; agent (private) VIP; ");
  EXPECT_EQ(told(parsed_messages(R"({"_embedded":{"threads":[
                                   {"id":1,"type":"customer","body":"<p>Hi there</p>","createdBy":{"type":"customer","first":"Kai"}},
                                   {"id":2,"type":"note","body":"hm","createdBy":{"type":"user","first":"Ada","last":"Ray"}}]}})",
                                 {})),
            "customer Hi there; agent (private) hm; ");
}

TEST(Messages, TakesTheFirstAuthorForTheCustomerWhereNothingElseSaysWho) {
  EXPECT_EQ(told(parsed_messages(
                R"([{"author":"Kai","text":"Hi"},{"author":"Ada","text":"Hello"},{"author":"kai","text":"Bye"},
                                 {"text":"nobody"}])",
                {})),
            "customer Hi; agent Hello; customer Bye; customer nobody; ");
}

TEST(Messages, ReadsThoseOfOurOwnExports) {
  const auto read = parsed_messages(
      R"([{"id":"7","role":"agent","private":true,"author":"Ada Ray","address":"ada@example.org",
           "created_at":"2026-03-01T10:00:00Z","channel":"sms","text":"two\nlines"}])",
      {});
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0], (Message{"7", MessageAuthor::kAgent, "Ada Ray", "ada@example.org", true, "2026-03-01T10:00:00Z",
                              "sms", "two\nlines"}));
}

TEST(Messages, TakesANoteOfNobodyForTheAgents) {
  EXPECT_EQ(told(parsed_messages(R"([{"body":"looks odd","is_public":false},{"body":"Hi"}])", {})),
            "agent (private) looks odd; customer Hi; ");
}

TEST(Messages, IgnoresWhatIsNoMessage) {
  EXPECT_TRUE(parsed_messages(R"(["a",1,null,{},{"id":1},{"body":" "},{"body":{"type":"doc"}}])", {}).empty());
  EXPECT_TRUE(parsed_messages("{}", {}).empty());
  EXPECT_TRUE(parsed_messages("17", {}).empty());
  EXPECT_THROW(parsed_messages("[{]", {}), Error);
  EXPECT_THROW(parsed_messages(std::string(100'000, '['), {}), Error);
}

TEST(MessageTime, IsIsoAndInUtcIfItSaysItsOffset) {
  const auto read = [](std::string_view text) { return message_time(text, text::DayReader(std::span(&text, 1))); };
  EXPECT_EQ(read("2026-03-01 14:22:11"), "2026-03-01T14:22:11");
  EXPECT_EQ(read("2026-03-01T23:30:00-0200"), "2026-03-02T01:30:00Z");
  EXPECT_EQ(read("13.03.2026 08:01"), "2026-03-13T08:01:00");
  EXPECT_EQ(read("1772370000000"), "2026-03-01T13:00:00Z");
  EXPECT_EQ(read("2026-03-01"), "2026-03-01");
  EXPECT_EQ(read("yesterday at 9:00"), "yesterday at 9:00");
  EXPECT_EQ(read(""), "");
}

TEST(MessageColumns, FindsLayoutsWithOneMessagePerRow) {
  const auto is_one_per_row = [](const std::vector<std::string>& columns) {
    return MessageColumns::find(columns).is_one_per_row();
  };
  EXPECT_TRUE(is_one_per_row({"Ticket ID", "Comment ID", "Comment"}));
  EXPECT_TRUE(is_one_per_row({"ticket_id", "message", "author", "sent_at"}));
  EXPECT_TRUE(is_one_per_row({"id", "ticket_id", "author_type", "body"}));
  EXPECT_FALSE(is_one_per_row({"ticket_id", "message", "author", "created_at"}));
  EXPECT_FALSE(is_one_per_row({"id", "subject", "body"}));
  EXPECT_FALSE(is_one_per_row({"id", "ticket_number", "body"}));
}

TEST(MessageColumns, FindsListsOfMessages) {
  EXPECT_EQ(MessageColumns::find({"id", "articles"}).nested, 1U);
  EXPECT_EQ(MessageColumns::find({"conversation_parts", "title"}).nested, 0U);
  EXPECT_FALSE(MessageColumns::find({"id", "title"}).nested);
}

}  // namespace
}  // namespace smartdesk::formats
