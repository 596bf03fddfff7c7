#include "workspace/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"

namespace smartdesk::workspace {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

class ImportTest : public ScratchFiles {
 protected:
  ImportResult import(const std::string& file, bool peoples = false) {
    ImportOptions options;
    options.files = {file};
    options.labels_are_peoples = peoples;
    options.rejects = path("rejects.csv");
    return import_tickets(store, options, kOneThread);
  }
  store::ListedTicket first() { return store.list(store::TicketId{}, 1).at(0); }

  MemoryStore store;
};

TEST_F(ImportTest, ReadsAnExportOfZendesk) {
  import(write("zendesk.csv",
               "Ticket ID,Subject,Description,Requester,Created at,Priority,Via,Tags,Status\n"
               "42,Cannot pay,My card is declined.,ann@example.com,2026-03-01,High,email,vip shop,open\n"));
  const auto [ticket, labels] = first();
  EXPECT_EQ(ticket.source, "zendesk");
  EXPECT_EQ(ticket.external_id, "42");
  EXPECT_EQ(ticket.subject, "Cannot pay");
  EXPECT_EQ(ticket.body, "My card is declined.");
  EXPECT_EQ(ticket.customer, "ann@example.com");
  EXPECT_EQ(ticket.created_at, "2026-03-01");
  EXPECT_EQ(ticket.channel, "email");
  EXPECT_EQ(ticket.tags, "vip shop");
  EXPECT_EQ(ticket.custom, R"({"Status":"open"})");
  EXPECT_EQ(labels.at("urgency").value, "High");
  EXPECT_EQ(labels.at("urgency").by, store::Author::kRule);
}

TEST_F(ImportTest, ReadsExportsOfOtherDesks) {
  import(write("jira.csv",
               "Issue key,Summary,Description,Reporter,Created,Priority,Issue Type\nSUP-1,Login broken,I cannot log "
               "in,ann,2026,High,Bug\n"));
  EXPECT_EQ(first().ticket.external_id, "SUP-1");
  EXPECT_EQ(first().ticket.subject, "Login broken");
  EXPECT_EQ(first().ticket.summary, "");
  EXPECT_EQ(first().labels.at("category").value, "Bug");
  import(write("zammad.csv", "Number,Title,Created at,Customer,Body\n77,Broken,2026,bob,It is broken\n"));
  EXPECT_TRUE(store.find("zammad", "77"));
  import(write("freshdesk.csv",
               "Ticket ID,Subject,Description,Full name,Created time,Type\n5,Help,Please help me,Eve,2026,Question\n"));
  EXPECT_EQ(store.find(*store.find("freshdesk", "5"))->ticket.customer, "Eve");
  import(write("kaggle.csv",
               "Ticket ID,Customer Name,Customer Email,Product Purchased,Ticket Type,Ticket Subject,Ticket "
               "Description,Ticket Priority,Ticket Channel\n"
               "9,Ann,a@b.io,GoPro,Refund,Setup,I need help,Low,Chat\n"));
  const auto kaggle = *store.find(*store.find("kaggle", "9"));
  EXPECT_EQ(kaggle.ticket.product, "GoPro");
  EXPECT_EQ(kaggle.ticket.subject, "Setup");
  EXPECT_EQ(kaggle.labels.at("category").value, "Refund");
}

TEST_F(ImportTest, AddsNothingTwiceButAVersionForAChangedRow) {
  const auto file = write("t.csv", "id,text,category\n1,one,A\n2,two,B\n");
  EXPECT_EQ(import(file).added, 2U);
  const auto again = import(file);
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(again.labels, 0U);
  write("t.csv", "id,text,category\n1,one,A\n2,two changed,C\n");
  const auto changed = import(file);
  EXPECT_EQ(changed.updated, 1U);
  EXPECT_EQ(changed.labels, 1U);
  EXPECT_EQ(store.find(*store.find("t", "2"))->ticket.version, 2);
}

TEST_F(ImportTest, AttributesLabelsToPeopleOnRequestAndToTheLlmInOutputOfLabel) {
  import(write("p.csv", "id,text,category\n1,one,A\n"), true);
  EXPECT_EQ(first().labels.at("category").by, store::Author::kPerson);
  import(write("m.csv", "id,text,category,label_status\n1,one,A,labelled\n"), true);
  EXPECT_EQ(store.find(*store.find("m", "1"))->labels.at("category").by, store::Author::kLlm);
}

TEST_F(ImportTest, ReadsOtherEncodings) {
  import(write("w.csv", "id,text\n1,caf\xE9 au lait is cold\n"));
  EXPECT_EQ(store.find(*store.find("w", "1"))->ticket.body, "café au lait is cold");
  std::string utf16 = "\xFF\xFE";
  for (const char c : "id,text\n1,hello there\n"s) utf16 += std::string(1, c) + '\0';
  import(write("u.csv", utf16));
  EXPECT_EQ(store.find(*store.find("u", "1"))->ticket.body, "hello there");
}

TEST_F(ImportTest, RecognisesTheSameMailInAnotherFile) {
  const char* mail = "Message-ID: <m1@x>\nSubject: hi\n\nbroken\n";
  EXPECT_EQ(import(write("a.eml", mail)).added, 1U);
  EXPECT_EQ(import(write("b.mbox", "From x\n" + std::string(mail) + "\n")).unchanged, 1U);
  EXPECT_TRUE(store.find("mail", "m1@x"));
}

TEST_F(ImportTest, CountsAndListsRejectedRows) {
  const auto result = import(write("t.csv", "id,text\n1,one\n2\n3,\n4,four\n"));
  EXPECT_EQ(result.accepted, 2U);
  EXPECT_EQ(result.rejected, 2U);
  EXPECT_THAT(read("rejects.csv"), HasSubstr("t.csv,3,"));
  EXPECT_THAT(read("rejects.csv"), HasSubstr("t.csv,4,,the row has no text"));
}

TEST_F(ImportTest, WritesNoRejectsFileIfNothingIsRejected) {
  import(write("t.csv", "id,text\n1,one\n"));
  EXPECT_FALSE(exists("rejects.csv"));
}

TEST_F(ImportTest, ReadsAFolderInOrder) {
  std::filesystem::create_directories(path("exports/deep"));
  write("exports/b.csv", "id,text\n1,b\n");
  write("exports/deep/c.jsonl", "{\"id\":1,\"text\":\"c\"}\n");
  write("exports/readme.md", "not a table");
  EXPECT_EQ(import(path("exports")).added, 2U);
  EXPECT_EQ(first().ticket.source, "b");
  std::filesystem::create_directories(path("empty"));
  EXPECT_THROW(import(path("empty")), Error);
}

TEST_F(ImportTest, TakesTheOtherFilesIfOneCannotBeRead) {
  std::filesystem::create_directories(path("exports"));
  write("exports/a.csv", "id,text\n1,a\n");
  write("exports/b.csv", "x,y\n1,b\n");
  write("exports/c.CSV", "id,text\n1,c\n");
  write("exports/d.docx", "no table");
  const auto result = import(path("exports"));
  EXPECT_EQ(result.added, 2U);
  EXPECT_EQ(result.rejected, 1U);
  ASSERT_EQ(result.notes.size(), 2U);
  EXPECT_THAT(result.notes[0], HasSubstr("d.docx"));
  EXPECT_THAT(result.notes[1], HasSubstr("b.csv"));
  EXPECT_THAT(read("rejects.csv"), HasSubstr("b.csv,0,"));
}

TEST_F(ImportTest, StoresTimesAsIsoAndCountsDatesThatItCannotRead) {
  const auto result =
      import(write("t.csv", "id,text,created_at\n1,a,13.03.2026 14:05\n2,b,2026-03-01T01:00+02:00\n3,c,soon\n4,d,\n"));
  EXPECT_EQ(result.undated, 2U);
  EXPECT_EQ(result.unread_dates, 1U);
  EXPECT_EQ(result.date_order, "dmy");
  EXPECT_EQ(result.delimiter, ",");
  const auto ticket = [&](const char* id) { return store.find(*store.find("t", id))->ticket; };
  EXPECT_EQ(ticket("1").created_at, "2026-03-13T14:05:00");
  EXPECT_EQ(ticket("2").created_at, "2026-02-28T23:00:00Z");
  EXPECT_EQ(ticket("2").created_on, "2026-02-28");
  EXPECT_EQ(ticket("3").created_at, "");
  EXPECT_EQ(ticket("3").custom, R"({"created_at":"soon"})");
}

TEST_F(ImportTest, DecidesDayAndMonthByTheWholeColumnOrTheUser) {
  std::string content = "id,text,created_at\n";
  for (int i = 0; i < 25'000; ++i) content += std::to_string(i) + ",a,01/03/2026\n";
  write("t.csv", content);
  EXPECT_EQ(import(path("t.csv")).date_order, "ambiguous");
  write("u.csv", content + "x,b,13/03/2026\n");
  EXPECT_EQ(import(path("u.csv")).date_order, "dmy");
  EXPECT_EQ(store.find(*store.find("u", "0"))->ticket.created_on, "2026-03-01");
  ImportOptions options;
  options.files = {write("v.csv", "id,text,created_at\n1,a,01/03/2026\n")};
  options.date_order = text::DateOrder::kDayMonthYear;
  EXPECT_EQ(import_tickets(store, options, kOneThread).date_order, "dmy");
  EXPECT_EQ(store.find(*store.find("v", "1"))->ticket.created_on, "2026-03-01");
}

TEST_F(ImportTest, PreviewsAFileWithoutWriting) {
  ImportOptions options;
  options.files = {write(
      "t.csv", "Ticket ID,Subject,Description,Priority,Mood of the day\n1,Hi,text,Low,fine\n2,Ho,text,High,bad\n")};
  const auto previews = preview_import(options, 1, kOneThread);
  ASSERT_EQ(previews.size(), 1U);
  EXPECT_EQ(previews[0].columns.at("body"), "Description");
  EXPECT_EQ(previews[0].columns.at("urgency"), "Priority");
  EXPECT_EQ(previews[0].custom, std::vector<std::string>{"Mood of the day"});
  EXPECT_EQ(previews[0].tickets.size(), 1U);
  EXPECT_EQ(store.counts().tickets, 0U);
}

}  // namespace
}  // namespace smartdesk::workspace
