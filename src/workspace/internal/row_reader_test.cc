#include "workspace/internal/row_reader.h"

#include <gmock/gmock.h>

#include <vector>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class RowReaderTest : public ScratchFiles {
 protected:
  // A file with its columns found and its first row read.
  struct Opened {
    formats::TableReader table;
    RowReader rows;
    formats::Record row;
  };
  Opened open(const std::string& name, const std::string& content, const std::string& text_column = "") {
    auto table = formats::TableReader::open(write(name, content));
    RowReader rows(table, text_column, {"urgency", "category"});
    Opened opened{std::move(table), std::move(rows), {}};
    EXPECT_TRUE(opened.table.next(opened.row));
    return opened;
  }
};

TEST_F(RowReaderTest, MakesATicketOfARow) {
  auto opened = open("t.csv",
                     "id,subject,body,customer,customer_email,created_at,tags,shelf\n"
                     "7,Kettle,It leaks.,Mia Berg,mia@example.org,02.04.2026,kitchen,B4\n");
  const auto ticket = opened.rows.ticket(opened.row, "shop");
  EXPECT_EQ(ticket.source, "shop");
  EXPECT_EQ(ticket.external_id, "7");
  EXPECT_EQ(ticket.subject, "Kettle");
  EXPECT_EQ(ticket.body, "It leaks.");
  EXPECT_EQ(ticket.customer, "Mia Berg <mia@example.org>");
  EXPECT_EQ(ticket.created_at, "02.04.2026");
  EXPECT_EQ(ticket.tags, "kitchen");
  EXPECT_EQ(ticket.custom, R"({"shelf":"B4"})");
}

TEST_F(RowReaderTest, TakesNoLabelFromACellThatMeansNone) {
  auto opened = open("t.csv", "id,text,priority,category\n7,It leaks.,-,\"[\"\"Pots\"\", \"\"Pans\"\"]\"\n");
  const auto labels = opened.rows.labels(opened.row);
  ASSERT_EQ(labels.size(), 1U);
  EXPECT_EQ(labels[0].task, "category");
  EXPECT_EQ(labels[0].value, "Pots|Pans");
  EXPECT_EQ(opened.rows.ticket(opened.row, "shop").custom, "");
  const RowReader allowed(opened.table, "", {"urgency", "category"}, {"-"});
  EXPECT_EQ(allowed.labels(opened.row).at(0).value, "-");
}

TEST_F(RowReaderTest, ReadsWhatExportWroteAsTheTicketsThatItWasMadeOf) {
  const std::string row =
      R"({"id":1,"source":"shop","external_id":"7","version":2,"created_at":"2026-04-02","product":"","customer":"Mia",)"
      R"("channel":"","language":"","subject":"Kettle","body":"It leaks.","summary":"","tags":"","custom":{"Shelf":"B4"},)"
      R"("own_text":"It leaks.","messages":[],"urgency":"High","urgency_by":"model","urgency_probability":0.9})";
  auto opened = open("t.jsonl", row);
  auto ticket = opened.rows.ticket(opened.row, "");
  EXPECT_EQ(ticket.source, "shop");
  EXPECT_EQ(ticket.external_id, "7");
  EXPECT_EQ(ticket.custom, R"({"Shelf":"B4"})");
  EXPECT_THAT(opened.rows.labels(opened.row), ElementsAre(Field(&RowReader::Label::by, store::Author::kModel)));
  EXPECT_EQ(opened.rows.ticket(opened.row, "other").source, "other");
  auto table = open("t.csv",
                    "id,source,external_id,version,created_at,product,customer,channel,language,subject,body,custom\n"
                    "1,shop,7,2,2026-04-02,,Mia,,,Kettle,It leaks.,\"{\"\"Shelf\"\":\"\"B4\"\"}\"\n");
  ticket = table.rows.ticket(table.row, "");
  EXPECT_EQ(ticket.external_id, "7");
  EXPECT_EQ(ticket.custom, R"({"Shelf":"B4"})");
}

TEST_F(RowReaderTest, TellsWhichColumnsItUsesAndWhichItKeeps) {
  const auto opened = open("t.csv", "id,text,priority,created_at,status,shelf\n7,It leaks.,High,2026-04-02,open,B4\n");
  EXPECT_THAT(opened.rows.columns(),
              UnorderedElementsAre(Pair("id", "id"), Pair("body", "text"), Pair("urgency", "priority"),
                                   Pair("created_at", "created_at")));
  EXPECT_THAT(opened.rows.kept(), ElementsAre("status", "shelf"));
  EXPECT_THAT(opened.rows.date_columns(), ElementsAre(3));
  EXPECT_EQ(opened.rows.date_name(), "created_at");
  EXPECT_EQ(opened.rows.status_name(), "status");
  EXPECT_FALSE(opened.rows.are_rows_messages());
}

TEST_F(RowReaderTest, LeavesOutEmptyLabels) {
  const auto opened = open("t.csv", "text,urgency,category\nIt leaks.,,Kitchen\n");
  EXPECT_THAT(opened.rows.labels(opened.row), ElementsAre(Field(&RowReader::Label::value, "Kitchen")));
}

TEST_F(RowReaderTest, TakesTheTextFromTheChosenColumn) {
  auto opened = open("t.csv", "text,remark\nIt leaks.,It hums.\n", "remark");
  EXPECT_EQ(opened.rows.ticket(opened.row, "").body, "It hums.");
  EXPECT_THAT(opened.rows.kept(), ElementsAre("text"));
}

TEST_F(RowReaderTest, KnowsWhetherEachRowIsAMessage) {
  auto opened = open("t.csv", "ticket_id,comment_id,author_type,comment\n7,71,user,It leaks.\n");
  EXPECT_TRUE(opened.rows.are_rows_messages());
  const auto ticket = opened.rows.ticket(opened.row, "");
  ASSERT_EQ(ticket.messages.size(), 1U);
  EXPECT_EQ(ticket.messages[0].text, "It leaks.");
}

TEST_F(RowReaderTest, NeedsNoTextWhereListsHoldTheMessages) {
  auto opened = open("t.json", R"([{"number":"7","messages":[{"author":"Mia","body":"It leaks."}]}])");
  EXPECT_EQ(opened.rows.ticket(opened.row, "").messages.size(), 1U);
  EXPECT_THAT(opened.rows.kept(), IsEmpty());
}

TEST_F(RowReaderTest, RefusesAFileWithoutText) {
  try {
    open("t.csv", "x,y\n1,2\n");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNoColumn);
  }
}

}  // namespace
}  // namespace smartdesk::workspace
