#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>

#include "cli/advice.h"
#include "cli/command.h"
#include "core/version.h"

namespace smartdesk::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused, 4 done with rejected rows, 5 outside service "
    "unreachable, 130 interrupted.\nsmartdesk <command> --help shows the options and examples of a command.";

// The values in a type name of CLI11: one_of() makes it "TEXT:{csv,tsv}".
std::vector<std::string> values_in(const std::string& type) {
  const auto open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

std::unique_ptr<CLI::App> make_app(Session& session) {
  auto app = std::make_unique<CLI::App>(
      "SmartDesk reads support tickets: sentiment, urgency, category and a summary, on your own machine.", "smartdesk");
  app->set_version_flag("--version", kVersion, "Print the version and exit.");
  app->set_help_flag("-h,--help", "Print this help and exit.");
  app->require_subcommand(1);
  app->fallthrough();
  app->footer(kFooter);
  app->add_flag("--json", session.json, "Print results as JSON on standard output.");
  app->add_flag("--quiet", session.quiet, "Print nothing but errors.");
  app->add_flag("-v,--verbose", session.verbose, "Print each step.");
  app->add_option("--threads", session.threads, "Number of threads (default: one per core).")
      ->check(CLI::Range(1, 1024));
  for (const auto* command : commands()) {
    auto* own = app->add_subcommand(std::string(command->name), std::string(command->summary));
    own->group(std::string(title_of(command->group)));
    own->footer(std::string(command->examples));
    Options options(*own);
    if (auto action = command->make(options, session))
      own->callback(std::move(action));
    else
      own->require_subcommand(1);
  }
  return app;
}

Verbosity verbosity_of(const Session& session) {
  if (session.quiet) return Verbosity::kQuiet;
  return session.verbose ? Verbosity::kVerbose : Verbosity::kNormal;
}

OptionHelp describe(const CLI::Option& option) {
  OptionHelp help;
  if (option.get_positional()) help.names.push_back(option.get_name(true));
  for (const auto& name : option.get_lnames()) help.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) help.names.push_back("-" + name);
  help.help = option.get_description();
  if (option.get_expected_min() > 0) {
    const auto type = option.get_type_name();
    help.value = type.substr(0, type.find(':'));
    help.values = values_in(type);
  }
  return help;
}

CommandHelp describe(const CLI::App& app) {
  CommandHelp help{app.get_name(), app.get_description(), app.get_footer()};
  for (const auto* option : app.get_options()) help.options.push_back(describe(*option));
  for (const auto* command : app.get_subcommands({})) help.commands.push_back(describe(*command));
  return help;
}

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::one_of(std::vector<std::string> values) {
  option_->check(CLI::IsMember(std::move(values)));
  return *this;
}

template <typename Number>
Option& Option::between(Number least, Number most) {
  option_->check(CLI::Range(least, most));
  return *this;
}
template Option& Option::between(int, int);
template Option& Option::between(std::uint64_t, std::uint64_t);
template Option& Option::between(double, double);

Option& Option::separated_by(char delimiter) {
  option_->delimiter(delimiter);
  return *this;
}

Option& Option::needs(const std::string& other) {
  option_->needs(other);
  return *this;
}

Option& Option::excludes(const std::string& other) {
  option_->excludes(other);
  return *this;
}

bool Option::is_given() const { return option_->count() > 0; }

template <typename Value>
Option Options::add(const std::string& names, Value& into, const std::string& help) {
  return Option(*app_->add_option(names, into, help));
}
template Option Options::add(const std::string&, std::string&, const std::string&);
template Option Options::add(const std::string&, int&, const std::string&);
template Option Options::add(const std::string&, std::int64_t&, const std::string&);
template Option Options::add(const std::string&, std::uint64_t&, const std::string&);
template Option Options::add(const std::string&, double&, const std::string&);
template Option Options::add(const std::string&, std::vector<std::string>&, const std::string&);
template Option Options::add(const std::string&, std::vector<std::int64_t>&, const std::string&);
template Option Options::add(const std::string&, std::optional<int>&, const std::string&);
template Option Options::add(const std::string&, std::optional<std::uint64_t>&, const std::string&);
template Option Options::add(const std::string&, std::optional<double>&, const std::string&);

Option Options::flag(const std::string& names, bool& into, const std::string& help) {
  return Option(*app_->add_flag(names, into, help));
}

void Options::add_command(const std::string& name, const std::string& summary, const std::string& examples,
                          const std::function<Action(Options&)>& fill) {
  auto* own = app_->add_subcommand(name, summary);
  own->footer(examples);
  Options options(*own);
  own->callback(fill(options));
}

std::string_view title_of(CommandGroup group) {
  switch (group) {
    case CommandGroup::kFiles:
      return "Commands on files";
    case CommandGroup::kWorkspace:
      return "Commands on a workspace";
    case CommandGroup::kServing:
      return "Servers";
    case CommandGroup::kSystem:
      break;
  }
  return "This installation";
}

CommandHelp describe_program() {
  Session session;
  const auto app = make_app(session);
  auto help = describe(*app);
  for (std::size_t i = 0; i < help.commands.size(); ++i) help.commands[i].group = commands()[i]->group;
  return help;
}

int run_command_line(int argc, const char* const* argv) {
  Session session;
  const auto app = make_app(session);
  app->parse_complete_callback([&] { session.console = std::make_unique<Console>(verbosity_of(session)); });
  try {
    app->parse(argc, argv);
    return session.exit_code;
  } catch (const CLI::ParseError& error) {
    return app->exit(error) == 0 ? 0 : exit_code(ErrorCode::kUsage);
  } catch (const Error& error) {
    Console(Verbosity::kNormal).fail(with_advice(error));
    return exit_code(error.code());
  } catch (const std::bad_alloc&) {
    Console(Verbosity::kNormal).fail("Out of memory. Use a machine with more memory, or a smaller file.");
    return exit_code(ErrorCode::kFailed);
  } catch (const std::exception& error) {
    Console(Verbosity::kNormal).fail(error.what());
    return exit_code(ErrorCode::kFailed);
  }
}

}  // namespace smartdesk::cli
