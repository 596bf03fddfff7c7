#include "workspace/internal/ticket_file.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class TicketFileTest : public ScratchFiles {
 protected:
  ImportOptions options;
  std::vector<formats::Rejected> rejected;
  TicketBatch batch;

  // All tickets of a file.
  std::vector<NewTicket> read_all(TicketFile& file) {
    std::vector<NewTicket> all;
    while (file.next(batch)) all.insert(all.end(), batch.tickets.begin(), batch.tickets.end());
    return all;
  }
  RejectSink sink() {
    return [this](const formats::Rejected& row) { rejected.push_back(row); };
  }
};

TEST_F(TicketFileTest, ReadsInBatches) {
  std::string content = "id,text,category\n";
  for (std::size_t i = 0; i < kBatchRows + 2; ++i) content += std::to_string(i) + ",It leaks,Pots\n";
  TicketFile file(write("t.csv", content), options, sink());
  ASSERT_TRUE(file.next(batch));
  EXPECT_EQ(batch.tickets.size(), kBatchRows);
  ASSERT_TRUE(file.next(batch));
  EXPECT_EQ(batch.tickets.size(), 2U);
  ASSERT_EQ(batch.labels.size(), 2U);
  EXPECT_EQ(batch.labels[1].of, 1U);
  EXPECT_EQ(batch.labels[1].who, "import of t.csv");
  EXPECT_FALSE(file.next(batch));
}

TEST_F(TicketFileTest, GivesAllSpellingsOfALabelOneName) {
  std::string content = "id,text,category\n";
  for (std::size_t i = 0; i < kBatchRows; ++i)
    content += std::to_string(i) + ",It leaks," + (i % 3 == 0 ? "pots" : "Pots") + "\n";
  TicketFile file(write("t.csv", content + "x,It leaks,POTS\ny,It leaks,Pans\n"), options, sink());
  ASSERT_TRUE(file.next(batch));
  EXPECT_EQ(batch.labels[0].value, "Pots");
  EXPECT_THAT(file.notes(), ElementsAre("category: 2 labels, of which 1 is another spelling: \"pots\" is \"Pots\""));
  ASSERT_TRUE(file.next(batch));
  EXPECT_EQ(batch.labels[0].value, "Pots");
  EXPECT_EQ(batch.labels[1].value, "Pans");
}

TEST_F(TicketFileTest, NamesTheSourceAfterTheFileUnlessItIsGiven) {
  const auto csv = write("shop.2026.csv", "id,text\n1,It leaks\n");
  TicketFile named(csv, options, sink());
  EXPECT_EQ(named.source(), "shop");
  EXPECT_TRUE(named.is_source_open());
  options.source = "desk";
  TicketFile given(csv, options, sink());
  EXPECT_EQ(read_all(given).at(0).source, "desk");
  EXPECT_FALSE(given.is_source_open());
}

TEST_F(TicketFileTest, HasTheNameThatItsSenderGaveIt) {
  options.files = {"/data/incoming/17"};
  EXPECT_EQ(shown_name("/data/incoming/17", options), "/data/incoming/17");
  options.name = "shop.csv";
  EXPECT_EQ(shown_name("/data/incoming/17", options), "shop.csv");
}

TEST_F(TicketFileTest, KeepsRowsThatRepeatANumberApart) {
  TicketFile file(write("t.csv", "id,text\n7,It leaks\n7,It hums\n7,It leaks\n"), options, sink());
  const auto tickets = read_all(file);
  ASSERT_EQ(tickets.size(), 3U);
  EXPECT_EQ(tickets[2].external_id, "7 (3)");
  ASSERT_EQ(file.notes().size(), 1U);
  EXPECT_THAT(file.notes()[0], HasSubstr("2 rows repeat a ticket number"));
}

TEST_F(TicketFileTest, ReadsDaysAndCountsTheOthers) {
  TicketFile file(write("t.csv", "id,text,created_at\n1,a,13.04.2026\n2,b,soon\n3,c,\n"), options, sink());
  const auto tickets = read_all(file);
  EXPECT_EQ(tickets.at(0).created_on, "2026-04-13");
  EXPECT_EQ(file.date_order(), "dmy");
  EXPECT_EQ(file.undated(), 2U);
  EXPECT_EQ(file.unread_dates(), 1U);
  EXPECT_EQ(tickets.at(1).custom, R"({"created_at":"soon"})");
}

TEST_F(TicketFileTest, TakesTheGivenDateOrder) {
  options.date_order = text::DateOrder::kMonthDayYear;
  TicketFile file(write("t.csv", "id,text,created_at\n1,a,03.04.2026\n"), options, sink());
  EXPECT_EQ(read_all(file).at(0).created_on, "2026-03-04");
  EXPECT_EQ(file.date_order(), "mdy");
}

TEST_F(TicketFileTest, JoinsTheRowsOfAConversation) {
  TicketFile file(write("t.csv", "ticket_id,comment_id,author_type,comment\n7,1,user,a\n8,2,user,b\n7,3,agent,c\n"),
                  options, sink());
  const auto tickets = read_all(file);
  ASSERT_EQ(tickets.size(), 2U);
  EXPECT_EQ(tickets[0].messages.size(), 2U);
}

TEST_F(TicketFileTest, VisitsTheOtherFilesIfOneIsRefused) {
  std::filesystem::create_directories(path("exports"));
  write("exports/a.csv", "id,text\n1,a\n");
  write("exports/b.csv", "id,text\n1,b\n");
  write("exports/c.docx", "no table");
  std::vector<std::string> read, refused;
  const FileVisitor visitor{[&](const std::string& file) {
                              if (file.ends_with("a.csv")) throw Error(ErrorCode::kInvalidInput, "a.csv is bad.");
                              read.push_back(file);
                            },
                            [&](const std::string&, const std::string& reason) { refused.push_back(reason); }};
  const auto notes = visit_files({path("exports")}, visitor);
  EXPECT_THAT(read, ElementsAre(HasSubstr("b.csv")));
  EXPECT_THAT(refused, ElementsAre("a.csv is bad"));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("c.docx"), "a.csv is bad"));
  EXPECT_THROW(visit_files({path("exports/a.csv")}, visitor), Error);
}

}  // namespace
}  // namespace smartdesk::workspace
