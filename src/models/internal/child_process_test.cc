#include "models/internal/child_process.h"

#include <gmock/gmock.h>
#include <signal.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "core/error.h"
#include "support/runs.h"

namespace smartdesk::models {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Heard {
  std::vector<std::string> lines;
  ChildResult result;
};

Heard run_shell(const std::string& script) {
  Heard heard;
  heard.result =
      run_child({"sh", "-c", script}, [&](std::string_view line) { heard.lines.emplace_back(line); }, kOneThread);
  return heard;
}

TEST(ChildProcess, PassesOnLinesAndExitStatus) {
  const auto heard = run_shell("echo one; printf 'tw'; echo o; echo trouble >&2; exit 3");
  EXPECT_THAT(heard.lines, ElementsAre("one", "two"));
  EXPECT_EQ(heard.result.exit_status, 3);
  EXPECT_EQ(heard.result.complaints, "trouble\n");
}

TEST(ChildProcess, ReportsTheSignalThatEndedTheChild) {
  EXPECT_EQ(run_shell("kill -TERM $$").result.exit_status, 128 + 15);
}

TEST(ChildProcess, KeepsTheEndOfLongErrorOutput) {
  const auto heard = run_shell("i=0; while [ $i -lt 3000 ]; do echo complaint $i >&2; i=$((i+1)); done");
  EXPECT_LT(heard.result.complaints.size(), 10000U);
  EXPECT_THAT(heard.result.complaints, HasSubstr("complaint 2999\n"));
}

TEST(ChildProcess, ReportsAProgramThatCannotBeStarted) {
  const auto result = run_child({"/no/such/program"}, [](std::string_view) {}, kOneThread);
  EXPECT_EQ(result.exit_status, 127);
  EXPECT_THAT(result.complaints, HasSubstr("/no/such/program"));
}

TEST(ChildProcess, EndsTheChildWhenTheUserStops) {
  std::atomic<bool> stopped = false;
  smartdesk::Run run;
  run.stopped = &stopped;
  pid_t child = 0;
  const auto on_line = [&](std::string_view line) {
    child = std::stoi(std::string(line));
    stopped = true;
  };
  EXPECT_THROW(run_child({"sh", "-c", "echo $$; exec sleep 100"}, on_line, run), Error);
  ASSERT_GT(child, 0);
  EXPECT_EQ(kill(child, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

}  // namespace
}  // namespace smartdesk::models
