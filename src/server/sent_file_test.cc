#include "server/sent_file.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::server {
namespace {

using testing::HasSubstr;
using testing::Not;

class SentFileTest : public ScratchFiles {
 protected:
  SentFileTest() : workshop({{path("w")}, "", default_taxonomy()}) {}

  boost::json::value preview(const std::string& content, const SentFile& sent) {
    return preview_file(workshop, write("body", content), sent).at("files").at(0);
  }
  std::string refusal_of(const std::string& content, const SentFile& sent) {
    try {
      preview(content, sent);
      return "";
    } catch (const Error& error) {
      return error.what();
    }
  }

  Workshop workshop;
};

TEST_F(SentFileTest, IsPreviewedWithoutAnythingWritten) {
  const auto shown = preview("id,text,priority\n1,It leaks,High\n2,,Low\n", {.name = "C:\\desk\\shop.csv"});
  EXPECT_EQ(shown.at("file"), "shop.csv");
  EXPECT_EQ(shown.at("rejected"), 1);
  EXPECT_EQ(shown.at("rejects").at(0).at("line"), 3);
  EXPECT_EQ(shown.at("tickets").at(0).at("source"), "shop");
  EXPECT_EQ(shown.at("tickets").at(0).at("labels").at("urgency"), "High");
  EXPECT_FALSE(exists("body"));
  EXPECT_FALSE(exists("body.C__desk_shop.csv"));
  workshop.read([](const store::TicketStore& store) { EXPECT_EQ(store.counts().tickets, 0U); });
}

TEST_F(SentFileTest, IsReadAsItsSenderSays) {
  const auto shown =
      preview("id,text,remark,created_at\n1,a,It leaks,03/04/2026\n",
              {.name = "t.csv", .source = "desk", .encoding = "latin1", .date_order = "dmy", .text = "remark"});
  EXPECT_EQ(shown.at("encoding"), "windows-1252");
  EXPECT_EQ(shown.at("date_order"), "dmy");
  EXPECT_EQ(shown.at("tickets").at(0).at("source"), "desk");
  EXPECT_EQ(shown.at("tickets").at(0).at("text"), "It leaks");
  EXPECT_EQ(shown.at("tickets").at(0).at("created_at"), "2026-04-03");
}

TEST_F(SentFileTest, IsRefusedUnderItsSendersName) {
  const auto refusal = refusal_of("x,y\n1,2\n", {.name = "shop.csv"});
  EXPECT_THAT(refusal, HasSubstr("shop.csv"));
  EXPECT_THAT(refusal, Not(HasSubstr(path(""))));
}

TEST_F(SentFileTest, IsRefusedInAnUnknownFormatOrEncoding) {
  EXPECT_THAT(refusal_of("x", {.name = "shop.exe"}), HasSubstr(".csv"));
  EXPECT_THAT(refusal_of("x", {.name = "shop.csv", .encoding = "morse"}), HasSubstr("morse"));
}

TEST_F(SentFileTest, KeepsWhatItsSenderSaysInAJob) {
  const SentFile sent{"t.csv", "desk", "latin1", "dmy", "remark"};
  const auto read = sent_file_in(json_of(sent));
  EXPECT_EQ(read.name, "t.csv");
  EXPECT_EQ(read.source, "desk");
  EXPECT_EQ(read.encoding, "latin1");
  EXPECT_EQ(read.date_order, "dmy");
  EXPECT_EQ(read.text, "remark");
  EXPECT_EQ(sent_file_in({{"name", "t.csv"}}).source, "");
}

}  // namespace
}  // namespace smartdesk::server
