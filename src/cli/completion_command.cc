// Generates shell completions and the manual page from the list of commands.

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/commands.h"
#include "core/version.h"

namespace smartdesk::cli {
namespace {

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::vector<std::string> names_of(const CommandHelp& command) {
  std::vector<std::string> names;
  for (const auto& option : command.options) {
    for (const auto& name : option.names) {
      if (name.starts_with("--")) names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> commands_of(const CommandHelp& command) {
  std::vector<std::string> names;
  for (const auto& own : command.commands) names.push_back(own.name);
  return names;
}

// Completions of one command: its options, and the allowed values after an option that has them.
std::string bash_case(const CommandHelp& command, const CommandHelp& program) {
  std::string values;
  for (const auto& option : command.options) {
    if (option.values.empty()) continue;
    for (const auto& name : option.names)
      values += fmt::format("        {}) values='{}' ;;\n", name, joined(option.values));
  }
  if (!values.empty()) values = "      case $previous in\n" + values + "      esac\n";
  return fmt::format("    {})\n      words='{} {} {}'\n{}      ;;\n", command.name, joined(commands_of(command)),
                     joined(names_of(command)), joined(names_of(program)), values);
}

std::string bash_script(const CommandHelp& program) {
  std::string cases;
  for (const auto& command : program.commands) cases += bash_case(command, program);
  return fmt::format(
      "_smartdesk() {{\n"
      "  local words values= current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  case ${{COMP_WORDS[1]}} in\n{}"
      "    *) words='{} {}' ;;\n"
      "  esac\n"
      "  [[ $COMP_CWORD == 1 ]] && words='{} {}'\n"
      "  if [[ -n $values ]]; then COMPREPLY=($(compgen -W \"$values\" -- \"$current\"))\n"
      "  elif [[ $current == -* || $COMP_CWORD == 1 ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  else COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
      "}}\ncomplete -o filenames -F _smartdesk smartdesk\n",
      cases, joined(commands_of(program)), joined(names_of(program)), joined(commands_of(program)),
      joined(names_of(program)));
}

std::string zsh_script(const CommandHelp& program) {
  return "#compdef smartdesk\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(program);
}

// In single quotes fish recognizes only the escapes \' and \\.
std::string fish_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string fish_option(const std::string& condition, const OptionHelp& option) {
  std::string names;
  for (const auto& name : option.names) {
    if (name.starts_with("--")) {
      names += " -l " + name.substr(2);
    } else if (name.starts_with("-")) {
      names += " -s " + name.substr(1);
    }
  }
  if (names.empty()) return "";
  std::string value;
  if (!option.value.empty()) value = " -r";
  if (!option.values.empty()) value = " -x -a " + fish_quoted(joined(option.values));
  return fmt::format("complete -c smartdesk{}{}{} -d {}\n", condition, names, value, fish_quoted(option.help));
}

std::string fish_script(const CommandHelp& program) {
  std::string script;
  for (const auto& option : program.options) script += fish_option("", option);
  for (const auto& command : program.commands) {
    script += fmt::format("complete -c smartdesk -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                          fish_quoted(command.summary));
    const auto condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    if (!command.commands.empty())
      script += fmt::format("complete -c smartdesk{} -f -a {}\n", condition, fish_quoted(joined(commands_of(command))));
    for (const auto& option : command.options) script += fish_option(condition, option);
  }
  return script;
}

// Escapes for troff, where backslashes, and dots at the start of a line, are special.
std::string troff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n')) {
      escaped += std::string("\\&") + c;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string manual_option(const OptionHelp& option) {
  auto head = troff(fmt::format("{}", fmt::join(option.names, ", ")));
  if (!option.values.empty()) {
    head += " " + troff(fmt::format("{}", fmt::join(option.values, "|")));
  } else if (!option.value.empty()) {
    head += " " + option.value;
  }
  return fmt::format(".TP\n\\fB{}\\fR\n{}\n", head, troff(option.help));
}

std::string manual_command(const CommandHelp& command, const std::string& before) {
  auto text = fmt::format(".SS \"{}{}\"\n{}\n", before, command.name, troff(command.summary));
  for (const auto& option : command.options) {
    if (option.names.front() != "--help") text += manual_option(option);
  }
  if (!command.examples.empty()) text += ".PP\n.nf\n" + troff(command.examples) + "\n.fi\n";
  for (const auto& own : command.commands) text += manual_command(own, before + command.name + " ");
  return text;
}

std::string manual(const CommandHelp& program) {
  auto text = fmt::format(
      ".TH SMARTDESK 1 \"\" \"SmartDesk {}\" \"User Commands\"\n"
      ".SH NAME\nsmartdesk \\- read support tickets: sentiment, urgency, category and a summary, on your own machine\n"
      ".SH SYNOPSIS\n\\fBsmartdesk\\fR \\fIcommand\\fR [\\fIoptions\\fR]\n"
      ".SH DESCRIPTION\n{}\nNothing leaves the machine unless you name another server.\n.SH OPTIONS\n",
      kVersionNumber, troff(program.summary));
  for (const auto& option : program.options) text += manual_option(option);
  for (const auto group :
       {CommandGroup::kFiles, CommandGroup::kWorkspace, CommandGroup::kServing, CommandGroup::kSystem}) {
    auto title = std::string(title_of(group));
    for (auto& c : title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    text += ".SH \"" + title + "\"\n";
    for (const auto& command : program.commands) {
      if (command.group == group) text += manual_command(command, "");
    }
  }
  return text + ".SH \"EXIT CODES\"\n" + troff(program.examples) + "\n";
}

std::string script_for(const std::string& shell) {
  const auto program = describe_program();
  if (shell == "bash") return bash_script(program);
  if (shell == "zsh") return zsh_script(program);
  return shell == "fish" ? fish_script(program) : manual(program);
}

Action make_completion(Options& options, Session&) {
  auto shell = std::make_shared<std::string>();
  options.add("shell", *shell, "The shell, or man for the manual page.")
      .required()
      .one_of({"bash", "zsh", "fish", "man"});
  return [shell] { print(script_for(*shell)); };
}

}  // namespace

const Command kCompletion{"completion", CommandGroup::kSystem, "Print completions for a shell, or the manual page.",
                          "Examples:\n  source <(smartdesk completion bash)\n  smartdesk completion man | man -l -",
                          make_completion};

}  // namespace smartdesk::cli
