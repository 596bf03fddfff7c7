#include "files/append_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/error.h"
#include "support/scratch_files.h"

namespace smartdesk::files {
namespace {

using testing::ElementsAre;

class AppendLogTest : public ScratchFiles {
 protected:
  std::vector<std::string> records(const std::string& name) {
    std::vector<std::string> found;
    AppendLog::open(path(name), AppendLog::Writers::kMany,
                    [&](std::string_view record, std::uint64_t) { found.emplace_back(record); });
    return found;
  }
  AppendLog open(const std::string& name, AppendLog::Writers writers = AppendLog::Writers::kMany) {
    return AppendLog::open(path(name), writers, [](std::string_view, std::uint64_t) {});
  }
};

TEST_F(AppendLogTest, KeepsItsRecordsWhenOpenedAgain) {
  {
    auto log = open("new/folder/log");
    log.append("first");
    log.append("");
    log.append("third");
  }
  EXPECT_THAT(records("new/folder/log"), ElementsAre("first", "", "third"));
}

TEST_F(AppendLogTest, DropsATornLastLineAndAppendsAfterIt) {
  open("log").append("whole");
  const auto whole = read("log");
  write("log", whole + whole.substr(0, 11));
  EXPECT_THAT(records("log"), ElementsAre("whole"));
  open("log").append("next");
  EXPECT_THAT(records("log"), ElementsAre("whole", "next"));
}

TEST_F(AppendLogTest, SkipsADamagedLine) {
  {
    auto log = open("log");
    log.append("one");
    log.append("two");
  }
  auto bytes = read("log");
  bytes[bytes.find("one")] = 'O';
  write("log", bytes + "\n\nnonsense\n");
  EXPECT_THAT(records("log"), ElementsAre("two"));
}

TEST_F(AppendLogTest, ReadsARecordByItsOffset) {
  auto log = open("log");
  log.append("one");
  const std::string large(10'000, 'x');
  const auto offset = log.append(large);
  log.append("three");
  EXPECT_EQ(log.read(offset), large);
  EXPECT_THROW(log.read(offset + 3), Error);
}

TEST_F(AppendLogTest, LetsSeveralWritersAppendWholeRecords) {
  auto log = open("log");
  auto other = open("log");
  log.append("a");
  const auto offset = other.append("b");
  EXPECT_EQ(log.append("c") > offset, true);
  EXPECT_EQ(other.read(offset), "b");
  EXPECT_THAT(records("log"), ElementsAre("a", "b", "c"));
}

TEST_F(AppendLogTest, RefusesASecondProcessIfOneWriterIsAllowed) {
  auto log = open("log", AppendLog::Writers::kOne);
  EXPECT_THROW(open("log", AppendLog::Writers::kOne), Error);
}

TEST_F(AppendLogTest, RemovesItsFile) {
  auto log = open("log");
  log.append("x");
  log.remove();
  EXPECT_FALSE(exists("log"));
}

TEST_F(AppendLogTest, ThrowsIfItCannotBeOpened) {
  write("file", "x");
  EXPECT_THROW(open("file/log"), Error);
}

}  // namespace
}  // namespace smartdesk::files
