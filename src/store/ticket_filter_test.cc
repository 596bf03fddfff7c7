#include "store/ticket_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace smartdesk::store {
namespace {

using testing::HasSubstr;

TicketFilter parse(std::string_view text) { return parse_filter(text, {"category", "urgency"}); }

std::string why_refused(std::string_view text) {
  try {
    parse(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    return error.what();
  }
  return "it was not refused";
}

TEST(TicketFilter, IsEmptyForAnEmptyText) {
  EXPECT_TRUE(parse("").is_empty());
  EXPECT_TRUE(parse(" \t ").is_empty());
}

TEST(TicketFilter, ReadsKeysQuotesAndNegation) {
  const auto filter = parse(R"(category:"Bug Report" -urgency:High product:"a \"b\" \\" by:person no:urgency)");
  ASSERT_EQ(filter.labels.size(), 3U);
  EXPECT_EQ(filter.labels[0].task, "category");
  EXPECT_EQ(filter.labels[0].value, "Bug Report");
  EXPECT_FALSE(filter.labels[0].negated);
  EXPECT_TRUE(filter.labels[1].negated);
  EXPECT_EQ(filter.labels[2].value, "");
  ASSERT_EQ(filter.fields.size(), 1U);
  EXPECT_EQ(filter.fields[0].value, R"(a "b" \)");
  ASSERT_EQ(filter.authors.size(), 1U);
}

TEST(TicketFilter, FindsTheFieldOfAKey) {
  const auto filter = parse("id:4711 -channel:mail");
  ASSERT_EQ(filter.fields.size(), 2U);
  EXPECT_EQ(filter.fields[0].field, &NewTicket::external_id);
  EXPECT_EQ(filter.fields[1].field, &NewTicket::channel);
}

TEST(TicketFilter, ReadsPartsOfCustomers) {
  const auto customers = parse(R"(customer:ann* customer:"Ann Lee*" -customer:ann@example.com)").customers;
  ASSERT_EQ(customers.size(), 3U);
  EXPECT_EQ(customers[0].text, "ann");
  EXPECT_TRUE(customers[0].is_prefix);
  EXPECT_EQ(customers[1].text, "Ann Lee*");
  EXPECT_FALSE(customers[1].is_prefix);
  EXPECT_TRUE(customers[2].negated);
  EXPECT_THAT(why_refused("customer:"), HasSubstr("after the colon"));
  EXPECT_THAT(why_refused("customer:@"), HasSubstr("no word"));
}

TEST(TicketFilter, ReadsWordsPhrasesAndPrefixes) {
  const auto phrases = parse(R"(refund* "never arrived*" it's)").phrases;
  ASSERT_EQ(phrases.size(), 3U);
  EXPECT_EQ(phrases[0].text, "refund");
  EXPECT_TRUE(phrases[0].is_prefix);
  EXPECT_EQ(phrases[1].text, "never arrived*");
  EXPECT_FALSE(phrases[1].is_prefix);
  EXPECT_EQ(phrases[2].text, "it's");
  EXPECT_THAT(why_refused("3:30pm"), HasSubstr("between quotes"));
}

TEST(TicketFilter, TreatsControlCharactersAsSpaces) {
  const auto phrases = parse(std::string_view("a\0b \"c\0d\"", 9)).phrases;
  ASSERT_EQ(phrases.size(), 3U);
  EXPECT_EQ(phrases[2].text, "c d");
}

TEST(TicketFilter, ReadsDaysMonthsAndYears) {
  const auto created = [](std::string_view text) { return parse(text).created.at(0); };
  EXPECT_EQ(created("created:2026-02").first, "2026-02-01");
  EXPECT_EQ(created("created:2026-02").last, "2026-02-28");
  EXPECT_EQ(created("created:2026").last, "2026-12-31");
  EXPECT_EQ(created("created:>2026-02").first, "2026-03-01");
  EXPECT_EQ(created("created:<2026-01-01").last, "2025-12-31");
  EXPECT_EQ(created("created:<=2026").last, "2026-12-31");
  EXPECT_EQ(created("created:>=2026-01-31").first, "2026-01-31");
  for (const char* wrong :
       {"created:yesterday", "created:2026-13", "created:2026-02-30", "created:2026-1-1", "created:>"})
    EXPECT_THAT(why_refused(wrong), HasSubstr("2026-03-01")) << wrong;
}

TEST(TicketFilter, ReportsThePositionAndTheKnownKeys) {
  EXPECT_THAT(why_refused("refund priority:High"), HasSubstr("character 8"));
  EXPECT_THAT(why_refused("priority:High"),
              HasSubstr("product, customer, channel, language, source, id, created, by, no, category, urgency"));
  EXPECT_THAT(why_refused("no:priority"), HasSubstr("urgency"));
  EXPECT_THAT(why_refused("by:me"), HasSubstr("person"));
  EXPECT_THAT(why_refused("\"open"), HasSubstr("not closed"));
  EXPECT_THAT(why_refused("category:"), HasSubstr("after the colon"));
  EXPECT_THAT(why_refused("-word"), HasSubstr("excluded"));
  EXPECT_THAT(why_refused("!!!"), HasSubstr("no word"));
  EXPECT_THAT(why_refused("–"), HasSubstr("no word"));
}

}  // namespace
}  // namespace smartdesk::store
