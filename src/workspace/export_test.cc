#include "workspace/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/memory_store.h"
#include "support/runs.h"
#include "support/scratch_files.h"
#include "workspace/import.h"

namespace smartdesk::workspace {
namespace {

class ExportTest : public ScratchFiles {
 protected:
  ExportTest() {
    NewTicket tickets[2];
    tickets[0].source = "desk";
    tickets[0].external_id = "7";
    tickets[0].subject = "=HYPERLINK(\"http://x\")";
    tickets[0].body = "I was charged twice,\nreally";
    tickets[0].custom = R"({"Status":"open"})";
    tickets[1].source = "desk";
    tickets[1].external_id = "8";
    tickets[1].body = "-1 star";
    const auto ids = store_.add(tickets).ids;
    const store::NewLabel labels[] = {{ids[0], "category", "Billing", store::Author::kPerson, "eve", {}},
                                      {ids[0], "urgency", "High", store::Author::kModel, "v1", 0.75}};
    store_.label(labels);
  }
  std::string exported(ExportFormat format) {
    EXPECT_EQ(export_tickets(store_, {format, path("out")}, kOneThread), 2U);
    return read("out");
  }

  MemoryStore store_;
};

TEST_F(ExportTest, EscapesSpreadsheetFormulasInCsv) {
  EXPECT_EQ(
      exported(ExportFormat::kCsv),
      "id,source,external_id,version,created_at,product,customer,channel,language,subject,body,summary,tags,custom,"
      "category,category_by,category_probability,urgency,urgency_by,urgency_probability\n"
      "1,desk,7,1,,,,,,\"'=HYPERLINK(\"\"http://x\"\")\",\"I was charged "
      "twice,\nreally\",,,\"{\"\"Status\"\":\"\"open\"\"}\","
      "Billing,person,,High,model,0.7500\n"
      "2,desk,8,1,,,,,,,'-1 star,,,,,,,,,\n");
}

TEST_F(ExportTest, WritesUnchangedValuesInJsonLines) {
  const auto text = exported(ExportFormat::kJsonl);
  const auto record = boost::json::parse(text.substr(0, text.find('\n'))).as_object();
  EXPECT_EQ(record.at("subject").as_string(), "=HYPERLINK(\"http://x\")");
  EXPECT_EQ(record.at("custom").at("Status").as_string(), "open");
  EXPECT_EQ(record.at("category_by").as_string(), "person");
  EXPECT_EQ(record.at("urgency_probability").as_double(), 0.75);
}

TEST_F(ExportTest, WritesOnlyTheWantedTicketsThatMatch) {
  const auto exported_of = [&](std::vector<store::TicketId> tickets, store::TicketFilter filter) {
    return export_tickets(store_, {ExportFormat::kJsonl, path("out"), std::move(filter), std::move(tickets)},
                          kOneThread);
  };
  const auto second = store_.find("desk", "8").value();
  EXPECT_EQ(exported_of({second}, {}), 1U);
  EXPECT_NE(read("out").find("-1 star"), std::string::npos);
  EXPECT_EQ(exported_of({second}, store::parse_filter("id:7", {})), 0U);
  EXPECT_EQ(exported_of({}, {}), 0U);
  EXPECT_EQ(read("out"), "");
}

TEST_F(ExportTest, WritesTheWholeBodyAndTheOwnText) {
  NewTicket ticket;
  ticket.subject = "Re: Lamp";
  ticket.body = "It works.\n\n> Please restart it.\n";
  store_.add(std::span<const NewTicket>(&ticket, 1));
  export_tickets(store_, {ExportFormat::kJsonl, path("out")}, kOneThread);
  const auto text = read("out");
  const auto last = text.rfind('\n', text.size() - 2) + 1;
  const auto record = boost::json::parse(text.substr(last, text.size() - 1 - last)).as_object();
  EXPECT_EQ(record.at("body").as_string(), "It works.\n\n> Please restart it.\n");
  EXPECT_EQ(record.at("own_text").as_string(), "It works.");
}

TEST_F(ExportTest, WritesConversationsThatAnImportRestores) {
  NewTicket reply;
  reply.source = "desk";
  reply.external_id = "8";
  reply.messages = {
      {"2", MessageAuthor::kAgent, "Ada", "ada@example.org", true, "2026-03-02T10:00:00Z", "mail", "rude"}};
  store_.add(std::span(&reply, 1));
  for (const auto format : {ExportFormat::kCsv, ExportFormat::kJsonl}) {
    const std::string file = path(format == ExportFormat::kCsv ? "t.csv" : "t.jsonl");
    export_tickets(store_, {format, file}, kOneThread);
    MemoryStore restored;
    ImportOptions options;
    options.files = {file};
    import_tickets(restored, options, kOneThread);
    EXPECT_EQ(restored.messages(restored.find("desk", "8").value()), store_.messages(store_.find("desk", "8").value()));
    const auto first = restored.find("desk", "7").value();
    EXPECT_TRUE(restored.messages(first).empty()) << file;
    EXPECT_EQ(restored.find(first)->ticket.custom, R"({"Status":"open"})");
    EXPECT_EQ(restored.find(first)->labels.at("category").by, store::Author::kPerson);
  }
}

TEST_F(ExportTest, WritesABodyAloneAsOneMessageInJsonLines) {
  const auto text = exported(ExportFormat::kJsonl);
  const auto record = boost::json::parse(text.substr(0, text.find('\n')));
  const auto& messages = record.at("messages").as_array();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].at("text").as_string(), "I was charged twice,\nreally");
}

TEST_F(ExportTest, WritesTasksForLabelStudio) {
  const auto tasks = boost::json::parse(exported(ExportFormat::kLabelStudio)).as_array();
  ASSERT_EQ(tasks.size(), 2U);
  const auto& said = tasks[0].at("annotations").at(0).at("result").at(0);
  EXPECT_EQ(said.at("from_name").as_string(), "category");
  EXPECT_EQ(said.at("value").at("choices").at(0).as_string(), "Billing");
  EXPECT_EQ(tasks[0].at("predictions").at(0).at("score").as_double(), 0.75);
  EXPECT_FALSE(tasks[1].as_object().contains("annotations"));
}

TEST_F(ExportTest, WritesRecordsForArgilla) {
  const auto text = exported(ExportFormat::kArgilla);
  const auto record = boost::json::parse(text.substr(0, text.find('\n')));
  EXPECT_EQ(record.at("responses").at("category").at(0).at("value").as_string(), "Billing");
  EXPECT_EQ(record.at("suggestions").at("urgency").at("score").as_double(), 0.75);
  EXPECT_EQ(record.at("fields").at("text").as_string(), "=HYPERLINK(\"http://x\")\nI was charged twice,\nreally");
}

}  // namespace
}  // namespace smartdesk::workspace
