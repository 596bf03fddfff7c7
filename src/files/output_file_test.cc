#include "files/output_file.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::files {
namespace {

class OutputFileTest : public ScratchFiles {
 protected:
  std::size_t files_here() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path(""))) ++count;
    return count;
  }
};

TEST_F(OutputFileTest, AppearsWholeOnCommit) {
  auto file = OutputFile::create(path("a.txt"));
  file.write("one ");
  file.write(std::string(1 << 20, 'x'));
  EXPECT_FALSE(exists("a.txt"));
  file.commit();
  EXPECT_EQ(read("a.txt"), "one " + std::string(1 << 20, 'x'));
  EXPECT_EQ(files_here(), 1U);
}

TEST_F(OutputFileTest, LeavesOnlyTheOldFileWithoutCommit) {
  write("a.txt", "old");
  {
    auto file = OutputFile::create(path("a.txt"));
    file.write("new");
    file.flush();
  }
  EXPECT_EQ(read("a.txt"), "old");
  EXPECT_EQ(files_here(), 1U);
}

TEST_F(OutputFileTest, CreatesMissingFolders) {
  write_file(path("x/y/z.txt"), "deep");
  EXPECT_EQ(read("x/y/z.txt"), "deep");
}

TEST_F(OutputFileTest, RefusesAFolderAndAPathThatCannotExist) {
  EXPECT_THROW(OutputFile::create(path("")), Error);
  EXPECT_THROW(OutputFile::create("/proc/no-such-place/a.txt"), Error);
}

TEST_F(OutputFileTest, FailsIfTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  const int saved = dup(STDOUT_FILENO);
  ASSERT_NE(freopen("/dev/full", "w", stdout), nullptr);
  auto file = OutputFile::create("-");
  file.write("x");
  EXPECT_THROW(file.commit(), Error);
  dup2(saved, STDOUT_FILENO);
  close(saved);
}

TEST_F(OutputFileTest, NamesUlimitIfFilesMayNotGrow) {
  auto file = OutputFile::create(path("a.txt"));
  file.write(std::string(20'000, 'x'));
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{10'000, before.rlim_max};
  const auto old_action = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  std::string message;
  try {
    file.commit();
  } catch (const Error& error) {
    message = error.what();
  }
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_action);
  EXPECT_THAT(message, testing::HasSubstr("ulimit -f"));
  EXPECT_FALSE(exists("a.txt"));
}

}  // namespace
}  // namespace smartdesk::files
