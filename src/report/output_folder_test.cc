#include "report/output_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/error.h"

namespace smartdesk::report {
namespace {

namespace fs = std::filesystem;

class OutputFolderTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  fs::path folder_ = fs::path(::testing::TempDir()) / ("output_folder_test." + std::to_string(getpid()));
};

TEST_F(OutputFolderTest, CommitMovesAllFilesAndLeavesNothingElse) {
  OutputFolder out(folder_);
  out.write("a.txt", "A");
  out.write("reports/x/b.txt", "B");
  EXPECT_FALSE(fs::exists(folder_ / "a.txt"));
  out.commit();
  EXPECT_EQ(read("a.txt"), "A");
  EXPECT_EQ(read("reports/x/b.txt"), "B");
}

TEST_F(OutputFolderTest, WithoutCommitTheFolderIsUnchanged) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "a.txt") << "old";
  {
    OutputFolder out(folder_);
    out.write("a.txt", "new");
  }
  EXPECT_EQ(read("a.txt"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(OutputFolderTest, WithoutCommitACreatedFolderIsRemoved) {
  {
    OutputFolder out(folder_);
  }
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(OutputFolderTest, OtherFilesStayAndLeftoversOfAKilledRunAreRemoved) {
  fs::create_directories(folder_ / ".unfinished");
  std::ofstream(folder_ / ".unfinished" / "half.txt") << "ha";
  std::ofstream(folder_ / "mine.txt") << "mine";
  {
    OutputFolder out(folder_);
    out.write("a.txt", "A");
    out.commit();
  }
  EXPECT_EQ(read("mine.txt"), "mine");
  EXPECT_FALSE(fs::exists(folder_ / ".unfinished"));
}

TEST_F(OutputFolderTest, AFileInPlaceOfTheFolderIsAnError) {
  std::ofstream(folder_) << "a file";
  EXPECT_THROW(OutputFolder out(folder_), Error);
}

}  // namespace
}  // namespace smartdesk::report
