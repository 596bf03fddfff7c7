// Contract of IncomingFiles, for all implementations.

#include "store/incoming_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/backend.h"
#include "support/postgres_schema.h"

namespace smartdesk {
namespace {

enum class Kept { kFolder, kPostgres };

// a and b share incoming files: one folder, or one database with a folder each.
class IncomingFilesContract : public testing::TestWithParam<Kept> {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder);
    at_a.folder = at_b.folder = folder + "/a";
    if (GetParam() == Kept::kPostgres) {
      schema = PostgresSchema::make("incoming_contract");
      if (!schema) GTEST_SKIP() << kNoPostgres;
      at_b.folder = folder + "/b";
      at_a.database = at_b.database = schema->url();
    }
    a = store::backend_for(at_a)->open_incoming();
    b = store::backend_for(at_b)->open_incoming();
  }
  void TearDown() override {
    a.reset();
    b.reset();
    std::filesystem::remove_all(folder);
  }
  std::string sent(const std::string& bytes) const {
    std::ofstream(folder + "/sent", std::ios::binary) << bytes;
    return folder + "/sent";
  }
  static std::string content(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
  }

  const std::string folder =
      std::filesystem::temp_directory_path() / ("smartdesk-incoming-" + std::to_string(::getpid()));
  store::WorkspaceLocation at_a, at_b;
  std::unique_ptr<PostgresSchema> schema;
  std::unique_ptr<store::IncomingFiles> a, b;
};

TEST_P(IncomingFilesContract, ReturnsAFileThatAnotherProcessReceived) {
  std::string bytes(2'500'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * i % 253);
  const auto name = a->put(sent(bytes), "export.csv.gz");
  EXPECT_FALSE(std::filesystem::exists(folder + "/sent"));
  const auto found = b->find(name);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->ends_with("export.csv.gz"));
  EXPECT_TRUE(content(*found) == bytes);
  EXPECT_EQ(b->find(name), found);
}

TEST_P(IncomingFilesContract, KeepsFilesOfTheSameNameSeparate) {
  const auto one = a->put(sent("one"), "export.csv"), two = b->put(sent("two"), "export.csv");
  EXPECT_EQ(content(*a->find(one)), "one");
  EXPECT_EQ(content(*a->find(two)), "two");
}

TEST_P(IncomingFilesContract, RemovesFilesEverywhere) {
  const auto name = a->put(sent("one"), "export.csv");
  const auto found = *b->find(name);
  b->remove(name);
  b->remove(name);
  EXPECT_FALSE(std::filesystem::exists(found));
  EXPECT_FALSE(a->find(name));
  EXPECT_FALSE(a->find("never-there.csv"));
}

TEST_P(IncomingFilesContract, RemovesLocalCopiesOfFilesThatAnotherProcessImported) {
  const auto name = a->put(sent("one"), "export.csv");
  const auto copy = *b->find(name);
  a->remove(name);
  b.reset();  // as if killed during the import
  b = store::backend_for(at_b)->open_incoming();
  EXPECT_FALSE(std::filesystem::exists(copy));
}

INSTANTIATE_TEST_SUITE_P(Workspaces, IncomingFilesContract, testing::Values(Kept::kFolder, Kept::kPostgres),
                         [](const auto& kept) {
                           return std::string(kept.param == Kept::kFolder ? "Folder" : "PostgreSQL");
                         });

}  // namespace
}  // namespace smartdesk
