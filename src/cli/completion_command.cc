#include <fmt/format.h>

#include "cli/command.h"

namespace smartdesk::cli {
namespace {

std::string option_names(const CLI::App& command) {
  std::string names;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) names += (names.empty() ? "--" : " --") + name;
  }
  return names;
}

std::string bash_script(const CLI::App& app) {
  std::string commands, cases;
  for (const auto* command : app.get_subcommands({})) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    cases +=
        fmt::format("    {}) words=\"{} {}\" ;;\n", command->get_name(), option_names(*command), option_names(app));
  }
  return fmt::format(
      "_smartdesk() {{\n"
      "  local words current=${{COMP_WORDS[COMP_CWORD]}}\n"
      "  case ${{COMP_WORDS[1]}} in\n{}    *) words=\"{} {}\" ;;\n  esac\n"
      "  [[ $COMP_CWORD == 1 ]] && words=\"{} {}\"\n"
      "  if [[ $current == -* || $COMP_CWORD == 1 ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"));\n"
      "  else COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
      "}}\ncomplete -o filenames -F _smartdesk smartdesk\n",
      cases, commands, option_names(app), commands, option_names(app));
}

std::string zsh_script(const CLI::App& app) {
  return "#compdef smartdesk\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(app);
}

std::string fish_script(const CLI::App& app) {
  std::string script;
  for (const auto* command : app.get_subcommands({})) {
    const auto& name = command->get_name();
    script += fmt::format("complete -c smartdesk -n __fish_use_subcommand -f -a {} -d '{}'\n", name,
                          command->get_description());
    for (const auto* option : command->get_options()) {
      for (const auto& long_name : option->get_lnames()) {
        script += fmt::format("complete -c smartdesk -n '__fish_seen_subcommand_from {}' -l {}\n", name, long_name);
      }
    }
  }
  return script;
}

}  // namespace

void add_completion(CLI::App& app) {
  auto* command = app.add_subcommand("completion", "print completions for a shell");
  auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer("Example:\n  source <(smartdesk completion bash)");
  command->callback([shell, &app] {
    print(*shell == "bash" ? bash_script(app) : *shell == "zsh" ? zsh_script(app) : fish_script(app));
  });
}

}  // namespace smartdesk::cli
