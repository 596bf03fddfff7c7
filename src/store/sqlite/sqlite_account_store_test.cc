#include "store/account_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "store/backend.h"

namespace smartdesk::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class SqliteAccountStoreTest : public testing::Test {
 protected:
  SqliteAccountStoreTest() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~SqliteAccountStoreTest() override { fs::remove_all(folder_); }

  std::string refusal() const {
    try {
      open_sqlite_accounts(path_);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      return error.what();
    }
    return "";
  }
  static bool is_private(const fs::path& path) {
    return (fs::status(path).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write);
  }

  const std::string folder_ = testing::TempDir() + "smartdesk-sqlite-accounts-" + std::to_string(::getpid());
  const std::string path_ = folder_ + "/accounts.db";
};

TEST_F(SqliteAccountStoreTest, IsReadableByItsOwnerOnly) {
  const auto before = ::umask(0);
  auto store = open_sqlite_accounts(path_);
  store->add_user({"eve", "hash", "admin", 100});
  ::umask(before);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    EXPECT_TRUE(is_private(entry.path())) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 3);
  store.reset();
  fs::permissions(path_, fs::perms::all);
  store = open_sqlite_accounts(path_);
  EXPECT_TRUE(is_private(path_));
}

TEST_F(SqliteAccountStoreTest, RefusesANewerSchema) {
  SQLite::Database(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("PRAGMA user_version = 99");
  EXPECT_THAT(refusal(), HasSubstr("newer smartdesk"));
}

TEST_F(SqliteAccountStoreTest, NamesTheDamagedFile) {
  std::ofstream(path_) << std::string(4096, 'x');
  EXPECT_THAT(refusal(), HasSubstr(path_ + " is damaged"));
}

TEST_F(SqliteAccountStoreTest, LosesNoConcurrentWrites) {
  constexpr int kProcesses = 4, kEntries = 50;
  for (int i = 0; i < kProcesses; ++i) {
    if (::fork() != 0) continue;
    int status = 1;
    try {
      for (int n = 0; n < kEntries; ++n) open_sqlite_accounts(path_)->add_audit({100, "eve", "", "signed in", ""});
      status = 0;
    } catch (const Error&) {
    }
    ::_exit(status);
  }
  for (int i = 0; i < kProcesses; ++i) {
    int status = 1;
    ::wait(&status);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(open_sqlite_accounts(path_)->newest_audit(1000).size(), std::size_t{kProcesses} * kEntries);
}

TEST_F(SqliteAccountStoreTest, CanBeOpenedWhileAnotherProcessWritesTickets) {
  const WorkspaceLocation location{folder_ + "/desk"};
  backend_for(location)->open_accounts()->add_user({"eve", "hash", "admin", 100});
  EXPECT_TRUE(fs::exists(location.folder + "/accounts.db"));
  const auto writing = backend_for(location)->make_or_open("import");
  EXPECT_TRUE(backend_for(location)->open_accounts()->find_user("eve"));
}

}  // namespace
}  // namespace smartdesk::store
