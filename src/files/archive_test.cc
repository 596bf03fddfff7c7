#include "files/archive.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/scratch_files.h"
#include "support/zip_file.h"

namespace smartdesk::files {
namespace {

using testing::HasSubstr;

class ArchiveTest : public ScratchFiles {
 protected:
  template <typename Action>
  static std::string refusal_of(const Action& action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }
};

TEST_F(ArchiveTest, ListsAndReadsMembersWithoutUnpackingThem) {
  write_zip(path("a.zip"), {{"x/one.csv", "first"}, {"empty/", ""}, {"two.csv", "second"}});
  const auto archive = Archive::open(path("a.zip"));
  ASSERT_EQ(archive.members().size(), 2U);
  EXPECT_EQ(archive.members()[1].name, "two.csv");
  EXPECT_EQ(archive.members()[1].bytes, 6U);
  auto file = archive.open(archive.members()[0]);
  EXPECT_EQ(file.path(), path("a.zip/x/one.csv"));
  EXPECT_EQ(file.read_all(), "first");
}

TEST_F(ArchiveTest, ReadsAnArchiveInMemory) {
  write_zip(path("a.zip"), {{"one.csv", "first"}});
  const auto archive = Archive::of_bytes(read("a.zip"), "standard input");
  EXPECT_EQ(archive.open(archive.members()[0]).read_all(), "first");
}

TEST_F(ArchiveTest, FindsNamesWithoutRegardToCaseAndSlashes) {
  write_zip(path("a.zip"), {{"XL\\Sheet1.xml", "a"}, {"b.csv", "small"}, {"B.csv", "large"}});
  const auto archive = Archive::open(path("a.zip"));
  ASSERT_NE(archive.find("xl/sheet1.xml"), nullptr);
  EXPECT_EQ(archive.open(*archive.find("B.csv")).read_all(), "large");
  EXPECT_EQ(archive.find("c.csv"), nullptr);
}

TEST_F(ArchiveTest, OpensAPathIntoAnArchiveAsAnInputFile) {
  write_zip(path("a.zip"), {{"x/one.csv", "first"}, {"../evil.csv", "harmless"}});
  auto file = InputFile::open(path("a.zip/x/one.csv"));
  EXPECT_TRUE(file.can_be_opened_again());
  EXPECT_EQ(file.read_all(), "first");
  EXPECT_EQ(InputFile::open(path("a.zip/../evil.csv")).read_all(), "harmless");
  EXPECT_THAT(refusal_of([&] { InputFile::open(path("a.zip/none.csv")); }), HasSubstr("no file \"none.csv\""));
  EXPECT_EQ(path_in_archive(path("nothing.zip/x.csv")), std::nullopt);
}

TEST_F(ArchiveTest, RefusesEncryptedMembersAndWhatIsNoArchive) {
  write_zip(path("a.zip"), {{"one.csv", "first"}}, "secret");
  const auto archive = Archive::open(path("a.zip"));
  EXPECT_TRUE(archive.members()[0].is_encrypted);
  EXPECT_THAT(refusal_of([&] { archive.open(archive.members()[0]); }), HasSubstr("encrypted"));
  write("b.zip", "PK\x03\x04 and no more");
  EXPECT_THAT(refusal_of([&] { Archive::open(path("b.zip")); }), HasSubstr("not a whole .zip archive"));
  EXPECT_THAT(refusal_of([&] { Archive::open(path("none.zip")); }), HasSubstr("No such file"));
}

TEST_F(ArchiveTest, RefusesAMemberThatUnpacksToHundredsOfTimesItsLength) {
  write_zip(path("a.zip"), {{"bomb.csv", std::string(std::size_t{80} << 20, '0')}, {"good.csv", "good"}});
  EXPECT_THAT(refusal_of([&] { InputFile::open(path("a.zip/bomb.csv")).read_all(); }), HasSubstr("500 times"));
  EXPECT_EQ(InputFile::open(path("a.zip/good.csv")).read_all(), "good");
}

TEST_F(ArchiveTest, SaysThatADamagedMemberIsDamaged) {
  write_zip(path("a.zip"), {{"one.csv", std::string(1000, 'a') + "some more text that can be damaged"}});
  auto bytes = read("a.zip");
  bytes[45] = static_cast<char>(bytes[45] ^ 0x55);
  write("a.zip", bytes);
  EXPECT_THAT(refusal_of([&] { InputFile::open(path("a.zip/one.csv")).read_all(); }), HasSubstr("damaged"));
}

}  // namespace
}  // namespace smartdesk::files
