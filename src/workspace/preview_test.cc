#include "workspace/preview.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "core/error.h"
#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class PreviewTest : public ScratchFiles {
 protected:
  static ImportPreview preview(const std::string& file) {
    ImportOptions options;
    options.files = {file};
    return preview_import(options, {}, kOneThread);
  }
  FilePreview preview_of(const std::string& name, const std::string& content) {
    return preview(write(name, content)).files.at(0);
  }
};

TEST_F(PreviewTest, ShowsHowAFileIsRead) {
  const auto shown = preview_of("shop.csv",
                                "sep=;\n"
                                "Ticket ID;Subject;Description;Priority;Status;Tags;Created at;Mood of the day\n"
                                "1;Kettle;It leaks.;Low;open;kitchen;13.04.2026 10:00;fine\n"
                                "2;Pan;It is bent.;High;closed;;02.04.2026;bad\n");
  EXPECT_EQ(shown.encoding.name, "UTF-8");
  EXPECT_EQ(shown.delimiter, ";");
  EXPECT_EQ(shown.date_order, "dmy");
  EXPECT_EQ(shown.rows, 2U);
  EXPECT_EQ(shown.rejected, 0U);
  EXPECT_EQ(shown.columns.at("body"), "Description");
  EXPECT_EQ(shown.columns.at("urgency"), "Priority");
  EXPECT_THAT(shown.kept, ElementsAre("Status", "Mood of the day"));
  ASSERT_EQ(shown.tickets.size(), 2U);
  const auto& first = shown.tickets[0];
  EXPECT_EQ(first.ticket.source, "shop");
  EXPECT_EQ(first.ticket.subject, "Kettle");
  EXPECT_EQ(first.ticket.body, "It leaks.");
  EXPECT_EQ(first.ticket.created_at, "2026-04-13T10:00:00");
  EXPECT_EQ(first.ticket.tags, "kitchen");
  EXPECT_EQ(first.status, "open");
  EXPECT_THAT(first.labels, ElementsAre(Pair("urgency", "Low")));
}

TEST_F(PreviewTest, NamesTheLayout) {
  EXPECT_EQ(preview_of("a.csv", "id,text\n1,a\n").layout, "");
  const auto shown = preview_of("b.csv", "Number,Title,Created at,Customer,Body\n77,Pan,2026-04-01,Mia,It is bent\n");
  EXPECT_EQ(shown.tickets.at(0).ticket.external_id, "77");
}

TEST_F(PreviewTest, ShowsTheFirstTicketsAndReadsTheWholeFile) {
  std::string content = "id,text,created_at\n";
  for (int i = 0; i < 25'000; ++i) content += std::to_string(i) + ",It hums,01/04/2026\n";
  for (int i = 0; i < 12; ++i) content += "x,,14/04/2026\n";
  content += "y,It leaks,soon\n";
  const auto shown = preview_of("t.csv", content);
  EXPECT_EQ(shown.tickets.size(), 3U);
  EXPECT_EQ(shown.tickets[0].ticket.created_at, "2026-04-01");
  EXPECT_EQ(shown.date_order, "dmy");
  EXPECT_EQ(shown.rows, 25'013U);
  EXPECT_EQ(shown.rejected, 12U);
  ASSERT_EQ(shown.rejects.size(), 10U);
  EXPECT_EQ(shown.rejects[0].line, 25'002U);
  EXPECT_THAT(shown.rejects[0].reason, HasSubstr("no text"));
  EXPECT_EQ(shown.undated, 1U);
  EXPECT_EQ(shown.unread_dates, 1U);
}

TEST_F(PreviewTest, RejectsWhatAnImportRejects) {
  const auto file = write("t.csv", "id,text\n7,It leaks\n8,\n7,It hums\n9,\xC3\n7,It leaks\n\"10,open,three\n");
  MemoryStore store;
  ImportOptions options;
  options.files = {file};
  const auto imported = import_tickets(store, options, kOneThread);
  const auto shown = preview(file).files.at(0);
  EXPECT_EQ(shown.rejected, imported.rejected);
  EXPECT_EQ(shown.undated, imported.undated);
  EXPECT_GT(shown.rejected, 1U);
}

TEST_F(PreviewTest, TellsThatRowsAreMessages) {
  const auto shown = preview_of("t.csv",
                                "ticket_id,comment_id,author_type,comment\n"
                                "7,71,user,It leaks\n7,72,agent,Which model?\n");
  EXPECT_TRUE(shown.are_rows_messages);
  ASSERT_EQ(shown.tickets.size(), 1U);
  EXPECT_EQ(shown.tickets[0].ticket.messages.size(), 2U);
  EXPECT_EQ(shown.tickets[0].ticket.body, "It leaks");
}

TEST_F(PreviewTest, RepeatsTheNotesOfTheReader) {
  const auto shown = preview_of("t.csv", "Export of the shop\n\nid,text,product,channel\n1,It leaks,Kettle,mail\n");
  EXPECT_THAT(shown.notes, ElementsAre(HasSubstr("above the header")));
}

TEST_F(PreviewTest, NamesAFileThatCannotBeReadAndShowsTheOthers) {
  std::filesystem::create_directories(path("exports"));
  write("exports/a.csv", "x,y\n1,b\n");
  write("exports/b.csv", "id,text\n1,a\n");
  write("exports/c.docx", "no table");
  const auto shown = preview(path("exports"));
  ASSERT_EQ(shown.files.size(), 2U);
  EXPECT_EQ(shown.files[0].rejected, 1U);
  ASSERT_EQ(shown.files[0].rejects.size(), 1U);
  EXPECT_EQ(shown.files[0].rejects[0].line, 0U);
  EXPECT_EQ(shown.files[1].rows, 1U);
  EXPECT_THAT(shown.notes, ElementsAre(HasSubstr("c.docx"), HasSubstr("a.csv")));
}

TEST_F(PreviewTest, RefusesWhatCannotBeReadAtAll) {
  EXPECT_THROW(preview(write("t.csv", "x,y\n1,b\n")), Error);
  EXPECT_THROW(preview(path("missing.csv")), Error);
}

}  // namespace
}  // namespace smartdesk::workspace
