#include "files/private_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::files {
namespace {

struct stat of(const std::string& path) {
  struct stat found{};
  EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
  return found;
}

mode_t mode_of(const std::string& path) { return of(path).st_mode & 0777U; }

using PrivateFiles = ScratchFiles;

TEST_F(PrivateFiles, ClosesNewAndExistingFoldersToOthers) {
  make_private_folder(path("a/b/"));
  EXPECT_EQ(mode_of(path("a/b")), 0700U);
  std::filesystem::create_directory(path("open"));
  make_private_folder(path("open"));
  EXPECT_EQ(mode_of(path("open")), 0700U);
}

TEST_F(PrivateFiles, RefusesAFolderWhereAFileIs) {
  write("f", "text");
  EXPECT_THROW(make_private_folder(path("f")), Error);
  EXPECT_THROW(make_private_folder(path("f/g")), Error);
}

TEST_F(PrivateFiles, ClosesNewAndExistingFilesAndKeepsTheirContent) {
  make_private_file(path("new"));
  EXPECT_EQ(mode_of(path("new")), 0600U);
  write("old", "text");
  make_private_file(path("old"));
  EXPECT_EQ(mode_of(path("old")), 0600U);
  EXPECT_EQ(read("old"), "text");
  EXPECT_THROW(make_private_file(path("no/such")), Error);
}

TEST_F(PrivateFiles, BelongToTheOwnerOfTheFolderIfRootMakesThem) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  constexpr uid_t kService = 10001;
  make_private_folder(path("service"));
  ASSERT_EQ(::chown(path("service").c_str(), kService, kService), 0);
  make_private_file(path("service/accounts.db"));
  make_private_folder(path("service/models"));
  EXPECT_EQ(of(path("service/accounts.db")).st_uid, kService);
  EXPECT_EQ(of(path("service/models")).st_uid, kService);
}

}  // namespace
}  // namespace smartdesk::files
