// The command line: which commands there are and what they take. A thin face over CLI11, which only command_line.cc
// includes, since CLI11 takes longer to compile than any command.

#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace smartdesk::cli {

struct Session;

// An option that was added, to say more about it. Valid as long as the command line that it belongs to.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  Option& show_default();  // --help shows what the variable holds
  Option& one_of(std::vector<std::string> values);
  template <typename Number>  // int, std::uint64_t, double
  Option& between(Number least, Number most);
  Option& separated_by(char delimiter);  // several values in one word
  Option& needs(const std::string& other);
  Option& excludes(const std::string& other);

  bool is_given() const;  // once the command line is parsed

 private:
  CLI::Option* option_;
};

// What a command runs once its options are read.
using Action = std::function<void()>;

// The options of one command.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(&app) {}

  // names: "--in", "-v,--verbose", or "file" for one without a name. into: a std::string, int, std::int64_t,
  // std::uint64_t or double, a vector of strings or std::int64_t (given once or more), or an optional number; outlives
  // parsing.
  template <typename Value>
  Option add(const std::string& names, Value& into, const std::string& help);

  // One without a value.
  Option flag(const std::string& names, bool& into, const std::string& help);

  // A command of this command; fill adds its options.
  void add_command(const std::string& name, const std::string& summary, const std::string& examples,
                   const std::function<Action(Options&)>& fill);

 private:
  CLI::App* app_;
};

enum class CommandGroup { kFiles, kWorkspace, kServing, kSystem };

// Heading of a group in --help and in the manual.
std::string_view title_of(CommandGroup group);

// One command of the program. Its file defines it, commands.cc lists it; help, completions and manual follow.
struct Command {
  std::string_view name;
  CommandGroup group;
  std::string_view summary;   // one imperative sentence
  std::string_view examples;  // what --help ends with
  // Adds the options. Returns what to run; empty if only commands of the command can be run.
  Action (*make)(Options& options, Session& session);
};

// All commands, in the order of --help.
std::span<const Command* const> commands();

// A command line as people read it, for completions and the manual.
struct OptionHelp {
  std::vector<std::string> names;  // "--in", "-v"; without dashes: told by its position
  std::string help, value;         // value: what stands for it; empty: it takes none
  std::vector<std::string> values;
};
struct CommandHelp {
  std::string name, summary, examples;
  CommandGroup group = CommandGroup::kFiles;
  std::vector<OptionHelp> options;
  std::vector<CommandHelp> commands;
};
CommandHelp describe_program();

// Runs the command that the arguments name. Returns the exit code (README: "Exit codes").
int run_command_line(int argc, const char* const* argv);

}  // namespace smartdesk::cli
