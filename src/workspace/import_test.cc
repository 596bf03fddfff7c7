#include "workspace/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "support/zip_file.h"

namespace smartdesk::workspace {
namespace {

using testing::Contains;
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

class ConversationImportTest : public ImportTest {
 protected:
  // "customer dark; agent (private) old model; "
  std::string told(const std::string& source, const std::string& number) {
    std::string all;
    for (const auto& each : store.messages(store.find(source, number).value())) {
      all += std::string(kMessageAuthors[each.author]) + (each.is_private ? " (private) " : " ") + each.text + "; ";
    }
    return all;
  }
  NewTicket ticket(const std::string& source, const std::string& number) {
    return store.find(store.find(source, number).value())->ticket;
  }
};

TEST_F(ConversationImportTest, MakesOneTicketOfRowsThatAreMessages) {
  const auto file = write("desk.csv",
                          "ticket_id,comment_id,author_type,created_at,public,comment,subject\n"
                          "5,51,end-user,2026-04-02 10:00:00,true,The kettle leaks.,Kettle\n"
                          "6,61,end-user,2026-04-03 08:00:00,true,Where is my parcel?,Parcel\n"
                          "5,53,end-user,2026-04-05 09:00:00,true,\"Thanks, it came.\",Kettle\n"
                          "5,52,agent,2026-04-02 12:00:00,false,Third one this week,Kettle\n");
  const auto result = import(file);
  EXPECT_EQ(result.added, 2U);
  EXPECT_EQ(result.messages, 4U);
  EXPECT_EQ(result.rejected, 0U);
  EXPECT_EQ(told("desk", "5"),
            "customer The kettle leaks.; agent (private) Third one this week; customer Thanks, it came.; ");
  EXPECT_EQ(ticket("desk", "5").body, "The kettle leaks.");
  EXPECT_EQ(ticket("desk", "5").subject, "Kettle");
  EXPECT_EQ(ticket("desk", "5").created_on, "2026-04-02");
  const auto again = import(file);
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(again.updated, 0U);
  EXPECT_EQ(again.messages, 0U);
}

TEST_F(ConversationImportTest, AddsTheNewMessagesOfALongerExport) {
  const std::string head = "ticket_id,message,author,sent_at\n7,No sound,Kai,2026-04-01T10:00:00Z\n";
  import(write("desk.csv", head));
  const auto longer = import(write("desk.csv", head + "7,Which model?,Ada,2026-04-01T11:00:00Z\n"));
  EXPECT_EQ(longer.updated, 1U);
  EXPECT_EQ(longer.messages, 1U);
  import(write("desk.csv", "ticket_id,message,author,sent_at\n7,The X2,Kai,2026-04-02T10:00:00Z\n"));
  EXPECT_EQ(told("desk", "7"), "customer No sound; agent Which model?; customer The X2; ");
  EXPECT_EQ(ticket("desk", "7").body, "No sound");
  EXPECT_EQ(ticket("desk", "7").customer, "Kai");
}

TEST_F(ConversationImportTest, KeepsRowsThatRepeatANumberAsTicketsOfTheirOwnAndSaysSo) {
  const std::string rows =
      "ticket_id,author,created_at,message\n"
      "7,Kai,2026-04-01,No sound\n"
      "8,Mia,2026-04-01,Leaks\n"
      "7,Kai,2026-04-02,Still no sound\n"
      "8,Mia,2026-04-01,Leaks\n";
  const auto result = import(write("desk.csv", rows));
  EXPECT_EQ(result.added, 4U);
  EXPECT_EQ(ticket("desk", "7").body, "No sound");
  EXPECT_EQ(ticket("desk", "7 (2)").body, "Still no sound");
  EXPECT_EQ(ticket("desk", "8 (2)").body, "Leaks");
  EXPECT_THAT(result.notes, Contains(HasSubstr("2 rows repeat a ticket number (first: 7 in line 4)")));
  EXPECT_EQ(import(write("desk.csv", rows)).unchanged, 4U);
}

TEST_F(ConversationImportTest, CountsAConversationOnceHoweverManyRowsItHas) {
  std::string rows = "ticket_id,comment_id,author_type,comment\n";
  for (int i = 0; i < 45'000; ++i) {
    rows += fmt::format("{},{},user,text {}\n", i % 3, i, i);
  }
  const auto result = import(write("desk.csv", rows));
  EXPECT_EQ(result.added, 3U);
  EXPECT_EQ(result.updated, 0U);
  EXPECT_EQ(result.accepted, 3U);
  EXPECT_EQ(result.messages, 45'000U);
}

TEST_F(ConversationImportTest, ReadsListsOfMessagesInTickets) {
  import(write(
      "zammad.json",
      R"([{"id":9,"number":"88001","title":"Kettle","customer":"mia@example.org","created_at":"2026-04-02T08:00:00Z",
                    "articles":[{"id":1,"sender":"Customer","body":"<p>It leaks.</p>","content_type":"text/html"},
                                {"id":2,"sender":"Agent","body":"Sorry!","content_type":"text/plain"}]}])"));
  EXPECT_EQ(told("zammad", "88001"), "customer It leaks.; agent Sorry!; ");
  EXPECT_EQ(ticket("zammad", "88001").subject, "Kettle");
  EXPECT_EQ(ticket("zammad", "88001").body, "It leaks.");
  import(write("freshdesk.json",
               R"([{"id":3,"subject":"Sound","description_text":"No sound","requester_id":70,"description":"No sound",
                    "conversations":[{"id":1,"incoming":false,"private":false,"body_text":"Which model?"}]}])"));
  EXPECT_EQ(told("freshdesk", "3"), "customer No sound; agent Which model?; ");
  import(write("intercom.json",
               R"([{"id":"4","created_at":1772370000,"title":null,
                    "source":{"type":"email","body":"<p>No sound</p>","subject":"<p>Sound</p>","author":{"type":"user","email":"kai@example.org"}},
                    "conversation_parts":{"conversation_parts":[{"id":"2","body":"<p>Hm.</p>","author":{"type":"admin"}}]}}])"));
  EXPECT_EQ(told("intercom", "4"), "customer No sound; agent Hm.; ");
  EXPECT_EQ(ticket("intercom", "4").subject, "Sound");
  EXPECT_EQ(ticket("intercom", "4").channel, "email");
  EXPECT_EQ(ticket("intercom", "4").customer, "kai@example.org");
}

