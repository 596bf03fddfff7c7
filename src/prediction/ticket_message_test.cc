#include "prediction/ticket_message.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "core/ticket_fields.h"
#include "support/small_tickets.h"

namespace smartdesk::prediction {
namespace {

using ::testing::HasSubstr;

std::string fault_of(std::string_view message) {
  MessageReader reader;
  try {
    reader.read(message);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    return error.what();
  }
  return "";
}

TEST(TicketMessage, AcceptsATextOrASubjectAndABody) {
  MessageReader reader;
  EXPECT_EQ(reader.read(R"({"text":"I was charged twice"})").text, "I was charged twice");
  EXPECT_EQ(reader.read(R"({"subject":"Charged","body":"Twice"})").text, "Charged\nTwice");
}

TEST(TicketMessage, LeavesOutWhatTheBodyQuotes) {
  MessageReader reader;
  EXPECT_EQ(reader.read(R"({"subject":"Re: Lamp","body":"It works.\n\n> Please restart it."})").text,
            "Re: Lamp\nIt works.");
  EXPECT_EQ(reader.read(R"({"text":"It works.\n\nSent from my iPhone"})").text, "It works.");
  EXPECT_EQ(reader.read(R"({"text":"> only a quote"})").text, "> only a quote");
}

TEST(TicketMessage, TurnsHtmlIntoText) {
  MessageReader reader;
  EXPECT_EQ(reader.read(R"({"text":"<p>It works.</p><blockquote>Please restart it.</blockquote>"})").text, "It works.");
  EXPECT_EQ(reader.read(R"({"subject":"Lamp &amp; <b>plug</b>","body":"<p>It smokes.</p><p>Help!</p>"})").text,
            "Lamp & plug\nIt smokes.\nHelp!");
  EXPECT_EQ(reader.read(R"({"text":"a < b and c > d"})").text, "a < b and c > d");
  const auto ticket =
      ticket_in(boost::json::parse(R"({"subject":"<p>Lamp</p>","text":"<p>It smokes.</p><p>Help!</p>"})").as_object());
  EXPECT_EQ(ticket.subject, "Lamp");
  EXPECT_THAT(ticket.body, HasSubstr("It smokes.\n"));
}

TEST(TicketMessage, KeepsTheIdUnchanged) {
  MessageReader reader;
  EXPECT_EQ(reader.read(R"({"id":7,"text":"a"})").id, "7");
  EXPECT_EQ(reader.read(R"({"id":"a\"7","text":"a"})").id, R"("a\"7")");
  EXPECT_EQ(reader.read(R"({"text":"a"})").id, "null");
}

TEST(TicketMessage, AcceptsACloudEvent) {
  MessageReader reader;
  const auto& message =
      reader.read(R"({"specversion":"1.0","id":"e1","type":"t","source":"s","data":{"id":3,"text":"a"}})");
  EXPECT_EQ(message.id, "3");
  ASSERT_NE(message.event, nullptr);
  EXPECT_EQ(text_in(*message.event, "id"), "e1");
  EXPECT_EQ(reader.read(R"({"text":"a"})").event, nullptr);
}

TEST(TicketMessage, RejectsInvalidMessagesWithAReason) {
  EXPECT_THAT(fault_of("{\"text\":"), HasSubstr("JSON"));
  EXPECT_THAT(fault_of("{\"text\":\"\xff\"}"), HasSubstr("UTF-8"));
  EXPECT_THAT(fault_of(""), HasSubstr("JSON"));
  EXPECT_THAT(fault_of("[1]"), HasSubstr("object"));
  EXPECT_THAT(fault_of("{}"), HasSubstr("\"text\""));
  EXPECT_THAT(fault_of(R"({"text":7})"), HasSubstr("must be a string"));
  EXPECT_THAT(fault_of(R"({"text":"a\u0000b"})"), HasSubstr("NUL"));
  EXPECT_THAT(fault_of(R"({"text":"a","id":[1]})"), HasSubstr("\"id\""));
  EXPECT_THAT(fault_of(R"({"specversion":"1.0","data":"x"})"), HasSubstr("\"data\""));
  EXPECT_THAT(fault_of(std::string(100'000, '[')), HasSubstr("JSON"));
}

TEST(TicketMessage, ReadsAMessageAfterOneLargerThanTheReadersMemory) {
  MessageReader reader;
  const std::string large(200'000, 'x');
  EXPECT_EQ(reader.read(R"({"text":")" + large + "\"}").text, large);
  EXPECT_EQ(reader.read(R"({"text":"small"})").text, "small");
}

TEST(TicketMessage, ConvertsAMessageToAStoreTicket) {
  const auto object = boost::json::parse(
      R"({"external_id":42,"subject":"s","text":"t","customer":"Ann","created_at":"2026-03-01","other":1})");
  const auto ticket = ticket_in(object.as_object());
  EXPECT_EQ(ticket.external_id, "42");
  EXPECT_EQ(ticket.subject, "s");
  EXPECT_EQ(ticket.body, "t");
  EXPECT_EQ(ticket.customer, "Ann");
  EXPECT_EQ(ticket.created_at, "2026-03-01");
}

TEST(TicketMessage, TakesTheMessagesOfATicket) {
  const auto object = boost::json::parse(
      R"({"external_id":"42","customer":"Kai","messages":[{"role":"agent","text":"Hello"},
          {"id":2,"author":"Kai","created_at":"2026-03-01T10:00:00+01:00","text":"No sound"},
          {"author":"Ada","private":true,"text":"Old model"}]})");
  const auto ticket = ticket_in(object.as_object());
  ASSERT_EQ(ticket.messages.size(), 3U);
  EXPECT_EQ(ticket.messages[1].author, MessageAuthor::kCustomer);
  EXPECT_EQ(ticket.messages[1].external_id, "2");
  EXPECT_EQ(ticket.messages[1].created_at, "2026-03-01T09:00:00Z");
  EXPECT_EQ(ticket.messages[2].author, MessageAuthor::kAgent);
  EXPECT_TRUE(ticket.messages[2].is_private);
  EXPECT_EQ(text_of(object.as_object()), "No sound");
}

TEST(TicketMessage, RefusesMessagesThatAreNone) {
  for (const char* messages :
       {R"("text")", R"(["text"])", R"([{}])", R"([{"text":1}])", R"([{"text":"a","role":"boss"}])"}) {
    const auto object = boost::json::parse(std::string(R"({"subject":"s","messages":)") + messages + "}");
    EXPECT_THROW(ticket_in(object.as_object()), Error) << messages;
  }
}

TEST(TicketMessage, TakesEachFieldOfAMessageAndNoOther) {
  boost::json::object object;
  for (const auto& field : kTicketFields) object[field.name] = field.name;
  const auto ticket = ticket_in(object);
  for (const auto& field : kTicketFields)
    EXPECT_EQ(ticket.*field.text, field.is_in_messages ? field.name : "") << field.name;
}

TEST(TicketMessage, KeepsATextThatIsTagsAlone) {
  const auto ticket =
      ticket_in(boost::json::parse(R"({"subject":"<script>x()</script>","body":"<p>It leaks.</p>"})").as_object());
  EXPECT_EQ(ticket.subject, "<script>x()</script>");
  EXPECT_EQ(ticket.body, "It leaks.");
}

}  // namespace
}  // namespace smartdesk::prediction
