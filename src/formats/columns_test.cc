#include "formats/columns.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace smartdesk::formats {
namespace {

using Fields = std::vector<std::string_view>;

std::string text_of(const std::vector<std::string>& columns, const Fields& fields, std::string_view wanted = "") {
  std::string buffer;
  return std::string(TextColumns::find("t.csv", columns, wanted).text(fields, buffer));
}

TEST(TextColumns, PrefersATextColumnOverSubjectAndBody) {
  EXPECT_EQ(text_of({"subject", "body", "ticket_text"}, {"s", "b", "t"}), "t");
  EXPECT_EQ(text_of({"Subject", "Body"}, {"s", "b"}), "s\nb");
  EXPECT_EQ(text_of({"id", "Ticket Description"}, {"1", "d"}), "d");
}

TEST(TextColumns, LeavesOutWhatTheBodyQuotes) {
  EXPECT_EQ(text_of({"subject", "body"}, {"Re: Lamp", "It works.\n\n> Please restart it.\n"}), "Re: Lamp\nIt works.");
  EXPECT_EQ(text_of({"text"}, {"It works.\n\n-- \nJana\n"}), "It works.");
}

TEST(TextColumns, TakesTheOtherIfSubjectOrBodyIsEmpty) {
  EXPECT_EQ(text_of({"subject", "body"}, {"", "b"}), "b");
  EXPECT_EQ(text_of({"subject", "body"}, {"s", ""}), "s");
  EXPECT_EQ(text_of({"id", "subject"}, {"1", "only"}), "only");
}

TEST(TextColumns, TurnsHtmlIntoText) {
  EXPECT_EQ(text_of({"text"}, {"<p>The door sticks.</p><p>Help</p>"}), "The door sticks.\nHelp");
  EXPECT_EQ(text_of({"subject", "body"}, {"Door", "&lt;p&gt;It sticks.&lt;/p&gt;"}), "Door\nIt sticks.");
  EXPECT_EQ(text_of({"subject", "body"}, {"<b>Door</b>", "it is <5 cm"}), "Door\nit is <5 cm");
  EXPECT_EQ(text_of({"subject", "body"}, {"Door", "<p> </p>"}), "Door");
  const auto columns = TextColumns::find("t.csv", {"subject", "body"}, "");
  const Fields fields{"<b>Door</b>", "<div>It sticks.</div>"};
  EXPECT_EQ(columns.subject(fields), "Door");
  EXPECT_EQ(columns.body(fields), "It sticks.");
}

TEST(TextColumns, TakesTheColumnOfTheUserOrListsTheColumns) {
  EXPECT_EQ(text_of({"text", "note"}, {"t", "n"}, "note"), "n");
  try {
    TextColumns::find("t.csv", {"a", "b"}, "");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("t.csv"), testing::HasSubstr("a, b")));
    EXPECT_EQ(error.subject(), "text");
  }
}

TEST(FindLabelColumn, KnowsTheNamesOfTasksInExports) {
  EXPECT_EQ(find_label_column({"text", "queue"}, "category"), 1U);
  EXPECT_EQ(find_label_column({"Ticket Priority"}, "urgency"), 0U);
  EXPECT_EQ(find_label_column({"queue", "category"}, "category"), 1U);
  EXPECT_EQ(find_label_column({"text"}, "category"), std::nullopt);
  EXPECT_EQ(find_label_column({"my_task"}, "my_task"), 0U);
}

TEST(FindLabelColumns, GiveAColumnToTheTaskOfThatNameFirst) {
  using Found = std::vector<std::optional<std::size_t>>;
  EXPECT_EQ(find_label_columns({"text", "queue", "Priority"}, {"category", "urgency"}), (Found{1, 2}));
  EXPECT_EQ(find_label_columns({"text", "Queue"}, {"category", "queue", "team"}),
            (Found{std::nullopt, 1, std::nullopt}));
}

TEST(FindFieldColumn, KnowsTheNamesOfFieldsInExports) {
  EXPECT_EQ(find_field_column({"x", "ticket_id"}, "id"), 1U);
  EXPECT_EQ(find_field_column({"Created At"}, "created_at"), 0U);
  EXPECT_EQ(find_field_column({"x"}, "split"), std::nullopt);
}

}  // namespace
}  // namespace smartdesk::formats
