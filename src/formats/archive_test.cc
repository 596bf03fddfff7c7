#include "formats/archive.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/scratch_files.h"
#include "support/table_rows.h"
#include "support/zip_file.h"

namespace smartdesk::formats {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class ArchiveFilesTest : public ScratchFiles {
 protected:
  std::string refusal_of(const std::string& name) {
    try {
      table_rows(path(name));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }
};

TEST_F(ArchiveFilesTest, ListsTablesInOrderAndWhatIsLeftOut) {
  write_zip(path("a.zip"), {{"z.csv", "id,text\n"},
                            {"sub/a.JSONL", "{}"},
                            {"photo.png", "x"},
                            {"inner.zip", "x"},
                            {"~$tickets.xlsx", "x"},
                            {"__MACOSX/._z.csv", "x"}});
  const auto files = files_in_archive(path("a.zip"));
  EXPECT_THAT(files.tables, ElementsAre(path("a.zip/inner.zip"), path("a.zip/sub/a.JSONL"), path("a.zip/z.csv")));
  EXPECT_THAT(files.left_out, ElementsAre(path("a.zip/photo.png"), path("a.zip/~$tickets.xlsx")));
}

TEST_F(ArchiveFilesTest, ReadsTheOnlyTableOfAnArchive) {
  write_zip(path("a.ZIP"), {{"readme.pdf", "x"}, {"tickets.csv", "id,text\n1,Hello\n"}});
  EXPECT_THAT(table_rows(path("a.ZIP")).rows, ElementsAre(ElementsAre("1", "Hello")));
}

TEST_F(ArchiveFilesTest, ReadsJsonInAnArchiveByTheKeysOfAllObjects) {
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += "{\"id\":1}\n";
  write_zip(path("a.zip"), {{"a.jsonl", lines + "{\"id\":2,\"late\":\"x\"}\n"}});
  EXPECT_THAT(table_rows(path("a.zip/a.jsonl")).columns, ElementsAre("id", "late"));
}

TEST_F(ArchiveFilesTest, NamesTheTablesIfThereAreSeveralAndRefusesArchivesInArchives) {
  write_zip(path("a.zip"), {{"a.csv", "id,text\n"}, {"b.csv", "id,text\n"}, {"c.zip", "x"}});
  EXPECT_THAT(refusal_of("a.zip"), AllOf(HasSubstr("2 tables"), HasSubstr("a.zip/b.csv")));
  EXPECT_THAT(refusal_of("a.zip/c.zip"), HasSubstr("archive inside of an archive"));
  write_zip(path("b.zip"), {{"photo.png", "x"}});
  EXPECT_THAT(refusal_of("b.zip"), HasSubstr("no file of a known format"));
}

}  // namespace
}  // namespace smartdesk::formats
