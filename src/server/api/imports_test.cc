#include "server/api/imports.h"

#include <gtest/gtest.h>

#include "text/json_text.h"
#include "workspace/preview_json.h"

namespace smartdesk::server {
namespace {

TEST(ApiImports, DescribeThePreviewThatTheImportWrites) {
  workspace::ImportPreview preview;
  auto& file = preview.files.emplace_back();
  file.columns = {{"body", "Text"}};
  file.kept = {"Shelf"};
  file.rejects = {{4, "Text", "it is too long"}};
  file.notes = {"a note"};
  file.tickets.emplace_back().labels = {{"category", "Pots"}};
  preview.notes = {"another"};
  const boost::json::value written = workspace::preview_json(preview);
  EXPECT_EQ(text::json_text(http::json_of(http::read_json<api::ImportPreview>(written))), text::json_text(written));
}

}  // namespace
}  // namespace smartdesk::server
