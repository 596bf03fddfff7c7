#include "cli/import_preview.h"

#include <gmock/gmock.h>

namespace smartdesk::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

workspace::FilePreview preview() {
  workspace::FilePreview preview;
  preview.file = "t.csv";
  preview.layout = "Zendesk";
  preview.delimiter = "\t";
  preview.date_order = "dmy";
  preview.columns = {{"body", "Description"}};
  preview.kept = {"Shelf"};
  preview.rows = 40;
  auto& shown = preview.tickets.emplace_back();
  shown.ticket.external_id = "7";
  shown.ticket.subject = "Kettle";
  shown.ticket.body = "It leaks";
  shown.status = "open";
  shown.labels = {{"urgency", "High"}};
  return preview;
}

TEST(ImportPreview, ShowsHowAFileIsRead) {
  const auto text = preview_text(preview());
  EXPECT_THAT(text, HasSubstr("  layout       Zendesk\n"));
  EXPECT_THAT(text, HasSubstr("  delimiter    tab\n"));
  EXPECT_THAT(text, HasSubstr("  dates        day, month, year\n"));
  EXPECT_THAT(text, HasSubstr("  body         <- Description\n"));
  EXPECT_THAT(text, HasSubstr("  (kept)       <- Shelf\n"));
  EXPECT_THAT(text, HasSubstr("  7 | Kettle | It leaks\n    status     open\n    labels     urgency High\n"));
  EXPECT_THAT(text, HasSubstr("40 rows, none would be rejected."));
  EXPECT_THAT(text, Not(HasSubstr("each is a message")));
}

TEST(ImportPreview, ListsRowsThatWouldBeRejected) {
  auto some = preview();
  some.rejected = 3;
  some.rejects = {{2, "Description", "it is too long"}, {5, "", "the row has no text"}};
  some.undated = 2;
  some.unread_dates = 1;
  some.notes = {"1 line above the header was skipped"};
  const auto text = preview_text(some);
  EXPECT_THAT(text, HasSubstr("3 of 40 rows would be rejected:\n    line 2, column Description: it is too long.\n"
                              "    line 5: the row has no text.\n    …\n"));
  EXPECT_THAT(text, HasSubstr("2 of 40 rows have no day.\n  1 of 40 rows have a date that cannot be read.\n"));
  EXPECT_THAT(text, HasSubstr("1 line above the header was skipped.\n"));
}

}  // namespace
}  // namespace smartdesk::cli
