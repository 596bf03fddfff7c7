// The command line: the commands and their options. A thin wrapper of CLI11; only command_line.cc includes CLI11, which
// takes longer to compile than any command.

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

// An option that was added, for further settings. Valid as long as its command line.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  Option& show_default();  // --help shows the variable's value
  Option& one_of(std::vector<std::string> values);
  template <typename Number>  // int, std::uint64_t, double
  Option& between(Number least, Number most);
  Option& separated_by(char delimiter);  // one argument may hold several values
  Option& needs(const std::string& other);
  Option& excludes(const std::string& other);

  bool is_given() const;  // valid after the command line is parsed

 private:
  CLI::Option* option_;
};

// Runs a command after its options are parsed.
using Action = std::function<void()>;

// The options of one command.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(&app) {}

  // names: "--in", "-v,--verbose", or "file" for a positional argument. into: a std::string, int, std::int64_t,
  // std::uint64_t or double, a vector of strings or std::int64_t (for an option that may be repeated), or an optional
  // number; must outlive parsing.
  template <typename Value>
  Option add(const std::string& names, Value& into, const std::string& help);

  // Adds an option without a value.
  Option flag(const std::string& names, bool& into, const std::string& help);

  // Adds a subcommand; fill adds its options.
  void add_command(const std::string& name, const std::string& summary, const std::string& examples,
                   const std::function<Action(Options&)>& fill);

 private:
  CLI::App* app_;
};

enum class CommandGroup { kFiles, kWorkspace, kServing, kSystem };

// Heading of a group in --help and in the manual page.
std::string_view title_of(CommandGroup group);

// One command of the program. It is defined in a file of its own and listed in commands.cc; help, completions and the
// manual page are generated from that list.
struct Command {
  std::string_view name;
  CommandGroup group;
  std::string_view summary;   // one imperative sentence
  std::string_view examples;  // last part of --help
  // Adds the options. Returns the action; empty if the command has subcommands.
  Action (*make)(Options& options, Session& session);
};

// All commands, in the order of --help.
std::span<const Command* const> commands();

// Description of the command line, for completions and the manual page.
struct OptionHelp {
  std::vector<std::string> names;   // "--in", "-v"; without dashes: a positional argument
  std::string help, value;          // value: placeholder such as TEXT; empty: a flag
  std::vector<std::string> values;  // the allowed ones; empty: any
};
struct CommandHelp {
  std::string name, summary, examples;
  CommandGroup group = CommandGroup::kFiles;
  std::vector<OptionHelp> options;
  std::vector<CommandHelp> commands;
};
CommandHelp describe_program();

// Parses the arguments and runs the command. Returns the exit code (README: "Exit codes").
int run_command_line(int argc, const char* const* argv);

}  // namespace smartdesk::cli