TEST_F(ConversationImportTest, RejectsRowsWithBrokenListsAndKeepsOtherTexts) {
  const auto result = import(write("t.csv", "id,text,messages\n1,one,[{\n2,two,three of them\n"));
  EXPECT_EQ(result.added, 1U);
  EXPECT_EQ(result.rejected, 1U);
  EXPECT_THAT(read("rejects.csv"), HasSubstr("not valid JSON"));
  EXPECT_EQ(ticket("t", "2").custom, R"({"messages":"three of them"})");
}

TEST_F(ConversationImportTest, RecognisesAnExportUnderAnotherName) {
  std::string rows = "id,subject,body\n";
  for (int i = 0; i < 300; ++i) rows += fmt::format("{},Card {},My card {} was refused\n", i, i, i);
  import(write("export.csv", rows));
  const auto again = import(write("export (1).csv", rows + "300,Card 300,My card 300 was refused\n"));
  EXPECT_EQ(again.added, 1U);
  EXPECT_EQ(again.unchanged, 300U);
  ASSERT_EQ(again.recognised.size(), 1U);
  EXPECT_EQ(again.recognised[0].source, "export");
  EXPECT_TRUE(import(write("export.csv", rows)).recognised.empty());
}

TEST_F(ConversationImportTest, KeepsAnExportOfAnotherDeskApart) {
  import(write("shop.csv", "id,body\n1,No sound\n2,Leaks\n3,Hums\n"));
  const auto other = import(write("forum.csv", "id,body\n1,Too loud\n2,Leaks\n3,Sings\n"));
  EXPECT_EQ(other.added, 3U);
  EXPECT_TRUE(other.recognised.empty());
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
  const auto rows = [](const std::string& text) {
    std::string content = "id,text,created_at\n";
    for (int i = 0; i < 25'000; ++i) content += std::to_string(i) + "," + text + ",01/03/2026\n";
    return content;
  };
  write("t.csv", rows("a"));
  EXPECT_EQ(import(path("t.csv")).date_order, "ambiguous");
  write("u.csv", rows("b") + "x,b,13/03/2026\n");
  EXPECT_EQ(import(path("u.csv")).date_order, "dmy");
  EXPECT_EQ(store.find(store.find("u", "0").value())->ticket.created_on, "2026-03-01");
  ImportOptions options;
  options.files = {write("v.csv", "id,text,created_at\n1,c,01/03/2026\n")};
  options.date_order = text::DateOrder::kDayMonthYear;
  EXPECT_EQ(import_tickets(store, options, kOneThread).date_order, "dmy");
  EXPECT_EQ(store.find(store.find("v", "1").value())->ticket.created_on, "2026-03-01");
}

TEST_F(ImportTest, DecidesDayAndMonthByTheWholeColumnAlsoBehindRejectedRows) {
  std::string content = "id,text,created_at\n0,,01/03/2026\n";
  for (int i = 1; i < 25'000; ++i) content += std::to_string(i) + ",a,01/03/2026\n";
  EXPECT_EQ(import(write("t.csv", content + "x,a,13/03/2026\n")).date_order, "dmy");
}

TEST_F(ConversationImportTest, DecidesDayAndMonthByTheTimesOfAllMessages) {
  std::string rows = "ticket_id,message,author,sent_at\n";
  for (int i = 0; i < 25'000; ++i) rows += fmt::format("{},Text {},Kai,03/04/2026 10:00\n", i, i);
  const auto result = import(write("desk.csv", rows + "x,Last,Kai,13/04/2026 10:00\n"));
  EXPECT_EQ(result.date_order, "dmy");
  EXPECT_EQ(ticket("desk", "0").created_on, "2026-04-03");
}

TEST_F(ImportTest, ReadsAllTablesOfAnArchiveAndNamesTheOthers) {
  write_zip(path("export.zip"), {{"z/tickets.csv", "id,text\n1,First\n"},
                                 {"a.csv", "id,text\n2,Second\n"},
                                 {"bad.csv", "a,a\n1,2\n"},
                                 {"inner.zip", "PK"},
                                 {"photo.png", "x"}});
  const auto result = import(path("export.zip"));
  EXPECT_EQ(result.added, 2U);
  EXPECT_EQ(result.rejected, 2U);
  EXPECT_TRUE(store.find("tickets", "1"));
  EXPECT_TRUE(store.find("a", "2"));
  ASSERT_EQ(result.notes.size(), 3U);
  EXPECT_THAT(result.notes[0], HasSubstr("export.zip/photo.png"));
  EXPECT_THAT(result.notes[1], HasSubstr("export.zip/bad.csv"));
  EXPECT_THAT(result.notes[2], HasSubstr("archive inside of an archive"));
}

TEST_F(ImportTest, ReadsTheOtherFilesIfAnArchiveInAFolderIsDamaged) {
  std::filesystem::create_directories(path("in"));
  write("in/a.csv", "id,text\n1,First\n");
  write("in/b.zip", "PK\x03\x04 and no more");
  const auto result = import(path("in"));
  EXPECT_EQ(result.added, 1U);
  EXPECT_EQ(result.rejected, 1U);
  EXPECT_THAT(result.notes.at(0), HasSubstr("b.zip is not a whole .zip archive"));
}

TEST_F(ImportTest, NamesTheFilesOfAnUploadedArchiveByTheUploadsName) {
  write_zip(path("0017-export.zip"), {{"tickets.csv", "id,text\n1,First\n"}, {"more.xlsx", "no spreadsheet"}});
  ImportOptions options;
  options.files = {path("0017-export.zip")};
  options.name = "export.zip";
  options.rejects = path("rejects.csv");
  const auto result = import_tickets(store, options, kOneThread);
  EXPECT_TRUE(store.find("tickets", "1"));
  EXPECT_THAT(read("rejects.csv"), HasSubstr("export.zip/more.xlsx,0"));
}

}  // namespace
}  // namespace smartdesk::workspace
