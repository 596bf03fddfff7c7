#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace smartdesk::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

void expect_a_sentence(const std::string& text, const std::string& where) {
  ASSERT_FALSE(text.empty()) << where;
  EXPECT_THAT(text, EndsWith(".")) << where;
}

void expect_plain_help(const CommandHelp& command, const std::string& where) {
  expect_a_sentence(command.summary, where);
  EXPECT_TRUE(std::isupper(static_cast<unsigned char>(command.summary.front()))) << where;
  std::set<std::string> names;
  for (const auto& option : command.options) {
    expect_a_sentence(option.help, where + " " + option.names.front());
    for (const auto& name : option.names) EXPECT_TRUE(names.insert(name).second) << where << " " << name;
  }
  for (const auto& own : command.commands) expect_plain_help(own, where + " " + own.name);
}

TEST(CommandLine, HelpTextsAreSentences) { expect_plain_help(describe_program(), "smartdesk"); }

TEST(CommandLine, EachCommandHelpContainsItsOwnExamples) {
  const auto program = describe_program();
  EXPECT_GE(program.commands.size(), 24U);
  for (const auto& command : program.commands) {
    if (command.name == "config") continue;  // its example is a file
    EXPECT_THAT(command.examples, StartsWith(command.name == "search" ? "Filters:" : "Example")) << command.name;
    EXPECT_THAT(command.examples, HasSubstr("smartdesk " + command.name)) << command.name;
  }
}

TEST(CommandLine, DescribesSubcommands) {
  for (const auto& command : describe_program().commands) {
    if (command.name == "user") {
      EXPECT_EQ(command.commands.size(), 6U);
    } else if (command.name == "model") {
      EXPECT_EQ(command.commands.size(), 1U);
    } else {
      EXPECT_TRUE(command.commands.empty()) << command.name;
    }
  }
}

TEST(CommandLine, ListsAllowedValuesOfAnOption) {
  for (const auto& command : describe_program().commands) {
    if (command.name != "generate") continue;
    for (const auto& option : command.options) {
      if (option.names.front() == "--provider") EXPECT_THAT(option.values, testing::ElementsAre("grammar", "llm"));
      if (option.names.front() == "--think") EXPECT_EQ(option.value, "");
      if (option.names.front() == "--out") EXPECT_EQ(option.value, "TEXT");
    }
  }
}

int run(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "smartdesk");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run_command_line(static_cast<int>(arguments.size()), arguments.data());
  testing::internal::GetCapturedStdout();
  testing::internal::GetCapturedStderr();
  return code;
}

TEST(CommandLine, ReturnsExitCode2ForWrongUsage) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"no-such-command"}), 2);
  EXPECT_EQ(run({"generate", "--no-such-option"}), 2);
  EXPECT_EQ(run({"generate", "--count", "0"}), 2);
  EXPECT_EQ(run({"user"}), 2);
}

TEST(CommandLine, ReturnsExitCode0ForHelp) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_EQ(run({"user", "add", "--help"}), 0);
}

}  // namespace
}  // namespace smartdesk::cli
