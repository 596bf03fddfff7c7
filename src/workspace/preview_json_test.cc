#include "workspace/preview_json.h"

#include <gtest/gtest.h>

#include <string>

namespace smartdesk::workspace {
namespace {

TEST(PreviewJson, ShowsFilesWithTheirTicketsAndRejectedRows) {
  ImportPreview preview;
  auto& file = preview.files.emplace_back();
  file.file = "t.csv";
  file.encoding = {"windows-1252", text::EncodingSource::kDetected, text::Certainty::kLikely};
  file.columns = {{"body", "Text"}};
  file.rejected = 1;
  file.rejects = {{4, "Text", "it is too long"}};
  auto& shown = file.tickets.emplace_back();
  shown.ticket.body = "It leaks";
  shown.labels = {{"category", "Pots"}};
  const boost::json::value json = preview_json(preview);
  const auto& first = json.at("files").at(0);
  EXPECT_EQ(first.at("file"), "t.csv");
  EXPECT_EQ(first.at("encoding"), "windows-1252");
  EXPECT_EQ(first.at("encoding_certainty"), "likely");
  EXPECT_EQ(first.at("columns").at("body"), "Text");
  EXPECT_EQ(first.at("rejects").at(0), boost::json::parse(R"({"line":4,"column":"Text","reason":"it is too long"})"));
  EXPECT_EQ(first.at("tickets").at(0).at("text"), "It leaks");
  EXPECT_EQ(first.at("tickets").at(0).at("labels").at("category"), "Pots");
}

TEST(PreviewJson, AbbreviatesLongTexts) {
  ImportPreview preview;
  preview.files.emplace_back().tickets.emplace_back().ticket.body = std::string(1'000'000, 'a');
  EXPECT_LT(boost::json::serialize(preview_json(preview)).size(), 5000U);
}

}  // namespace
}  // namespace smartdesk::workspace
