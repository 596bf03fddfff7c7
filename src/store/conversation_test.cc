#include "store/conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smartdesk::store {
namespace {

using testing::ElementsAre;

Message message(const std::string& id, const std::string& at, const std::string& text,
                MessageAuthor author = MessageAuthor::kCustomer) {
  Message made;
  made.external_id = id;
  made.created_at = at;
  made.text = text;
  made.author = author;
  return made;
}

Message note(const std::string& text) {
  auto made = message("n", "", text, MessageAuthor::kAgent);
  made.is_private = true;
  return made;
}

NewTicket ticket_of(std::vector<Message> messages) {
  NewTicket ticket;
  ticket.source = "desk";
  ticket.external_id = "7";
  ticket.messages = std::move(messages);
  return ticket;
}

std::vector<std::string> texts(const NewTicket& ticket) {
  std::vector<std::string> all;
  for (const auto& each : ticket.messages) all.push_back(each.text);
  return all;
}

TEST(Conversation, MakesTheBodyOfTheFirstPublicMessageOfTheCustomer) {
  const Message messages[] = {note("smells like fraud"),
                              message("1", "", "Hello, how can I help?", MessageAuthor::kAgent),
                              message("2", "", "My lamp is dark."), message("3", "", "It is blue.")};
  EXPECT_EQ(body_of(messages, TextFrom::kFirst), "My lamp is dark.");
  EXPECT_EQ(body_of(messages, TextFrom::kCustomer), "My lamp is dark.\n\nIt is blue.");
  EXPECT_EQ(body_of(messages, TextFrom::kAll), "Hello, how can I help?\n\nMy lamp is dark.\n\nIt is blue.");
  EXPECT_EQ(body_of(std::span(messages).first(2), TextFrom::kFirst), "Hello, how can I help?");
  EXPECT_EQ(body_of(std::span(messages).first(2), TextFrom::kCustomer), "Hello, how can I help?");
  EXPECT_EQ(body_of(std::span(messages).first(1), TextFrom::kAll), "");
}

TEST(Conversation, LeavesQuotedMailOutOfABodyOfSeveralMessages) {
  const Message messages[] = {message("1", "", "My lamp is dark."),
                              message("2", "", "It still is.\n\n> My lamp is dark.\n> Please help.\n")};
  EXPECT_EQ(body_of(messages, TextFrom::kCustomer), "My lamp is dark.\n\nIt still is.");
  EXPECT_EQ(body_of(messages, TextFrom::kAll), "My lamp is dark.\n\nIt still is.");
}

TEST(Conversation, OrdersMessagesByTimeAndKeepsThoseWithoutOneInPlace) {
  const auto ticket =
      begun(ticket_of({message("3", "2026-03-02T08:00:00Z", "third"), message("x", "", "behind third"),
                       message("1", "2026-03-01T08:00:00Z", "first"), message("2", "2026-03-01T08:00:00Z", "second")}),
            TextFrom::kFirst);
  EXPECT_THAT(texts(ticket), ElementsAre("first", "second", "third", "behind third"));
  EXPECT_EQ(ticket.body, "first");
}

TEST(Conversation, KeepsABodyThatNoMessageHolds) {
  auto given = ticket_of({message("1", "2026-03-02", "Any news?")});
  given.body = "My lamp is dark.";
  given.created_at = "2026-03-01";
  EXPECT_THAT(texts(begun(given, TextFrom::kFirst)), ElementsAre("My lamp is dark.", "Any news?"));
  given.body = "Any\nnews?";
  EXPECT_THAT(texts(begun(given, TextFrom::kFirst)), ElementsAre("Any news?"));
  given.body = "Any news? I am waiting.";
  EXPECT_THAT(texts(begun(given, TextFrom::kFirst)), ElementsAre("Any news? I am waiting.", "Any news?"));
}

TEST(Conversation, AddsOnlyNewMessages) {
  const auto first =
      begun(ticket_of({message("1", "2026-03-01", "dark"), message("2", "2026-03-02", "blue")}), TextFrom::kFirst);
  const auto again = continued(first, first, TextFrom::kFirst);
  EXPECT_FALSE(again.has_other_content);
  EXPECT_FALSE(again.has_other_messages);
  EXPECT_EQ(again.unchanged, 2U);
  const auto longer = continued(
      first, ticket_of({message("2", "2026-03-02", "blue"), message("3", "2026-03-03", "Thanks!")}), TextFrom::kFirst);
  EXPECT_THAT(texts(longer.ticket), ElementsAre("dark", "blue", "Thanks!"));
  EXPECT_EQ(longer.new_messages, 1U);
  EXPECT_EQ(longer.ticket.body, "dark");
  EXPECT_FALSE(longer.has_other_content);
  EXPECT_EQ(longer.unchanged, 2U);
}

TEST(Conversation, PutsAnEarlierMessageInItsPlace) {
  const auto later = begun(ticket_of({message("2", "2026-03-02", "blue")}), TextFrom::kFirst);
  const auto both = continued(later, ticket_of({message("1", "2026-03-01", "dark")}), TextFrom::kFirst);
  EXPECT_THAT(texts(both.ticket), ElementsAre("dark", "blue"));
  EXPECT_EQ(both.ticket.body, "dark");
  EXPECT_TRUE(both.has_other_content);
  EXPECT_EQ(both.unchanged, 0U);
}

TEST(Conversation, ReplacesAnEditedText) {
  const auto first = begun(ticket_of({message("1", "", "dark"), message("2", "", "bleu")}), TextFrom::kFirst);
  const auto edited = continued(first, ticket_of({message("2", "", "blue")}), TextFrom::kFirst);
  EXPECT_THAT(texts(edited.ticket), ElementsAre("dark", "blue"));
  EXPECT_EQ(edited.new_messages, 0U);
  EXPECT_TRUE(edited.has_other_messages);
  EXPECT_EQ(edited.unchanged, 1U);
}

TEST(Conversation, IdentifiesMessagesWithoutIdByAuthorTimeAndText) {
  const auto first = begun(ticket_of({message("", "2026-03-01", "ok")}), TextFrom::kFirst);
  EXPECT_EQ(continued(first, ticket_of({message("", "2026-03-01", "ok")}), TextFrom::kFirst).new_messages, 0U);
  EXPECT_EQ(continued(first, ticket_of({message("", "", "ok")}), TextFrom::kFirst).new_messages, 0U);
  EXPECT_EQ(continued(first, ticket_of({message("", "2026-03-02", "ok")}), TextFrom::kFirst).new_messages, 1U);
  EXPECT_EQ(continued(first, ticket_of({message("", "2026-03-01", "ok", MessageAuthor::kAgent)}), TextFrom::kFirst)
                .new_messages,
            1U);
}

TEST(Conversation, TellsANoteFromAnAnswerOfTheSameText) {
  auto note = message("", "", "ok", MessageAuthor::kAgent);
  note.is_private = true;
  const auto both = begun(ticket_of({message("", "", "ok", MessageAuthor::kAgent), note}), TextFrom::kFirst);
  EXPECT_EQ(both.messages.size(), 2U);
  EXPECT_EQ(continued(both, both, TextFrom::kFirst).new_messages, 0U);
}

TEST(Conversation, LearnsTheIdOfAMessageThatCameWithout) {
  const auto first = begun(ticket_of({message("", "2026-03-01", "dark")}), TextFrom::kFirst);
  const auto named = continued(first, ticket_of({message("9", "2026-03-01", "dark")}), TextFrom::kFirst);
  EXPECT_EQ(named.new_messages, 0U);
  EXPECT_EQ(named.ticket.messages[0].external_id, "9");
  EXPECT_EQ(continued(named.ticket, ticket_of({message("10", "2026-03-01", "dark")}), TextFrom::kFirst).new_messages,
            1U);
}

TEST(Conversation, TakesTheBodyOfATicketWithoutMessagesAsItsFirst) {
  auto plain = ticket_of({});
  plain.body = "My lamp is dark.";
  plain.created_at = "2026-03-01T09:00:00Z";
  const auto replied = continued(plain, ticket_of({message("2", "2026-03-02", "Thanks!")}), TextFrom::kFirst);
  EXPECT_THAT(texts(replied.ticket), ElementsAre("My lamp is dark.", "Thanks!"));
  EXPECT_EQ(replied.ticket.body, "My lamp is dark.");
  EXPECT_EQ(replied.new_messages, 1U);
  const auto exported =
      continued(plain, ticket_of({message("1", "2026-03-01T08:59:59Z", "My lamp is dark.", MessageAuthor::kAgent)}),
                TextFrom::kFirst);
  EXPECT_THAT(texts(exported.ticket), ElementsAre("My lamp is dark."));
  EXPECT_EQ(exported.ticket.messages[0].external_id, "1");
}

TEST(Conversation, KeepsABodyThatComesLaterWithoutMessages) {
  const auto first = begun(ticket_of({message("1", "2026-03-01", "dark")}), TextFrom::kFirst);
  auto row = ticket_of({});
  row.body = "dark";
  EXPECT_FALSE(continued(first, row, TextFrom::kFirst).has_other_messages);
  row.body = "blue";
  row.created_at = "2026-03-02";
  EXPECT_THAT(texts(continued(first, row, TextFrom::kFirst).ticket), ElementsAre("dark", "blue"));
}

TEST(Conversation, KeepsFieldsThatWereNotSent) {
  auto stored = ticket_of({});
  stored.subject = "Lamp";
  stored.body = "dark";
  stored.customer = "ann";
  auto given = ticket_of({});
  given.subject = "Lamp (solved)";
  const auto result = continued(stored, given, TextFrom::kFirst);
  EXPECT_EQ(result.ticket.subject, "Lamp (solved)");
  EXPECT_EQ(result.ticket.body, "dark");
  EXPECT_EQ(result.ticket.customer, "ann");
  EXPECT_TRUE(result.has_other_content);
  EXPECT_FALSE(continued(stored, ticket_of({}), TextFrom::kFirst).has_other_content);
}

TEST(Conversation, KeepsTheDayOnWhichItBegan) {
  auto stored = ticket_of({message("1", "2026-03-01", "dark")});
  stored.created_at = stored.created_on = "2026-03-01";
  auto later = ticket_of({message("2", "2026-03-05", "blue")});
  later.created_at = later.created_on = "2026-03-05";
  EXPECT_EQ(continued(stored, later, TextFrom::kFirst).ticket.created_on, "2026-03-01");
  EXPECT_EQ(continued(later, stored, TextFrom::kFirst).ticket.created_at, "2026-03-01");
  later.created_at = "some day";
  later.created_on = "";
  EXPECT_EQ(continued(stored, later, TextFrom::kFirst).ticket.created_on, "2026-03-01");
}

TEST(Conversation, TakesManyMessagesOfTheSameTextInTimeThatGrowsWithTheirNumber) {
  std::vector<Message> many;
  for (int i = 0; i < 100'000; ++i) many.push_back(message(std::to_string(i), "", "Thanks!"));
  const auto ticket = begun(ticket_of(std::move(many)), TextFrom::kFirst);
  EXPECT_EQ(ticket.messages.size(), 100'000U);
  EXPECT_EQ(continued(ticket, ticket, TextFrom::kFirst).new_messages, 0U);
}

}  // namespace
}  // namespace smartdesk::store
